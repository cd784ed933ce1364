import pytest
from shapely import Point, Polygon

from service.sources.osm.points import standing_for

#: A U whose centre lies outside of it.
BAY = [(0.0, 0.0), (0.0, 3.0), (3.0, 3.0), (3.0, 2.0), (1.0, 2.0), (1.0, 1.0), (3.0, 1.0), (3.0, 0.0), (0.0, 0.0)]
SQUARE = [(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0)]
HOLE = [(1.0, 0.5), (1.0, 3.0), (3.0, 3.0), (3.0, 0.5), (1.0, 0.5)]


def test_the_point_lies_inside_where_the_centre_does_not():
    point = standing_for([BAY])
    assert Polygon(BAY).contains(Point(point))


def test_parts_of_a_ring_may_come_in_any_order_and_holes_are_left_out():
    point = standing_for([HOLE, SQUARE[2:], SQUARE[:3]])
    assert Polygon(SQUARE, [HOLE]).contains(Point(point))


def test_an_open_line_is_stood_for_by_the_mean_of_its_points():
    assert standing_for([[(0.0, 0.0), (2.0, 4.0)]]) == (1.0, 2.0)
    assert standing_for([SQUARE[:3], HOLE[:2]]) == pytest.approx((1.2, 2.3))


def test_a_single_point_stands_for_itself_and_nothing_for_nothing():
    assert standing_for([[(50.0, 8.0)]]) == (50.0, 8.0)
    assert standing_for([[], []]) is None
