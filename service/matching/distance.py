"""How far two points of the earth are apart."""

from math import asin, cos, radians, sin, sqrt

#: Latitude and longitude in degrees.
Point = tuple[float, float]

#: Mean radius of the earth in kilometres.
_RADIUS = 6371.0


def kilometres(first: Point, second: Point) -> float:
    """The way through the air between two points, by the haversine formula."""
    lat, other_lat = radians(first[0]), radians(second[0])
    up, across = other_lat - lat, radians(second[1] - first[1])
    half = sin(up / 2) ** 2 + cos(lat) * cos(other_lat) * sin(across / 2) ** 2
    return 2 * _RADIUS * asin(min(1.0, sqrt(half)))
