"""Tiles of a map server beneath a map, where the operator names one (slippy map names, Web Mercator)."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import asinh, atan, cos, degrees, log2, pi, radians, sinh, tan

from service.web.outline_paths import MARGIN, WIDTH, Frame

#: Edge of a tile in pixels, the closest level that servers usually have, and the most tiles on one map.
EDGE, CLOSEST, MOST = 256, 18, 40


@dataclass(frozen=True)
class Tile:
    """An image and where it lies on the map, in pixels."""

    address: str
    x: float
    y: float
    width: float
    height: float


def tiles_of(frame: Frame, template: str) -> list[Tile]:
    """The tiles that cover a frame; `template` holds {z}, {x} and {y}."""
    level = _level(frame)
    found = list(_tiles(frame, template, level))
    while len(found) > MOST:
        level -= 1
        found = list(_tiles(frame, template, level))
    return found


def _level(frame: Frame) -> int:
    """The level at which a tile is about as large on the map as its image."""
    degrees_across = EDGE / (frame.scale * frame.shrink)
    return max(0, min(CLOSEST, round(log2(360 / degrees_across))))


def _tiles(frame: Frame, template: str, level: int) -> Iterator[Tile]:
    across, down = MARGIN / (frame.shrink * frame.scale), MARGIN / frame.scale
    west, north = frame.west - across, frame.north + down
    east, south = west + WIDTH / (frame.shrink * frame.scale), north - frame.height / frame.scale
    count = 2**level
    for column in range(max(0, _column(west, count)), min(count - 1, _column(east, count)) + 1):
        for row in range(max(0, _row(north, count)), min(count - 1, _row(south, count)) + 1):
            left, top = frame.at(column / count * 360 - 180, _latitude(row, count))
            right, bottom = frame.at((column + 1) / count * 360 - 180, _latitude(row + 1, count))
            address = template.format(z=level, x=column, y=row)
            yield Tile(address, left, top, round(right - left, 1), round(bottom - top, 1))


def _column(lon: float, count: int) -> int:
    return int((lon + 180) / 360 * count)


def _row(lat: float, count: int) -> int:
    phi = radians(lat)
    return int((1 - asinh(tan(phi)) / pi) / 2 * count) if abs(cos(phi)) > 1e-6 else 0


def _latitude(row: int, count: int) -> float:
    """Latitude of the upper edge of a row."""
    return degrees(atan(sinh(pi * (1 - 2 * row / count))))
