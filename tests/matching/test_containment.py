import pytest
from shapely.geometry import box, mapping

from service.domain.deliveries import DeliveredOutline
from service.matching.containment import outlines_of

LAND = DeliveredOutline("06", mapping(box(8.0, 50.0, 10.0, 52.0)))
KREIS = DeliveredOutline("06438", mapping(box(8.0, 50.0, 9.0, 51.0)))
WEST = DeliveredOutline("06438002", mapping(box(8.0, 50.0, 8.5, 51.0)))
EAST = DeliveredOutline("06438001", mapping(box(8.5, 50.0, 9.0, 51.0)))


@pytest.fixture
def outlines():
    return outlines_of([LAND, WEST, KREIS, EAST])


@pytest.mark.parametrize(
    ("lat", "lon", "key"),
    [
        (50.5, 8.2, "06438002"),
        (50.5, 8.7, "06438001"),
        (51.5, 9.5, "06"),
        (50.5, 8.5, "06438001"),
        (52.0, 10.0, "06"),
        (8.2, 50.5, None),
        (53.0, 9.0, None),
    ],
)
def test_the_smallest_place_counts_and_the_first_by_key_on_a_border(outlines, lat, lon, key):
    assert outlines.key_at(lat, lon) == key


def test_many_points_are_told_as_each_alone(outlines):
    points = [(50.0 + n / 17, 7.9 + n / 13) for n in range(40)]
    assert outlines.keys_at(points) == [outlines.key_at(*point) for point in points]
    assert len(set(outlines.keys_at(points))) > 2
    assert outlines.keys_at([]) == []


def test_holes_and_islands_are_respected():
    ring = mapping(box(0, 0, 3, 3).difference(box(1, 1, 2, 2)))
    island = mapping(box(1, 1, 2, 2).union(box(5, 5, 6, 6)))
    outlines = outlines_of([DeliveredOutline("08", ring), DeliveredOutline("11", island)])
    assert outlines.keys_at([(0.5, 0.5), (1.5, 1.5), (5.5, 5.5)]) == ["08", "11", "11"]


def test_outlines_that_cross_themselves_still_contain():
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    assert outlines_of([DeliveredOutline("08", bow)]).key_at(1.0, 0.5) == "08"


def test_without_outlines_no_place_is_known():
    assert outlines_of([]).key_at(50.0, 8.0) is None
