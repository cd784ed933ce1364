"""The map of the directory: which places are drawn, how light they stay, and where organisations stand."""

from math import cos, pi, sin

from service.domain.deliveries import DeliveredOutline
from service.matching.containment import outlines_of
from service.web.directory_map import Spot, draw_map
from service.web.outline_paths import CHARACTERS, WIDTH, drawn_keys, land_of


def square(key: str, west: float, south: float, size: float = 1.0) -> DeliveredOutline:
    ring = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return DeliveredOutline(key, {"type": "Polygon", "coordinates": [ring]})


def test_the_place_is_drawn_with_what_is_in_it():
    keys = ["09", "09162", "09162000", "09562", "09564", "01", "09564001"]
    assert drawn_keys(keys, "") == ["01", "09"]
    assert drawn_keys(keys, "09") == ["09", "09162", "09162000", "09562", "09564"]
    assert drawn_keys(keys, "09564") == ["09564", "09564001"]
    assert drawn_keys(keys, "09562000") == ["09562"]
    assert drawn_keys(keys, "09563") == ["09"]
    assert drawn_keys(keys, "13") == []
    assert drawn_keys(["09162", "01001"], "") == ["01001", "09162"]


def test_points_stand_where_they_are_and_the_others_are_counted_at_their_place():
    outlines = outlines_of([square("09562", 11.0, 49.0), square("09564", 12.0, 49.0)])
    spots = [
        Spot(1, "mitten", "09562000", 49.5, 11.5),
        Spot(2, "nur der Ort", "09564", None, None),
        Spot(3, "auch", "09564", None, None),
        Spot(4, "weit weg", "01001", 54.7, 9.4),
        Spot(5, "nirgends", None, None, None),
    ]
    found = draw_map(outlines, None, spots)
    assert found is not None
    assert {(mark.label, mark.count) for mark in found.marks} == {("1", 0), ("2", 2)}
    assert found.left_out == 2
    point, crowd = sorted(found.marks, key=lambda mark: mark.x)
    assert 0 < point.x < crowd.x < WIDTH
    assert abs(point.y - crowd.y) < 1


def test_north_is_up_and_without_outlines_only_points_are_drawn():
    north, south = Spot(1, "Kiel", None, 54.3, 10.1), Spot(2, "München", None, 48.1, 11.6)
    found = draw_map(None, None, [north, south])
    assert found is not None
    assert found.path == ""
    assert found.marks[0].y < found.marks[1].y
    single = draw_map(None, None, [south])
    assert single is not None
    assert (single.marks[0].x, single.marks[0].y) == (WIDTH / 2, single.height / 2)
    assert draw_map(None, None, [Spot(1, "ohne", "09162", None, None)]) is None


def test_outlines_of_thousands_of_points_stay_light():
    def circle(key: str, across: float, down: float) -> DeliveredOutline:
        turns = [2 * pi * step / 2000 for step in range(2001)]
        ring = [(across + (0.5 + 0.01 * sin(90 * turn)) * cos(turn), down + 0.5 * sin(turn)) for turn in turns]
        return DeliveredOutline(key, {"type": "MultiPolygon", "coordinates": [[ring]]})

    keys = [f"09{number:03d}" for number in range(1, 401)]
    outlines = outlines_of([circle(key, n % 20, 47 + n // 20) for n, key in enumerate(keys)])
    land = land_of(outlines, "")
    assert land is not None
    assert len(land.path) <= CHARACTERS
    assert len(land.middles) == 400
