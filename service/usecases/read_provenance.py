"""Where an organisation's values come from, what it was before, and who has not been looked at for long."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from service.domain.imports import Change, Merge, Record
from service.domain.organisations import LOCATION, Organisation
from service.errors import NotFound
from service.matching.provenance import Origin, trace
from service.resources import Resources, serve_changes
from service.store.history import list_history
from service.store.merges import list_merged_into
from service.store.organisations import get_organisation, list_stale
from service.store.records import corrections_of, delete_corrections, records_of
from service.store.session import reading, writing
from service.usecases.keep_provenance import base_record, begin_change, recompose
from service.usecases.places import checked_key
from service.usecases.read_organisations import get_one


def read_origins(resources: Resources, organisation_id: str) -> tuple[list[Origin], list[Merge]]:
    """Where each value comes from, and which organisations were taken in; never where a shelter is. Raises NotFound."""
    organisation = get_one(resources, organisation_id)
    with reading(resources.store) as connection:
        records = records_of(connection, [organisation_id]).get(organisation_id) or [base_record(organisation)]
        corrections = corrections_of(connection, [organisation_id]).get(organisation_id, [])
        merged = list_merged_into(connection, organisation_id)
    told = trace(records, corrections)
    return [one for one in told if not (organisation.sheltered and one.field in LOCATION)], merged


def read_records(resources: Resources, organisation_id: str) -> list[Record]:
    """What sources say of an organisation, by source and key; empty where only a client wrote it."""
    with reading(resources.store) as connection:
        return records_of(connection, [organisation_id]).get(organisation_id, [])


def read_history(resources: Resources, organisation_id: str) -> Sequence[tuple[Change, Organisation | None]]:
    """(change, how the organisation was before it), the newest first; also of one that is gone. Raises NotFound."""
    with reading(resources.store) as connection:
        found = list_history(connection, organisation_id)
    if not found:
        raise NotFound()
    return found


def give_up_correction(resources: Resources, organisation_id: str, field: str) -> Organisation:
    """Take over what the sources say of a field that somebody had put right; raises NotFound."""
    with resources.write_lock:
        with writing(resources.store) as connection:
            made = corrections_of(connection, [organisation_id]).get(organisation_id, [])
            known = get_organisation(connection, organisation_id)
            if known is None or field not in {correction.field for correction in made}:
                raise NotFound()
            generation = begin_change(connection, "written")
            delete_corrections(connection, [(organisation_id, field)])
            changed = recompose(resources, connection, known, generation)
        serve_changes(resources, changed, (), generation)
    return changed[0] if changed else known


def read_stale(resources: Resources, ags: str | None, days: int, after: str, limit: int) -> list[Organisation]:
    """Organisations that nobody checked and no source delivered for so many days, by id."""
    prefix = checked_key(ags, "/ags", resources.knowledge.register)
    oldest = (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
    with reading(resources.store) as connection:
        return list_stale(connection, oldest, prefix=prefix, after=after, limit=limit)
