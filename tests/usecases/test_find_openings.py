"""The gaps alone are those of the whole answer, so the openings of an organisation are what each network's map tells."""

from functools import partial

import pytest

from service.domain.answers import Question
from service.domain.decisions import Decision, Verdict
from service.domain.networks import Membership, Network, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.usecases.find_gaps import find_gaps, read_around
from service.usecases.find_openings import ask_for_network, openings_of, question_about
from service.usecases.keep_decisions import decide, settled
from service.usecases.keep_networks import list_page, save
from service.usecases.who_is_missing import ask
from service.usecases.write_organisations import write_organisations

NAMES = ("Jobcenter Erlangen", "Caritasverband Erlangen", "Ausländerbehörde Erlangen", "Volkshochschule Erlangen")


def asked(network: Network) -> Question:
    return question_about(network, Question(None, network.profile, (), gaps=80, per_gap=0, recommendations=0))


def same(resources: Resources, question: Question) -> bool:
    found = find_gaps(resources, question, partial(read_around, resources, resources.snapshot))
    whole = ask(resources, question).answer
    return (found.gaps, tuple(norm.key for norm in found.norms)) == (tuple(whole.gaps), tuple(whole.norms))


@pytest.fixture
def town(fresh: Resources) -> list[Network]:
    """Two networks whose members are not the same, one of which decided about somebody."""
    drafts = [OrganisationDraft(f"o{n}", None, {"name": name, "ags": "09562000"}) for n, name in enumerate(NAMES)]
    write_organisations(fresh, drafts)
    for key, seats in (("one", ("o0", "o1")), ("two", ("o1", "o2", "o3"))):
        members = tuple(Membership(one) for one in seats)
        profile = NetworkProfile(f"Steuerungsgruppe {key}", "steering_group", "municipal")
        save(fresh, NetworkDraft(key, profile, "09562000", memberships=members))
    decide(fresh, "one", Decision("o2", Verdict.MEMBER, None))
    decide(fresh, "two", Decision("o0", Verdict.UNFIT, None))
    return list_page(fresh, "", 10)


def test_gaps_of_every_network_of_the_demo_are_those_of_the_whole_answer(demo: Resources):
    networks = list_page(demo, "", 100)
    assert len(networks) > 2
    for network in networks:
        assert same(demo, asked(network)), network.id
    assert same(demo, Question("09162", NetworkProfile("Runder Tisch"), (), gaps=80, per_gap=0))
    assert same(demo, Question(None, NetworkProfile("Runder Tisch"), (), gaps=3, per_gap=0))


def test_gaps_heed_decisions_as_the_whole_answer_does(fresh: Resources, town: list[Network]):
    assert [same(fresh, asked(network)) for network in town] == [True, True]


def test_openings_are_the_gaps_of_the_networks_that_have_room(demo: Resources):
    networks = {one.id: one for one in list_page(demo, "", 100)}
    gaps = {
        key: {gap.role: gap for gap in ask_for_network(demo, one).gaps if not gap.below_floor}
        for key, one in networks.items()
    }
    found = 0
    for organisation_id in demo.snapshot.ids(demo.snapshot.rows_of_place(None))[::10]:
        openings = openings_of(demo, organisation_id).openings
        for opening in openings:
            gap = gaps[opening.network_id or ""][opening.role]
            assert (opening.severity, opening.reasons) == (gap.severity, gap.reasons)
            assert organisation_id not in settled(demo, opening.network_id or "")
        found += len(openings)
    assert found


def test_without_a_network_the_norms_tell_the_openings(fresh: Resources):
    write_organisations(fresh, [OrganisationDraft("o", "jobcenter", {"name": "Jobcenter", "ags": "09562000"})])
    for opening in openings_of(fresh, "o").openings:
        assert (opening.network_id, opening.role, bool(opening.norm)) == (None, "jobcenter", True)
