from service.domain.places import Level
from service.matching.jurisdiction import responsible_for
from service.resources import Resources


def test_a_jobcenter_answers_for_the_kreis_of_a_municipality(demo: Resources):
    found = responsible_for(demo.knowledge.taxonomy.roles["jobcenter"], "09571136", demo.knowledge.register)
    assert found is not None
    assert (found.level, found.ags) == (Level.DISTRICT, "09571")
    assert "Ansbach" in found.name


def test_the_federal_office_answers_for_germany(demo: Resources):
    found = responsible_for(demo.knowledge.taxonomy.roles["bamf"], "", demo.knowledge.register)
    assert found is not None
    assert (found.level, found.ags) == (Level.FEDERAL, "")


def test_nobody_is_responsible_for_an_unknown_place_or_a_free_role(demo: Resources):
    roles, register = demo.knowledge.taxonomy.roles, demo.knowledge.register
    assert responsible_for(roles["jobcenter"], None, register) is None
    assert responsible_for(roles["mosque_association"], "09162", register) is None
