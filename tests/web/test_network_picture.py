"""The picture of a network: pure positions, the same for the same network."""

from math import dist

import pytest

from service.web.network_picture import GAPS_DRAWN, MEMBERS_DRAWN, SPACING, Node, Picture, draw, side_by_side, spread


def members(count: int) -> list[Node]:
    return [Node(f"m{number}", f"Member {number}") for number in range(count)]


def gaps(count: int) -> list[Node]:
    return [Node(f"g{number}", f"Gap {number}", empty=True) for number in range(count)]


def tied(*pairs: tuple[str, str]) -> dict[str, frozenset[str]]:
    keys = {key for pair in pairs for key in pair}
    return {key: frozenset(other for pair in pairs if key in pair for other in pair if other != key) for key in keys}


@pytest.mark.parametrize(("seated", "open_"), [(0, 0), (1, 0), (0, 1), (3, 5), (7, 2), (40, 16)])
def test_everybody_has_one_place_and_room(seated: int, open_: int):
    picture = draw(members(seated), gaps(open_), {})
    assert [seat.number for seat in picture.seats] == list(range(1, seated + open_ + 1))
    assert {seat.node for seat in picture.seats} == {*members(seated), *gaps(open_)}
    spots = [(seat.x, seat.y) for seat in picture.seats]
    assert all(dist(a, b) > 0.9 * SPACING for n, a in enumerate(spots) for b in spots[n + 1 :])
    inside = [value for s in picture.seats for value in (s.x, s.y, s.label_x, s.label_y)]
    assert all(0 < value < 2 * picture.middle for value in inside)


def test_empty_places_stand_between_members():
    empty = [node.empty for node in spread(members(6), gaps(3))]
    assert empty == [False, True, False, False, True, False, False, True, False]


def test_who_is_tied_sits_side_by_side():
    order = side_by_side(members(5), tied(("m0", "m3"), ("m3", "m4")))
    assert [node.key for node in order] == ["m0", "m3", "m4", "m1", "m2"]


def curves(picture: Picture) -> int:
    return picture.path.count("Q")


def test_a_tie_is_one_line_and_names_the_neighbours_on_both_sides():
    picture = draw(members(3), gaps(1), tied(("m0", "m2")))
    assert curves(picture) == 1
    neighbours = {seat.node.key: seat.neighbours for seat in picture.seats}
    assert neighbours == {"m0": ("Member 2",), "m2": ("Member 0",), "m1": (), "g0": ()}


def test_an_empty_place_has_no_ties_even_where_its_key_is_that_of_a_member():
    picture = draw(
        [Node("church", "Church"), Node("m1", "M")], [Node("church", "Church", True)], tied(("church", "m1"))
    )
    assert curves(picture) == 1
    assert [seat.neighbours for seat in picture.seats if seat.node.empty] == [()]


def test_too_many_members_are_cut_to_the_best_tied_ones():
    ties = tied(("m900", "m901"))
    picture = draw(members(1000), gaps(80), ties)
    assert len(picture.seats) == MEMBERS_DRAWN + GAPS_DRAWN
    assert curves(picture) == 1
    assert draw(members(1000), gaps(80), ties) == picture
