"""The imported register of places, outlines, statistics and postcodes of the store."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, func, insert, select

from service.domain.deliveries import DeliveredOutline, DeliveredPlace, DeliveredPostcode, DeliveredStatistic
from service.domain.places import FormerKey, canonical
from service.store.schema import former_keys, outlines, places, postcodes, statistics
from service.store.statements import chunks, upsert

#: Rows that are written by one call of the driver.
_BATCH = 5000
#: Laender that are one kreisfreie Stadt: statistics name them by either key.
_CITY_STATES = frozenset({"02", "11"})
_TABLES = {table.name: table for table in (places, former_keys, outlines, statistics, postcodes)}


def replace_places(connection: Connection, items: Iterable[DeliveredPlace]) -> None:
    """Put these places in the place of all that were imported before; of two with one Regionalschlüssel the last wins."""
    connection.execute(delete(places))
    rows = {item.ars: vars(item) for item in items}
    for chunk in chunks(rows.values(), _BATCH):
        connection.execute(insert(places), chunk)


def list_places(connection: Connection) -> list[DeliveredPlace]:
    """The imported places in the order of their Regionalschlüssel; none where no register was imported."""
    rows = connection.execute(select(places).order_by(places.c.ars)).mappings()
    return [DeliveredPlace(**row) for row in rows]


def save_former_keys(connection: Connection, items: Iterable[FormerKey]) -> None:
    """Insert or replace former keys."""
    _save(connection, former_keys, [vars(item) for item in items])


def list_former_keys(connection: Connection) -> list[FormerKey]:
    """All former keys in their order."""
    return [FormerKey(*row) for row in connection.execute(select(former_keys).order_by(former_keys.c.former))]


def replace_outlines(connection: Connection, items: Iterable[DeliveredOutline], attribution: str | None = None) -> None:
    """Put these outlines in the place of those of the same levels: new Kreise leave the outlines of Laender alone."""
    rows = {item.key: {**vars(item), "attribution": attribution} for item in items}
    levels = sorted({len(key) for key in rows})
    connection.execute(delete(outlines).where(func.length(outlines.c.key).in_(levels)))
    _save(connection, outlines, list(rows.values()))


def list_outlines(connection: Connection) -> list[DeliveredOutline]:
    """All outlines by key; the coordinates are tuples."""
    query = select(outlines.c.key, outlines.c.geometry).order_by(outlines.c.key)
    return [DeliveredOutline(*row) for row in connection.execute(query)]


def list_attributions(connection: Connection) -> list[str]:
    """Whom to name for the outlines, sorted."""
    named = connection.execute(select(outlines.c.attribution).distinct()).scalars()
    return sorted(one for one in named if one)


def get_outline(connection: Connection, key: str) -> DeliveredOutline | None:
    """The outline of a place, under whichever of its keys it was delivered."""
    query = select(outlines.c.key, outlines.c.geometry).where(outlines.c.key.in_(_spellings(key)))
    row = connection.execute(query.order_by(outlines.c.key)).first()
    return DeliveredOutline(*row) if row else None


def save_statistics(
    connection: Connection, items: Iterable[DeliveredStatistic], attribution: str | None = None
) -> None:
    """Insert or replace numbers by place and measure; of several years the latest one is kept."""
    ordered = sorted(items, key=lambda item: item.year or 0)
    rows = {(item.key, item.measure): {**vars(item), "attribution": attribution} for item in ordered}
    _save(connection, statistics, list(rows.values()))


def get_statistics(connection: Connection, key: str) -> list[DeliveredStatistic]:
    """The numbers about a place by measure, under whichever of its keys they were delivered."""
    query = select(statistics).where(statistics.c.key.in_(_spellings(key)))
    rows = connection.execute(query.order_by(statistics.c.measure, statistics.c.key))
    found = {row.measure: DeliveredStatistic(key, row.measure, row.value, row.year) for row in rows}
    return list(found.values())


def save_postcodes(connection: Connection, items: Iterable[DeliveredPostcode]) -> None:
    """Insert or replace postcodes by key and place."""
    rows = {(item.postcode, item.key, item.place): vars(item) for item in items}
    _save(connection, postcodes, list(rows.values()))


def list_postcodes(connection: Connection) -> list[DeliveredPostcode]:
    """All postcodes with their places, in order."""
    query = select(postcodes).order_by(postcodes.c.postcode, postcodes.c.key, postcodes.c.place)
    return [DeliveredPostcode(**row) for row in connection.execute(query).mappings()]


def dump_tables(connection: Connection, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """All rows of some of the tables of this module, by their name."""
    return {
        name: [{str(column): value for column, value in row.items()} for row in _rows(connection, name)]
        for name in names
    }


def _rows(connection: Connection, name: str) -> Iterable[RowMapping]:
    return connection.execute(select(_TABLES[name])).mappings()


def restore_tables(connection: Connection, dumped: Mapping[str, list[dict[str, Any]]]) -> None:
    """Put the dumped rows in the place of what the tables hold."""
    for name, rows in dumped.items():
        connection.execute(delete(_TABLES[name]))
        _save(connection, _TABLES[name], rows)


def _save(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    for chunk in chunks(rows, _BATCH):
        connection.execute(upsert(connection, table), chunk)


def _spellings(key: str) -> list[str]:
    """The keys that mean this place: a kreisfreie Stadt as Kreis and as municipality, Hamburg and Berlin as Land too."""
    whole = canonical(key)
    land = whole[:2]
    if land in _CITY_STATES and whole in (land, land + "000"):
        return [land, land + "000", land + "000000"]
    return [whole, whole + "000"] if len(whole) == 5 else [whole]
