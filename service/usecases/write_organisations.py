"""Write organisations: check, recognise the role where none is stated, store, and serve the new directory at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.domain.organisations import Organisation, OrganisationDraft, new_id
from service.errors import FieldProblem, InvalidInput, NotFound
from service.resources import Resources, serve_changes
from service.store.history import note_organisations
from service.store.merges import delete_open_pairs, find_organisations
from service.store.organisations import (
    delete_organisation,
    find_by_source_key,
    get_organisation,
    get_organisations,
    save_organisations,
)
from service.store.session import reading, writing
from service.usecases.complete_organisations import check_draft, complete
from service.usecases.keep_provenance import begin_change, forget_provenance, with_provenance


@dataclass(frozen=True)
class WriteReport:
    """What became of a batch: stored organisations, how many were known before, and (position, problem) of the others."""

    stored: tuple[Organisation, ...]
    updated: int
    rejected: tuple[tuple[int, FieldProblem], ...]


def write_organisations(resources: Resources, drafts: Sequence[OrganisationDraft]) -> WriteReport:
    """Store the good ones of a batch, by id or by source and source key; they can be found when this returns."""
    checked = [check_draft(resources, draft) for draft in drafts]
    rejected = [(number, problem) for number, problem in enumerate(checked) if isinstance(problem, FieldProblem)]
    good = with_ids(resources, [draft for draft in checked if isinstance(draft, OrganisationDraft)])
    organisations = complete(resources, good)
    stored, updated = store_and_serve(resources, organisations) if organisations else ([], 0)
    return WriteReport(tuple(stored), updated, tuple(rejected))


def replace_organisation(resources: Resources, organisation_id: str, draft: OrganisationDraft) -> Organisation:
    """Store one organisation under its id, whether it was known or not; raises InvalidInput."""
    checked = check_draft(resources, replace(draft, id=organisation_id))
    if isinstance(checked, FieldProblem):
        raise InvalidInput([checked])
    stored, _ = store_and_serve(resources, complete(resources, [checked]))
    return stored[0]


def change_organisation(resources: Resources, organisation_id: str, values: Mapping[str, Any]) -> Organisation:
    """Change the given fields of an organisation; raises NotFound, InvalidInput.

    A new name of an organisation whose role was recognised is recognised anew.
    """
    with resources.write_lock:
        with reading(resources.store) as connection:
            known = find_organisations(connection, [organisation_id]).get(organisation_id)
        if known is None:
            raise NotFound()
        kept = {name: getattr(known, name) for name in Organisation.__dataclass_fields__ if name not in _DERIVED}
        role = values.get("role", known.role if known.role_stated else None)
        changed = {name: value for name, value in values.items() if name not in ("role", "id")}
        return replace_organisation(resources, known.id, OrganisationDraft(None, role, kept | changed))


def remove_organisation(resources: Resources, organisation_id: str) -> None:
    """Delete an organisation and its seats in networks; raises NotFound."""
    with resources.write_lock:
        with writing(resources.store) as connection:
            known = get_organisation(connection, organisation_id)
            generation = begin_change(connection, "deleted")
            if known is None or not delete_organisation(connection, organisation_id, generation):
                raise NotFound()
            note_organisations(connection, generation, {organisation_id: known})
            forget_provenance(connection, organisation_id)
            delete_open_pairs(connection, [organisation_id])
        serve_changes(resources, (), (organisation_id,), generation)


def store_and_serve(resources: Resources, written: Sequence[Organisation]) -> tuple[list[Organisation], int]:
    """Save in one transaction and swap the served directory; the organisations as stored, and how many were known before.

    What is written about an organisation that sources tell of is kept as its correction, and nothing is noted of an
    organisation that stays as it is.
    """
    with resources.write_lock:
        with writing(resources.store) as connection:
            generation = begin_change(connection, "written")
            organisations = with_provenance(resources, connection, written)
            known = get_organisations(connection, [one.id for one in organisations])
            changed = [one for one in organisations if known.get(one.id) != one]
            note_organisations(connection, generation, {one.id: known.get(one.id) for one in changed})
            save_organisations(connection, changed, generation)
        serve_changes(resources, changed, (), generation)
    return organisations, len(known)


#: Fields that are worked out, not written by a client.
_DERIVED = frozenset({"id", "role", "role_confidence", "role_stated"})


def with_ids(resources: Resources, drafts: Sequence[OrganisationDraft]) -> list[OrganisationDraft]:
    """Drafts with their id: the client's, that of the same source key, or a new one."""
    keys = {(d.values["source"], d.values["source_key"]) for d in drafts if d.id is None and d.values.get("source_key")}
    with reading(resources.store) as connection:
        known = find_by_source_key(connection, {key for key in keys if key[0]}) if keys else {}
    result = []
    for draft in drafts:
        key = (draft.values.get("source"), draft.values.get("source_key"))
        if draft.id is None:
            found = known.get((str(key[0]), str(key[1]))) if all(key) else None
            draft = replace(draft, id=found or new_id())
            if all(key):
                known[(str(key[0]), str(key[1]))] = str(draft.id)
        result.append(draft)
    return result
