"""Organisations of a delivery: compared with what their source said before, resolved, and assembled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from service.domain.deliveries import Delivered
from service.domain.imports import Record
from service.domain.organisations import Organisation
from service.domain.resolution import LikelyPair
from service.errors import RemovesTooMuch
from service.resources import Resources
from service.store.history import note_organisations, note_records
from service.store.merges import decided_pairs, delete_open_pairs, save_pairs
from service.store.networks import seated
from service.store.organisations import delete_organisation, get_organisations, save_organisations
from service.store.records import (
    confirm_records,
    corrections_of,
    delete_records,
    get_records,
    list_records,
    records_of,
    save_records,
)
from service.store.session import get_generation, reading
from service.usecases.importing.join_records import Joined, join_records
from service.usecases.importing.key_rows import with_keys
from service.usecases.importing.plans import SHRINKS, Delivery, Plan, Written
from service.usecases.importing.settle_places import settle_places
from service.usecases.keep_provenance import assemble, base_record

Pair = tuple[str, str]


@dataclass(frozen=True)
class Records:
    """What a delivery changes in the records of its source."""

    fresh: list[Delivered]
    changed: list[Record]
    confirmed: list[Pair]
    gone: list[Record]
    unchanged: int


@dataclass(frozen=True)
class Changes:
    """All that is to be written; `before` holds what is there now."""

    records: list[Record]
    gone: list[Record]
    confirmed: list[Pair]
    records_before: dict[Pair, Record | None]
    organisations: list[Organisation]
    deleted: list[str]
    before: dict[str, Organisation | None]
    pairs: list[LikelyPair]


def plan_organisations(resources: Resources, delivery: Delivery) -> Plan:
    """What the delivery will change; raises RemovesTooMuch."""
    keyed, repeated = with_keys(delivery.gathered.delivered)
    settled = settle_places(resources, delivery, keyed)
    with reading(resources.store) as connection:
        since = get_generation(connection)
        known = list_records(connection, delivery.source.name)
    compared = compare(settled.rows, known, delivery)
    check_removals(compared, known, delivery)
    joined = join_records(resources, compared.fresh, delivery)
    with reading(resources.store) as connection:
        changes, kept = _changes(resources, connection, compared, joined, delivery)
    created = sum(before is None for before in changes.before.values())
    counts = {
        "read": len(delivery.gathered.delivered) + sum(n.kind == "rejected" for n in delivery.gathered.notes),
        "new": created,
        "changed": len(changes.organisations) - created,
        "unchanged": compared.unchanged,
        "repeated": repeated,
        "merged": len(joined.notes),
        "removed": len(changes.deleted),
        "kept": kept,
        "proposed": len(changes.pairs),
    }
    notes = (*delivery.gathered.notes, *settled.notes, *joined.notes)
    counts |= {kind: sum(note.kind == kind for note in notes) for kind in ("rejected", "question", "remark")}
    return Plan(since, counts, notes, partial(_write, changes, delivery))


def compare(rows: Sequence[Delivered], known: Mapping[str, Record], delivery: Delivery) -> Records:
    """The records of a delivery beside those that its source had before."""
    fresh: list[Delivered] = []
    changed: list[Record] = []
    confirmed: list[Pair] = []
    unchanged = 0
    for row in rows:
        record = known.get(row.key)
        if record is None:
            fresh.append(row)
        elif record.stated != row.values:
            said = replace(record, stated=row.values, licence=delivery.source.licence)
            changed.append(replace(said, delivered_on=delivery.day, import_id=delivery.ordered.id))
        else:
            unchanged += 1
            if record.delivered_on < delivery.day:
                confirmed.append((record.source, record.key))
    named = {row.key for row in rows}
    gone = [] if delivery.order.keep_missing else [record for key, record in known.items() if key not in named]
    return Records(fresh, changed, confirmed, gone, unchanged)


def check_removals(compared: Records, known: Mapping[str, Record], delivery: Delivery) -> None:
    """Refuse a delivery that lets too much of its source go, unless somebody said that it may; raises RemovesTooMuch."""
    if not delivery.order.accept_removals and len(compared.gone) > SHRINKS * len(known):
        raise RemovesTooMuch(source=delivery.source.name, gone=len(compared.gone), known=len(known))


def _changes(
    resources: Resources, connection: Connection, compared: Records, joined: Joined, delivery: Delivery
) -> tuple[Changes, int]:
    """Everything to write, and how many organisations stay although nobody names them any more."""
    fresh = _fresh_records(compared.fresh, joined, delivery)
    touched = {record.organisation_id for record in (*fresh, *compared.changed, *compared.gone)}
    stored = get_organisations(connection, touched)
    had = records_of(connection, touched)
    bases = [base_record(stored[one]) for one in {r.organisation_id for r in fresh} if one in stored and one not in had]
    written = [*fresh, *compared.changed, *bases]
    gone = {(record.source, record.key) for record in compared.gone}
    after = _after(had, written, gone)
    corrections = corrections_of(connection, touched)
    delivery.told("assemble", 0.0, len(after))
    assembled = assemble(resources, {one: (after[one], corrections.get(one, ())) for one in sorted(after)})
    left = sorted(touched - after.keys())
    in_use = seated(connection, left) | {one for one in left if one in corrections}
    deleted = [one for one in left if one not in in_use]
    organisations = [one for one in assembled if stored.get(one.id) != one]
    before = {one: stored.get(one) for one in [*(o.id for o in organisations), *deleted]}
    overwritten = {(r.source, r.key): r for records in had.values() for r in records}
    noted = [*((record.source, record.key) for record in written), *sorted(gone)]
    records_before = {pair: overwritten.get(pair) for pair in noted} | get_records(connection, compared.confirmed)
    decided = decided_pairs(connection)
    pairs = [pair for pair in joined.pairs if (pair.first_id, pair.second_id) not in decided]
    confirmed = compared.confirmed
    return (
        Changes(written, compared.gone, confirmed, records_before, organisations, deleted, before, pairs),
        len(in_use),
    )


def _fresh_records(rows: Iterable[Delivered], joined: Joined, delivery: Delivery) -> list[Record]:
    """Records of rows that the source had not named before; the first one of a new organisation is its main one."""
    started: set[str] = set()
    found = []
    for row in rows:
        target = joined.targets[row.key]
        main = target in joined.created and target not in started
        started.add(target)
        source, licence = delivery.source.name, delivery.source.licence
        day, import_id = delivery.day, delivery.ordered.id
        found.append(Record(source, row.key, target, row.values, licence, day, import_id, main))
    return found


def _after(had: Mapping[str, Sequence[Record]], written: Iterable[Record], gone: set[Pair]) -> dict[str, list[Record]]:
    """The records that each touched organisation has afterwards; one without any is left out.

    Where the main record goes, the next one takes its place.
    """
    by_pair = {(r.source, r.key): r for records in had.values() for r in records}
    by_pair |= {(r.source, r.key): r for r in written}
    after: dict[str, list[Record]] = {}
    for pair, record in by_pair.items():
        if pair not in gone:
            after.setdefault(record.organisation_id, []).append(record)
    return after


def _write(changes: Changes, delivery: Delivery, connection: Connection, generation: int) -> Written:
    note_organisations(connection, generation, changes.before)
    note_records(connection, generation, changes.records_before)
    delete_records(connection, [(record.source, record.key) for record in changes.gone])
    save_records(connection, changes.records)
    confirm_records(connection, changes.confirmed, delivery.day)
    for organisation_id in changes.deleted:
        delete_organisation(connection, organisation_id, generation)
    delete_open_pairs(connection, changes.deleted)
    save_organisations(connection, changes.organisations, generation)
    save_pairs(connection, [replace(pair, generation=generation) for pair in changes.pairs])
    return Written(changes.organisations, changes.deleted)
