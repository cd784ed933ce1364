"""Outlines of places as light SVG paths on a map of fixed width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from typing import TYPE_CHECKING, Any

from service.domain.places import canonical

if TYPE_CHECKING:
    from service.matching.containment import Outlines

#: Width of a map and its margin; the most characters that its outlines may take, so that the page stays light.
WIDTH, MARGIN, CHARACTERS = 600.0, 24.0, 24_000
#: The smallest extent in degrees: a single point is no reason to draw a street.
_LEAST = 0.02


@dataclass(frozen=True)
class Frame:
    """From degrees to the map: west and north edge, the scale, and by how much degrees of longitude are shorter here."""

    west: float
    north: float
    scale: float
    shrink: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point lies on the map."""
        across, down = (lon - self.west) * self.shrink * self.scale, (self.north - lat) * self.scale
        return round(MARGIN + across, 1), round(MARGIN + down, 1)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the map is inside its edges."""
        return 0 <= x <= WIDTH and 0 <= y <= self.height


@dataclass(frozen=True)
class Land:
    """Outlines as one path, where each place has its middle, and the frame that holds them."""

    frame: Frame
    path: str
    middles: tuple[tuple[str, float, float], ...]

    def middle(self, key: str) -> tuple[str, float, float] | None:
        """The smallest drawn place that holds a key, with its middle."""
        holding = [one for one in self.middles if canonical(key).startswith(canonical(one[0]))]
        return max(holding, key=lambda one: len(one[0]), default=None)


def frame_around(points: Sequence[tuple[float, float]]) -> Frame:
    """The frame around points (longitude, latitude)."""
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    shrink = max(cos(radians((south + north) / 2)), 0.1)
    wide, high = max((east - west) * shrink, _LEAST), max(north - south, _LEAST)
    scale = (WIDTH - 2 * MARGIN) / max(wide, high)
    spare = (wide - (east - west) * shrink) / 2 / shrink
    return Frame(west - spare, north + (high - north + south) / 2, scale, shrink, round(high * scale + 2 * MARGIN, 1))


def drawn_keys(keys: Sequence[str], wanted: str) -> list[str]:
    """The places to draw: the wanted one with the largest places inside it; of Germany the largest; else what holds it."""
    place = canonical(wanted)
    inside = {key: len(canonical(key)) for key in keys if canonical(key).startswith(place)}
    if not inside:
        return sorted((key for key in keys if place.startswith(canonical(key))), key=len)[-1:]
    levels = sorted(set(inside.values()))
    shown = levels[: 2 if levels[0] == len(place) else 1]
    return sorted(key for key, level in inside.items() if level in shown)


@lru_cache(maxsize=32)
def land_of(outlines: "Outlines", wanted: str) -> Land | None:
    """The outlines of a place; None where nobody drew it or what holds it."""
    keys = drawn_keys(outlines.keys, wanted)
    if not keys:
        return None
    geometries = [outlines.tree.geometries[outlines.keys.index(key)] for key in keys]
    bounds = [geometry.bounds for geometry in geometries]
    frame = frame_around([corner for west, south, east, north in bounds for corner in ((west, south), (east, north))])
    centres = [geometry.representative_point() for geometry in geometries]
    middles = tuple((key, *frame.at(one.x, one.y)) for key, one in zip(keys, centres, strict=True))
    return Land(frame, _light_path(geometries, frame), middles)


def _light_path(geometries: Sequence[Any], frame: Frame) -> str:
    """The outlines, coarser until they are light enough."""
    tolerance = 0.7 / frame.scale
    path = _path(geometries, frame, tolerance)
    while len(path) > CHARACTERS and tolerance < 1:
        tolerance *= 2
        path = _path(geometries, frame, tolerance)
    return path


def _path(geometries: Sequence[Any], frame: Frame, tolerance: float) -> str:
    rings = (ring for one in geometries for ring in _rings(one.simplify(tolerance, preserve_topology=False)))
    return "".join(_line([frame.at(lon, lat) for lon, lat, *_ in ring]) for ring in rings)


def _rings(geometry: Any) -> Iterator[Any]:
    """The outer rings of an area; what else a simplified outline may hold encloses nothing."""
    for part in getattr(geometry, "geoms", (geometry,)):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield part.exterior.coords


def _line(points: Sequence[tuple[float, float]]) -> str:
    """A closed line in whole pixels, each step told from the one before."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(whole)]
    moved = [f"{x} {y}" for x, y in steps if x or y]
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(moved)}z" if len(moved) > 2 else ""
