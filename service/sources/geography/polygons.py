"""Areas in GeoJSON as lists of polygons."""

from typing import Any

#: Degrees to about ten centimetres; more only makes files and answers larger.
_DECIMALS = 6

Ring = list[list[float]]
Polygon = list[Ring]


class _NotWgs84(ValueError):
    """A coordinate is no longitude or latitude."""


def polygons_of(geometry: Any) -> tuple[list[Polygon], str]:
    """The polygons of a geometry, or the code of what is wrong with it."""
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        return [[_ring(ring) for ring in polygon] for polygon in polygons if polygon], ""
    except _NotWgs84:
        return [], "outline_not_wgs84"
    except (KeyError, TypeError, ValueError):
        return [], "outline_without_area"


def joined(polygons: list[Polygon]) -> dict[str, Any] | None:
    """The polygons as one geometry, None where there are none."""
    if not polygons:
        return None
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(positions: list[list[float]]) -> Ring:
    ring = [[round(float(lon), _DECIMALS), round(float(lat), _DECIMALS)] for lon, lat, *_ in positions]
    if not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in ring):
        raise _NotWgs84
    if len(ring) < 4:
        raise ValueError("no area")
    return ring
