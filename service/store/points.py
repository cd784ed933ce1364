"""Where places and postcodes are, by the imported register and postcodes of the store."""

from collections.abc import Collection

from sqlalchemy import Connection, Table, func, select

from service.domain.places import canonical
from service.store.schema import places, postcodes
from service.store.statements import chunks, starts_with

Point = tuple[float, float]


def get_point(connection: Connection, key: str) -> Point | None:
    """The middle of the municipalities, else of the postcodes, of a Kreis or municipality; None where none is known."""
    prefix = canonical(key)
    return _middle(connection, places, prefix) or _middle(connection, postcodes, prefix)


def _middle(connection: Connection, table: Table, prefix: str) -> Point | None:
    average = select(func.avg(table.c.lat), func.avg(table.c.lon)).where(starts_with(table.c.key, prefix))
    lat, lon = connection.execute(average).one()
    return None if lat is None or lon is None else (lat, lon)


def get_points_of_postcodes(connection: Connection, wanted: Collection[str]) -> dict[str, Point]:
    """The middle of each of these postcodes that is known."""
    number, lat, lon = postcodes.c.postcode, func.avg(postcodes.c.lat), func.avg(postcodes.c.lon)
    found = {}
    for chunk in chunks(sorted(wanted)):
        for row in connection.execute(select(number, lat, lon).where(number.in_(chunk)).group_by(number)):
            if row[1] is not None and row[2] is not None:
                found[row[0]] = (row[1], row[2])
    return found
