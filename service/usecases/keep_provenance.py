"""Keep who says what of an organisation while it is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from service.domain.imports import Change, Correction, Record
from service.domain.organisations import Organisation, OrganisationDraft
from service.domain.places import Register
from service.matching.provenance import changed_fields, compose, ranked, stated_values
from service.resources import Resources
from service.store.history import note_change, note_organisations
from service.store.merges import successors_of
from service.store.organisations import get_organisations, save_organisations
from service.store.records import (
    corrections_of,
    delete_corrections,
    delete_records,
    records_of,
    save_corrections,
    save_records,
)
from service.store.session import next_generation
from service.usecases.complete_organisations import complete

#: Source of an organisation that a client wrote without naming one.
INTERFACE = "api"

Parts = tuple[Sequence[Record], Sequence[Correction]]


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> str:
    """This day."""
    return now()[:10]


def begin_change(connection: Connection, cause: str, import_id: str | None = None) -> int:
    """Count one more change of the directory, note when and why, and return its number."""
    generation = next_generation(connection)
    note_change(connection, Change(generation, now(), cause, import_id))
    return generation


def assemble(resources: Resources, parts: Mapping[str, Parts]) -> list[Organisation]:
    """Organisations out of their records (at least one each) and corrections; roles that nobody states are recognised."""
    drafts, mains = [], []
    for organisation_id, (records, corrections) in parts.items():
        values = _at_todays_keys(compose(records, corrections), resources.knowledge.register)
        role = values.pop("role", None)
        drafts.append(OrganisationDraft(organisation_id, role, values))
        mains.append(ranked(records)[0])
    return [
        organisation if main.source == INTERFACE else replace(organisation, source=main.source, source_key=main.key)
        for organisation, main in zip(complete(resources, drafts), mains, strict=True)
    ]


def _at_todays_keys(values: dict[str, Any], register: Register) -> dict[str, Any]:
    """The values with the keys that are valid now: a record keeps the key that its source wrote."""
    if values.get("ags") is not None:
        values["ags"] = register.current(values["ags"])
    if values.get("catchment"):
        values["catchment"] = tuple(map(register.current, values["catchment"]))
    return values


def base_record(organisation: Organisation) -> Record:
    """What a client wrote of an organisation as a record of its own, beside those of sources."""
    source = organisation.source or INTERFACE
    key = (organisation.source and organisation.source_key) or organisation.id
    return Record(source, key, organisation.id, stated_values(organisation), None, today(), "", main=True)


def with_provenance(
    resources: Resources, connection: Connection, written: Sequence[Organisation]
) -> list[Organisation]:
    """The organisations as they are to be stored, after what was written is kept where sources tell of them too.

    A merged id stands for the organisation that took it in.
    """
    successors = successors_of(connection, [one.id for one in written])
    targets = {one.id: successors.get(one.id, one.id) for one in written}
    records = records_of(connection, list(targets.values()))
    if not records:
        return list(written)
    plain = [one for one in written if targets[one.id] not in records]
    sourced = [(targets[one.id], one) for one in written if targets[one.id] in records]
    _keep(connection, sourced, records)
    return plain + reassemble(resources, connection, {target for target, _ in sourced})


def reassemble(resources: Resources, connection: Connection, ids: Collection[str]) -> list[Organisation]:
    """Organisations of which sources tell, out of what is stored of them."""
    records, corrections = records_of(connection, ids), corrections_of(connection, ids)
    return assemble(resources, {one: (records[one], corrections.get(one, [])) for one in sorted(records)})


def recompose(resources: Resources, connection: Connection, known: Organisation, generation: int) -> list[Organisation]:
    """The organisation out of what is said of it now, stored where that changes it; empty where it stays as it is."""
    changed = [one for one in reassemble(resources, connection, [known.id]) if one != known]
    note_organisations(connection, generation, {one.id: known for one in changed})
    save_organisations(connection, changed, generation)
    return changed


def forget_provenance(connection: Connection, organisation_id: str) -> None:
    """Delete what sources and people say of an organisation that is gone."""
    records = records_of(connection, [organisation_id]).get(organisation_id, [])
    delete_records(connection, [(record.source, record.key) for record in records])
    corrections = corrections_of(connection, [organisation_id]).get(organisation_id, [])
    delete_corrections(connection, [(organisation_id, correction.field) for correction in corrections])


def _keep(
    connection: Connection, sourced: Sequence[tuple[str, Organisation]], records: Mapping[str, Sequence[Record]]
) -> None:
    """What a client writes replaces its own record of the organisation; without one it corrects what sources say."""
    stored = get_organisations(connection, {target for target, _ in sourced})
    for target, organisation in sourced:
        base = base_record(organisation)
        own = [r for r in records[target] if not r.import_id and (r.source, r.key) == (base.source, base.key)]
        if own:
            save_records(connection, [replace(own[0], stated=base.stated, delivered_on=base.delivered_on)])
        elif target in stored:
            _correct(connection, stored[target], organisation, records[target])


def _correct(connection: Connection, stored: Organisation, written: Organisation, records: Sequence[Record]) -> None:
    """Keep the fields that a person changed; a value that the sources state anyway needs no correction."""
    said = compose(records, ())
    changed = changed_fields(stored, written)
    needless = {name for name, value in changed.items() if said.get(name) == value}
    delete_corrections(connection, [(stored.id, name) for name in needless])
    kept = {name: value for name, value in changed.items() if name not in needless}
    save_corrections(connection, [Correction(stored.id, name, value, today()) for name, value in kept.items()])
