"""How far organisations are from the middle of a place."""

from collections.abc import Collection

from service.domain.organisations import Organisation
from service.matching.distance import Point, kilometres
from service.resources import Resources
from service.store.points import get_point, get_points_of_postcodes
from service.store.session import reading

#: Digits of a key from which a place is small enough to have a middle that says something.
_KREIS = 5


def distances_from(resources: Resources, ags: str | None, organisations: Collection[Organisation]) -> dict[str, float]:
    """Kilometres by id from a Kreis or municipality to each organisation whose point or postcode is known.

    A sheltered place is left out: its distance would tell where it is.
    """
    told = [one for one in organisations if not one.sheltered]
    if ags is None or len(ags) < _KREIS or not told:
        return {}
    bare = {one.postcode for one in told if one.postcode and _own_point(one) is None}
    with reading(resources.store) as connection:
        middle = get_point(connection, ags)
        points = get_points_of_postcodes(connection, bare) if middle and bare else {}
    if middle is None:
        return {}
    found = {one.id: _own_point(one) or points.get(one.postcode or "") for one in told}
    return {id: kilometres(middle, point) for id, point in found.items() if point is not None}


def _own_point(one: Organisation) -> Point | None:
    return None if one.lat is None or one.lon is None else (one.lat, one.lon)
