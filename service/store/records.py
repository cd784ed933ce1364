"""What sources say of organisations, and what people put right."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, tuple_, update

from service.domain.imports import Correction, Record
from service.store.schema import corrections, records
from service.store.statements import chunks, upsert

Pair = tuple[str, str]


def list_records(connection: Connection, source: str) -> dict[str, Record]:
    """All records of a source by their key."""
    rows = connection.execute(select(records).where(records.c.source == source).order_by(records.c.key))
    return {row.key: Record(*row) for row in rows}


def records_of(connection: Connection, organisation_ids: Collection[str]) -> dict[str, list[Record]]:
    """The records of organisations by their id, each in the order of source and key."""
    found: dict[str, list[Record]] = defaultdict(list)
    for chunk in chunks(organisation_ids):
        query = select(records).where(records.c.organisation_id.in_(chunk)).order_by(records.c.source, records.c.key)
        for row in connection.execute(query):
            found[row.organisation_id].append(Record(*row))
    return found


def get_records(connection: Connection, pairs: Collection[Pair]) -> dict[Pair, Record]:
    """The stored records among pairs of source and key."""
    found: dict[Pair, Record] = {}
    for chunk in chunks(pairs):
        rows = connection.execute(select(records).where(_pair().in_(chunk)))
        found |= {(row.source, row.key): Record(*row) for row in rows}
    return found


def save_records(connection: Connection, items: Sequence[Record]) -> None:
    """Insert or replace records by source and key."""
    for chunk in chunks([vars(item) for item in items], 5000):
        connection.execute(upsert(connection, records), chunk)


def delete_records(connection: Connection, pairs: Collection[Pair]) -> None:
    """Delete records by source and key."""
    for chunk in chunks(pairs):
        connection.execute(delete(records).where(_pair().in_(chunk)))


def confirm_records(connection: Connection, pairs: Collection[Pair], delivered_on: str) -> None:
    """Note that a newer delivery says the same."""
    for chunk in chunks(pairs):
        connection.execute(update(records).where(_pair().in_(chunk)).values(delivered_on=delivered_on))


def corrections_of(connection: Connection, organisation_ids: Collection[str]) -> dict[str, list[Correction]]:
    """The corrections of organisations by their id, each in the order of the fields."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for chunk in chunks(organisation_ids):
        query = select(corrections).where(corrections.c.organisation_id.in_(chunk)).order_by(corrections.c.field)
        for organisation_id, name, stated, made_on in connection.execute(query):
            found[organisation_id].append(Correction(organisation_id, name, stated["value"], made_on))
    return found


def save_corrections(connection: Connection, items: Sequence[Correction]) -> None:
    """Insert or replace corrections by organisation and field."""
    rows = [
        {"organisation_id": c.organisation_id, "field": c.field, "stated": {"value": c.value}, "made_on": c.made_on}
        for c in items
    ]
    if rows:
        connection.execute(upsert(connection, corrections), rows)


def delete_corrections(connection: Connection, pairs: Collection[Pair]) -> None:
    """Delete corrections by organisation and field."""
    pair = tuple_(corrections.c.organisation_id, corrections.c.field)
    for chunk in chunks(pairs):
        connection.execute(delete(corrections).where(pair.in_(chunk)))


def _pair() -> ColumnElement[Any]:
    return tuple_(records.c.source, records.c.key)
