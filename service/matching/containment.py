"""Which place contains a point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from service.domain.deliveries import DeliveredOutline


@dataclass(frozen=True)
class Outlines:
    """Outlines of places; the tree numbers them as `keys` does: the smallest place first, then by key."""

    keys: tuple[str, ...]
    tree: STRtree

    def key_at(self, lat: float, lon: float) -> str | None:
        """The smallest place that contains the point; on a border the first by key, None outside of all."""
        return self.keys_at([(lat, lon)])[0]

    def keys_at(self, points: Sequence[tuple[float, float]]) -> list[str | None]:
        """For each point (latitude, longitude) the smallest place that contains it, as `key_at` tells it."""
        found: list[str | None] = [None] * len(points)
        if not points or not self.keys:
            return found
        places = np.asarray(points, dtype=float)
        asked, containing = self.tree.query(shapely.points(places[:, 1], places[:, 0]), predicate="intersects")
        first = np.full(len(points), len(self.keys))
        np.minimum.at(first, asked, containing)
        return [self.keys[number] if number < len(self.keys) else None for number in first.tolist()]


def outlines_of(areas: Iterable[DeliveredOutline]) -> Outlines:
    """The outlines ready to be asked; what encloses nothing is left out."""
    drawn = [(area.key, _valid(shape(dict(area.geometry)))) for area in areas]
    ordered = sorted((area for area in drawn if not area[1].is_empty), key=lambda area: (-len(area[0]), area[0]))
    geometries = [geometry for _, geometry in ordered]
    shapely.prepare(geometries)
    return Outlines(tuple(key for key, _ in ordered), STRtree(geometries))


def _valid(geometry: BaseGeometry) -> BaseGeometry:
    """Simplified outlines may cross themselves, of which no predicate holds."""
    return geometry if geometry.is_valid else shapely.make_valid(geometry)
