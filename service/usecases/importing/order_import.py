"""Order imports, and carry on with those that wait."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.domain.imports import Import, ImportOrder, ImportState, Note, Source
from service.errors import NotFound, NotUndoable
from service.resources import Resources
from service.store.imports import add_import, change_import, get_import, list_imports, list_notes
from service.store.session import reading, writing
from service.store.sources import list_sources
from service.usecases.keep_provenance import now
from service.usecases.places import checked_key


def order_import(resources: Resources, file: str, order: ImportOrder) -> Import:
    """Note an import that is to be run; raises InvalidInput for a key that does not exist."""
    key = checked_key(order.ags, "/ags", resources.knowledge.register)
    # The id tells the order of imports, so that pages of them need no other column.
    import_id = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
    options = vars(replace(order, ags=key))
    ordered = Import(import_id, file, order.source, order.format, ImportState.QUEUED, options, {}, 0.0, now())
    with writing(resources.store) as connection:
        add_import(connection, ordered)
    return ordered


def read_import(resources: Resources, import_id: str) -> Import:
    """An import as it stands; raises NotFound."""
    with reading(resources.store) as connection:
        found = get_import(connection, import_id)
    if found is None:
        raise NotFound()
    return found


def read_imports(resources: Resources, after: str, limit: int) -> list[Import]:
    """Imports from the newest on."""
    with reading(resources.store) as connection:
        return list_imports(connection, after=after, limit=limit)


def read_notes(
    resources: Resources, import_id: str, kind: str | None, after: int, limit: int
) -> list[tuple[int, Note]]:
    """What an import says about single records; raises NotFound."""
    read_import(resources, import_id)
    with reading(resources.store) as connection:
        return list_notes(connection, import_id, kind=kind, after=after, limit=limit)


def read_sources(resources: Resources) -> list[Source]:
    """All sources by name."""
    with reading(resources.store) as connection:
        return list_sources(connection)


def carry_on(resources: Resources, import_id: str, answers: Mapping[str, Any]) -> Import:
    """Order an import again with what was answered; raises NotFound, NotUndoable where it is not waiting for anything.

    A failed one and a dry run may be carried on too: the columns may have been put right, or the report been read.
    """
    with writing(resources.store) as connection:
        found = get_import(connection, import_id)
        if found is None:
            raise NotFound()
        waiting = (ImportState.WAITING, ImportState.TRIED, ImportState.FAILED)
        if found.state not in waiting or not Path(found.options["path"]).is_file():
            raise NotUndoable()
        # Whoever ordered it, the service runs it now.
        options = {**found.options, **answers, "attempts": 0, "pid": None}
        values: dict[str, Any] = {"state": ImportState.QUEUED, "options": options, "progress": 0.0}
        change_import(connection, import_id, values)
        return replace(found, **values)
