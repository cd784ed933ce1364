"""Imports of the store: what was ordered, where it stands, and what it said about single records."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from service.domain.imports import Import, ImportState, Note
from service.store.schema import import_notes, imports
from service.store.statements import chunks


def add_import(connection: Connection, ordered: Import) -> None:
    """Store a new import."""
    connection.execute(insert(imports), vars(ordered))


def get_import(connection: Connection, import_id: str) -> Import | None:
    """The import stored under an id."""
    row = connection.execute(select(imports).where(imports.c.id == import_id)).one_or_none()
    return Import(*row) if row else None


def list_imports(connection: Connection, *, after: str = "", limit: int = 100) -> list[Import]:
    """Imports from the newest on; `after` is the id of the last one of the page before."""
    query = select(imports).order_by(imports.c.id.desc()).limit(limit)
    if after:
        query = query.where(imports.c.id < after)
    return [Import(*row) for row in connection.execute(query)]


def list_in_state(connection: Connection, state: ImportState) -> list[Import]:
    """Imports in a state, the oldest first."""
    query = select(imports).where(imports.c.state == state).order_by(imports.c.id)
    return [Import(*row) for row in connection.execute(query)]


def change_import(connection: Connection, import_id: str, values: Mapping[str, Any]) -> None:
    """Change some columns of an import."""
    connection.execute(update(imports).where(imports.c.id == import_id).values(**values))


def note_progress(connection: Connection, import_id: str, progress: float, counts: Mapping[str, Any]) -> None:
    """Note how far a running import is; one that has ended keeps what came of it."""
    running = (imports.c.id == import_id) & (imports.c.state == ImportState.RUNNING)
    connection.execute(update(imports).where(running).values(progress=progress, counts=counts))


def replace_notes(connection: Connection, import_id: str, notes: Sequence[Note]) -> None:
    """Keep what an import says about single records, in order, in place of what it said before."""
    connection.execute(import_notes.delete().where(import_notes.c.import_id == import_id))
    rows = [{"import_id": import_id, "position": position, **vars(note)} for position, note in enumerate(notes)]
    for chunk in chunks(rows, 5000):
        connection.execute(insert(import_notes), chunk)


def list_notes(
    connection: Connection, import_id: str, *, kind: str | None = None, after: int = -1, limit: int = 100
) -> list[tuple[int, Note]]:
    """(position, note) of an import after a position, of one kind where given."""
    columns = (
        import_notes.c.position,
        import_notes.c.kind,
        import_notes.c.at,
        import_notes.c.code,
        import_notes.c.facts,
    )
    query = select(*columns).where(import_notes.c.import_id == import_id, import_notes.c.position > after)
    if kind is not None:
        query = query.where(import_notes.c.kind == kind)
    rows = connection.execute(query.order_by(import_notes.c.position).limit(limit))
    return [(position, Note(*note)) for position, *note in rows]
