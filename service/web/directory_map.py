"""The map of a page of the directory: imported outlines as SVG paths, organisations as numbered points."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.web.map_tiles import Tile, tiles_of
from service.web.outline_paths import Frame, Land, frame_around, land_of

if TYPE_CHECKING:
    from service.matching.containment import Outlines


@dataclass(frozen=True)
class Spot:
    """An organisation to be drawn: its number in the table, the key of its place, and where it is if that is known."""

    number: int
    name: str
    key: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class Mark:
    """A circle: one organisation with its number, or the `count` of those of which only the place is known."""

    x: float
    y: float
    label: str
    name: str
    count: int = 0


@dataclass(frozen=True)
class Map:
    """What is drawn, the tiles beneath first, and how many organisations are not."""

    height: float
    path: str
    marks: tuple[Mark, ...]
    left_out: int
    tiles: tuple[Tile, ...] = ()


def draw_map(outlines: "Outlines | None", key: str | None, spots: Sequence[Spot], tiles: str = "") -> Map | None:
    """The map of a place with these organisations, on tiles where the operator names a server of them.

    None where neither outlines nor points are known.
    """
    located = [(spot.lon, spot.lat) for spot in spots if spot.lat is not None and spot.lon is not None]
    land = land_of(outlines, key or "") if outlines else None
    if land is None and not located:
        return None
    land = land or Land(frame_around(located), "", ())
    marks = [*_points(land.frame, spots), *_crowds(land, spots)]
    drawn = sum(mark.count or 1 for mark in marks)
    beneath = tuple(tiles_of(land.frame, tiles)) if tiles else ()
    return Map(land.frame.height, land.path, tuple(marks), len(spots) - drawn, beneath)


def _points(frame: Frame, spots: Iterable[Spot]) -> Iterator[Mark]:
    for spot in spots:
        if spot.lat is not None and spot.lon is not None:
            x, y = frame.at(spot.lon, spot.lat)
            if frame.holds(x, y):
                yield Mark(x, y, str(spot.number), spot.name)


def _crowds(land: Land, spots: Iterable[Spot]) -> Iterator[Mark]:
    """A circle for each place with organisations of which no more is known."""
    vague = (land.middle(spot.key) for spot in spots if spot.lat is None and spot.key)
    for (key, x, y), count in Counter(one for one in vague if one).items():
        yield Mark(x, y, str(count), key, count)
