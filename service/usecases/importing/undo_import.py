"""Undo an import: records, organisations and places are as they were before it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from service.domain.imports import Import, ImportState, Record
from service.domain.organisations import Organisation
from service.errors import LaterImport, MergedSince, NotFound, NotUndoable
from service.resources import Resources, serve_changes
from service.store.history import newest_change_of, note_organisations, organisations_before, records_before
from service.store.imports import change_import, get_import
from service.store.merges import delete_open_pairs, list_merged_into
from service.store.networks import seated
from service.store.organisations import delete_organisation, get_organisations, save_organisations
from service.store.records import (
    corrections_of,
    delete_records,
    get_records,
    records_of,
    save_records,
)
from service.store.session import writing
from service.usecases.importing.plans import Written
from service.usecases.importing.take_places import reload_places, restore_replaced
from service.usecases.keep_provenance import begin_change, now, reassemble

Pair = tuple[str, str]


def undo_import(resources: Resources, import_id: str) -> Import:
    """Undo an import and return it; raises NotFound, NotUndoable, and LaterImport where another one built on it.

    What people put right since stays, and so does an organisation that sits in a network by now.
    """
    with resources.write_lock:
        with writing(resources.store) as connection:
            done = get_import(connection, import_id)
            if done is None:
                raise NotFound()
            if done.state is not ImportState.DONE or done.generation is None:
                raise NotUndoable()
            generation = begin_change(connection, "undo", import_id)
            places = restore_replaced(resources, connection, done)
            written = _restore(resources, connection, done, generation)
            values = {"state": ImportState.UNDONE, "ended_at": now()}
            change_import(connection, import_id, values)
        if places:
            reload_places(resources)
        serve_changes(resources, written.changed, written.deleted, generation)
    return Import(**{**vars(done), **values})


def _restore(resources: Resources, connection: Connection, done: Import, generation: int) -> Written:
    assert done.generation is not None
    records = records_before(connection, done.generation)
    _check_nothing_later(connection, done, records)
    delete_records(connection, [pair for pair, before in records.items() if before is None])
    save_records(connection, [before for before in records.values() if before is not None])
    before = organisations_before(connection, done.generation)
    stored = get_organisations(connection, before)
    wanted = _wanted(resources, connection, done, before)
    changed = [one for one in wanted.values() if one is not None and stored.get(one.id) != one]
    deleted = [one for one, after in wanted.items() if after is None and one in stored]
    note_organisations(connection, generation, {one.id: stored.get(one.id) for one in changed})
    note_organisations(connection, generation, {one: stored[one] for one in deleted})
    for organisation_id in deleted:
        delete_organisation(connection, organisation_id, generation)
    delete_open_pairs(connection, deleted)
    save_organisations(connection, changed, generation)
    return Written(changed, deleted)


def _check_nothing_later(connection: Connection, done: Import, before: Mapping[Pair, Record | None]) -> None:
    """Raise LaterImport where a record is no longer as the import left it, MergedSince where its organisation went."""
    there = get_records(connection, before)
    for pair, former in before.items():
        record = there.get(pair)
        if record is None and former is None:
            raise LaterImport()
        if record is not None and record.import_id not in (done.id, "", former.import_id if former else ""):
            raise LaterImport()
    touched = {record.organisation_id for record in there.values()}
    if any(one.generation > (done.generation or 0) for id_ in touched for one in list_merged_into(connection, id_)):
        raise MergedSince()


def _wanted(
    resources: Resources, connection: Connection, done: Import, before: Mapping[str, Organisation | None]
) -> dict[str, Organisation | None]:
    """How each organisation that the import touched is to be: as before, or without it where it was changed since."""
    newest = newest_change_of(connection, before)
    since = {one for one in before if newest[one] != done.generation}
    kept = {one for one in before if one in records_of(connection, before)}
    corrected = corrections_of(connection, before)
    in_use = seated(connection, before) | corrected.keys()
    anew = {one.id: one for one in reassemble(resources, connection, kept & (since | corrected.keys()))}
    stored = get_organisations(connection, before)
    wanted: dict[str, Organisation | None] = {}
    for one, former in before.items():
        if one in anew:
            wanted[one] = anew[one]
        elif former is None and one in in_use:
            wanted[one] = stored.get(one)
        elif one in since and former is not None and one in stored:
            wanted[one] = stored[one]
        else:
            wanted[one] = former
    return wanted
