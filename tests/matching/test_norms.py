from service.domain.networks import NetworkProfile
from service.matching.norms import applicable, strongest_calls
from service.resources import Resources


def keys_for(resources: Resources, name: str, kind: str | None = None, ags: str | None = None) -> set[str]:
    return {n.key for n in applicable(resources.knowledge.norms, NetworkProfile(name, kind), ags)}


def test_niko_is_a_yardstick_for_integration_bodies_only(demo: Resources):
    assert "niko-2020" in keys_for(demo, "Steuerungsgruppe Integrationskonzept", "steering_group", "09162")
    assert "niko-2020" not in keys_for(demo, "Musterstadt bleibt bunt", "alliance", "09162")
    assert "niko-2020" not in keys_for(demo, "Rat der Religionen", "other", "09162")


def test_a_norm_of_one_land_does_not_apply_in_another(demo: Resources):
    name = "KIM-Lenkungsgruppe Kommunales Integrationsmanagement"
    assert "kim-nrw-steering-group" in keys_for(demo, name, "steering_group", "05315")
    assert "kim-nrw-steering-group" not in keys_for(demo, name, "steering_group", "09162")


def test_the_strongest_obligation_counts(demo: Resources):
    norms = [demo.knowledge.norms["niko-2020"], demo.knowledge.norms["migrant-perspective"]]
    assert strongest_calls(norms)["jobcenter"].strength == 1.0
