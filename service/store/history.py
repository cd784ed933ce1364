"""What was there before each change of the directory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, func, insert, select

from service.domain.imports import Change, Record
from service.domain.organisations import Organisation, Visibility
from service.domain.taxonomy import Staffing
from service.store.schema import changes, history, record_history
from service.store.statements import chunks


def note_change(connection: Connection, change: Change) -> None:
    """Note when and why a generation came to be."""
    connection.execute(insert(changes), vars(change))


def note_organisations(connection: Connection, generation: int, before: Mapping[str, Organisation | None]) -> None:
    """Note how organisations were before a change, None where they did not exist."""
    rows = [
        {"organisation_id": id_, "generation": generation, "before": None if known is None else asdict(known)}
        for id_, known in before.items()
    ]
    for chunk in chunks(rows, 5000):
        connection.execute(insert(history), chunk)


def note_records(connection: Connection, generation: int, before: Mapping[tuple[str, str], Record | None]) -> None:
    """Note how records were before an import, None where they did not exist."""
    rows = [
        {"generation": generation, "source": source, "key": key, "before": None if known is None else asdict(known)}
        for (source, key), known in before.items()
    ]
    for chunk in chunks(rows, 5000):
        connection.execute(insert(record_history), chunk)


def organisations_before(connection: Connection, generation: int) -> dict[str, Organisation | None]:
    """How the organisations that a change touched were before it, by id."""
    query = select(history.c.organisation_id, history.c.before).where(history.c.generation == generation)
    return {
        id_: organisation_of(before) for id_, before in connection.execute(query.order_by(history.c.organisation_id))
    }


def records_before(connection: Connection, generation: int) -> dict[tuple[str, str], Record | None]:
    """How the records that an import touched were before it, by source and key."""
    query = select(record_history).where(record_history.c.generation == generation)
    return {(row.source, row.key): Record(**row.before) if row.before else None for row in connection.execute(query)}


def newest_change_of(connection: Connection, organisation_ids: Collection[str]) -> dict[str, int]:
    """The generation of the last noted change of each organisation."""
    found: dict[str, int] = {}
    query = select(history.c.organisation_id, func.max(history.c.generation)).group_by(history.c.organisation_id)
    for chunk in chunks(organisation_ids):
        rows = connection.execute(query.where(history.c.organisation_id.in_(chunk)))
        found |= {id_: int(generation) for id_, generation in rows}
    return found


def list_history(connection: Connection, organisation_id: str) -> Sequence[tuple[Change, Organisation | None]]:
    """(change, how it was before) of an organisation, the newest first."""
    query = (
        select(changes, history.c.before)
        .join(history, history.c.generation == changes.c.generation)
        .where(history.c.organisation_id == organisation_id)
        .order_by(changes.c.generation.desc())
    )
    return [(Change(*change), organisation_of(before)) for *change, before in connection.execute(query)]


def organisation_of(values: Mapping[str, Any] | None) -> Organisation | None:
    """An organisation from its kept values."""
    if values is None:
        return None
    kinds = {"staffing": Staffing(values["staffing"]), "visibility": Visibility(values["visibility"])}
    return Organisation(**{**values, **kinds})
