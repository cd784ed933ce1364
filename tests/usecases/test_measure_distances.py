"""Distances come from points that are known, and never tell where a sheltered place is."""

import pytest

from service.domain.deliveries import DeliveredPlace, DeliveredPostcode
from service.domain.organisations import Organisation
from service.resources import Resources
from service.store.places import replace_places, save_postcodes
from service.store.session import writing
from service.usecases.measure_distances import distances_from

TOWN = DeliveredPlace("09562000", "095620000000", "Erlangen", "Stadt", lat=49.6, lon=11.0)


def here(id: str, name: str = "Verein", **values: object) -> Organisation:
    return Organisation(id, name, "migrant_org", **values)  # type: ignore[arg-type]


@pytest.fixture
def located(fresh: Resources) -> Resources:
    with writing(fresh.store) as connection:
        replace_places(connection, [TOWN])
        save_postcodes(connection, [DeliveredPostcode("91052", "Erlangen", "09562000", 49.6, 11.1)])
    return fresh


@pytest.mark.parametrize("ags", ["09562", "09562000"])
def test_points_count_before_postcodes_and_whoever_has_neither_is_left_out(located: Resources, ags: str):
    organisations = [
        here("near", lat=49.6, lon=11.0, postcode="91052"),
        here("posted", postcode="91052"),
        here("unknown", postcode="99999"),
        here("bare"),
    ]
    found = distances_from(located, ags, organisations)
    assert found == {"near": pytest.approx(0), "posted": pytest.approx(7.2, abs=0.1)}


def test_a_sheltered_place_is_left_out(located: Resources):
    assert distances_from(located, "09562", [here("house", "Frauenhaus Erlangen", lat=49.6, lon=11.0)]) == {}


@pytest.mark.parametrize("ags", [None, "", "09", "095", "09162"])
def test_a_place_that_is_unknown_or_large_has_no_middle(located: Resources, ags: str | None):
    assert distances_from(located, ags, [here("near", lat=49.6, lon=11.0)]) == {}


def test_where_no_register_tells_points_the_postcodes_do(fresh: Resources):
    with writing(fresh.store) as connection:
        save_postcodes(connection, [DeliveredPostcode("91052", "Erlangen", "09562", 49.6, 11.0)])
    assert distances_from(fresh, "09562", [here("near", lat=49.6, lon=11.0)]) == {"near": pytest.approx(0)}
