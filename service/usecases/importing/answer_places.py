"""Answer after an import which places its file meant, and take the answer back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from service.domain.imports import Import, ImportState, Record
from service.domain.organisations import Organisation
from service.errors import NotFound, NotUndoable
from service.resources import Resources, serve_changes
from service.store.history import note_records, records_before
from service.store.imports import change_import, get_import
from service.store.organisations import get_organisations
from service.store.records import get_records, list_records, save_records
from service.store.session import writing
from service.store.sources import get_source, save_source
from service.usecases.keep_provenance import begin_change, recompose
from service.usecases.places import checked_key


def answer_places(resources: Resources, import_id: str, answers: Mapping[str, str]) -> None:
    """Give the records of a finished import the places that somebody answered; later deliveries heed them too.

    Raises NotFound, NotUndoable for an import that is not done, InvalidInput for a key that does not exist.
    """
    keys = {
        given: str(checked_key(key, "/answers", resources.knowledge.register)) for given, key in answers.items() if key
    }
    if not keys:
        return
    with resources.write_lock:
        with writing(resources.store) as connection:
            done = _done(connection, import_id)
            generation = begin_change(connection, "written", import_id)
            meant = [(record, keys[given]) for record, given in _asked(connection, done) if given in keys]
            placed = [replace(record, stated={**record.stated, "ags": key}) for record, key in meant]
            note_records(connection, generation, {(record.source, record.key): record for record, _ in meant})
            changed = _rewrite(resources, connection, placed, generation)
            step = {"generation": generation, "answers": keys}
            _note(connection, done, {**_answers(done), **keys}, [*done.facts.get("answered", ()), step])
        serve_changes(resources, changed, (), generation)


def take_back_answers(resources: Resources, import_id: str) -> None:
    """Take the last answer back: records that nobody changed since have no place again; raises NotFound, NotUndoable."""
    with resources.write_lock:
        with writing(resources.store) as connection:
            done = _done(connection, import_id)
            if not done.facts.get("answered"):
                raise NotUndoable()
            *earlier, last = done.facts["answered"]
            generation = begin_change(connection, "written", import_id)
            former = records_before(connection, last["generation"])
            there = get_records(connection, former)
            restored = [one for pair, one in former.items() if one and _only_placed(one, there.get(pair))]
            changed = _rewrite(resources, connection, restored, generation)
            kept = {given: key for given, key in _answers(done).items() if given not in last["answers"]}
            _note(connection, done, kept, earlier)
        serve_changes(resources, changed, (), generation)


def _done(connection: Connection, import_id: str) -> Import:
    found = get_import(connection, import_id)
    if found is None:
        raise NotFound()
    if found.state is not ImportState.DONE:
        raise NotUndoable()
    return found


def _answers(done: Import) -> dict[str, str]:
    return dict(done.options.get("answers", {}))


def _asked(connection: Connection, done: Import) -> list[tuple[Record, str]]:
    """Records of the source that have no key of a place, with what the file says of it."""
    records = list_records(connection, done.source or "").values()
    return [(record, _where(record)) for record in records if record.stated.get("ags") is None]


def _where(record: Record) -> str:
    """What the file says of the place, as the question names it."""
    return " ".join(str(record.stated[name]) for name in ("postcode", "place") if record.stated.get(name))


def _only_placed(before: Record, now: Record | None) -> bool:
    """Whether nothing was changed since but the place."""
    return now is not None and replace(now, stated={**now.stated, "ags": None}) == replace(
        before, stated={**before.stated, "ags": None}
    )


def _rewrite(
    resources: Resources, connection: Connection, records: Sequence[Record], generation: int
) -> list[Organisation]:
    """Store the records; the organisations that change with them."""
    save_records(connection, records)
    touched = get_organisations(connection, {record.organisation_id for record in records})
    return [one for known in touched.values() for one in recompose(resources, connection, known, generation)]


def _note(connection: Connection, done: Import, answers: Mapping[str, str], answered: Sequence[Any]) -> None:
    """Keep what was answered with the import and with its source."""
    former = _answers(done)
    values = {"options": {**done.options, "answers": answers}, "facts": {**done.facts, "answered": answered}}
    change_import(connection, done.id, values)
    source = get_source(connection, done.source or "")
    if source is not None:
        others = {given: key for given, key in source.answers.items() if given not in former}
        save_source(connection, replace(source, answers={**others, **answers}))
