"""The picture of a network: who sits where at a round table, which places are empty, who is tied to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

#: Distance of two seats, the smallest radius of the table, and the margin around it for numbers.
SPACING, RADIUS, MARGIN = 30.0, 110.0, 34.0
#: How far outside its seat a number stands, and how far inside the edge of the table is.
_LABEL, _EDGE = 22.0, 16.0
#: How far ties bend towards the middle of the table: 0 through it, 1 straight.
_BEND = 0.45
#: More members or empty places than these make no picture that anybody can read.
MEMBERS_DRAWN, GAPS_DRAWN = 40, 16


@dataclass(frozen=True)
class Node:
    """A member, or an empty place with the role that is missing as its name."""

    key: str
    name: str
    empty: bool = False


@dataclass(frozen=True)
class Seat:
    """A node at its place; numbers count clockwise from the top."""

    number: int
    node: Node
    neighbours: tuple[str, ...]
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Picture:
    """Seats in the order of their numbers, the radius and middle of the table, and all ties as one SVG path."""

    seats: tuple[Seat, ...]
    table: float
    middle: float
    path: str


def draw(members: Sequence[Node], gaps: Sequence[Node], ties: Mapping[str, frozenset[str]]) -> Picture:
    """The picture of the best tied members and the first gaps, as many as can be read."""
    tied = sorted(members, key=lambda node: -len(ties.get(node.key, ())))[:MEMBERS_DRAWN]
    nodes = spread(side_by_side(tied, ties), gaps[:GAPS_DRAWN])
    radius = max(RADIUS, SPACING * len(nodes) / (2 * pi))
    names = {node.key: node.name for node in members}
    seats = tuple(
        _seat(number, node, len(nodes), radius, _named(node, ties, names)) for number, node in enumerate(nodes)
    )
    return Picture(seats, round(radius - _EDGE, 1), round(radius + MARGIN, 1), _path(seats, ties, radius + MARGIN))


def side_by_side(members: Sequence[Node], ties: Mapping[str, frozenset[str]]) -> list[Node]:
    """The members in an order in which those that are tied sit next to each other."""
    waiting = {node.key: node for node in members}
    order: list[Node] = []
    while waiting:
        reached = [next(iter(waiting))]
        while reached:
            key = reached.pop()
            if key in waiting:
                order.append(waiting.pop(key))
                reached += [node.key for node in reversed(members) if node.key in ties.get(key, ())]
    return order


def spread(members: Sequence[Node], gaps: Sequence[Node]) -> list[Node]:
    """All nodes around the table, the empty places at even distances between the members."""
    count = len(members) + len(gaps)
    places = {int((number + 0.5) * count / len(gaps)): gap for number, gap in enumerate(gaps)}
    seated = iter(members)
    return [places[place] if place in places else next(seated) for place in range(count)]


def _named(node: Node, ties: Mapping[str, frozenset[str]], names: Mapping[str, str]) -> tuple[str, ...]:
    return () if node.empty else tuple(sorted(names[key] for key in ties.get(node.key, ()) if key in names))


def _seat(place: int, node: Node, count: int, radius: float, neighbours: tuple[str, ...]) -> Seat:
    angle, middle = 2 * pi * place / count, radius + MARGIN
    across, up = sin(angle), -cos(angle)
    outside = radius + _LABEL
    spots = (middle + radius * across, middle + radius * up, middle + outside * across, middle + outside * up)
    return Seat(place + 1, node, neighbours, *(round(spot, 1) for spot in spots))


def _path(seats: Sequence[Seat], ties: Mapping[str, frozenset[str]], middle: float) -> str:
    """One curve for each tie between two seats."""
    pairs = [
        (one, other)
        for one in seats
        for other in seats[one.number :]
        if not one.node.empty and not other.node.empty and other.node.key in ties.get(one.node.key, ())
    ]
    return "".join(_curve(one, other, middle) for one, other in pairs)


def _curve(one: Seat, other: Seat, middle: float) -> str:
    bend_x = middle + _BEND * ((one.x + other.x) / 2 - middle)
    bend_y = middle + _BEND * ((one.y + other.y) / 2 - middle)
    return f"M{one.x:g} {one.y:g}Q{bend_x:.1f} {bend_y:.1f} {other.x:g} {other.y:g}"
