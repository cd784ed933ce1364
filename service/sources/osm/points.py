"""A point that stands for an object of OpenStreetMap."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import fmean

#: Latitude and longitude.
Point = tuple[float, float]
Line = Sequence[Point]


def standing_for(lines: Iterable[Line]) -> Point | None:
    """A point inside the area that the lines enclose, else the mean of their points; None where there is none.

    The lines may be parts of rings in any order, and rings of holes.
    """
    drawn = [line for line in lines if line]
    points = [point for line in drawn for point in line]
    if not points:
        return None
    lats = [lat for lat, _ in points]
    middle = (min(lats) + max(lats)) / 2
    crossings = sorted(lon for line in drawn for lon in _crossings(line, middle))
    if not crossings or not _closed(drawn):
        return fmean(lats), fmean(lon for _, lon in points)
    west, east = max(zip(crossings[::2], crossings[1::2], strict=True), key=lambda inside: inside[1] - inside[0])
    return middle, (west + east) / 2


def _closed(lines: Sequence[Line]) -> bool:
    """Whether every end of a line meets another end."""
    ends = Counter(end for line in lines if len(line) > 1 for end in (line[0], line[-1]))
    return all(count % 2 == 0 for count in ends.values())


def _crossings(line: Line, lat: float) -> Iterable[float]:
    """The longitudes where the line crosses a latitude; a corner on it counts once."""
    for (south, west), (north, east) in pairwise(line):
        if (south <= lat) != (north <= lat):
            yield west + (east - west) * (lat - south) / (north - south)
