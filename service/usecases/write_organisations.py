"""Write organisations: check, recognise the role where none is stated, store, and serve the new directory at once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from service.domain.organisations import Organisation, OrganisationDraft
from service.domain.taxonomy import OTHER, Taxonomy
from service.errors import FieldProblem, InvalidInput, NotFound
from service.matching.recognition import has_words
from service.resources import Resources, serve_changes
from service.store.organisations import (
    delete_organisation,
    find_by_source_key,
    get_organisation,
    save_organisations,
)
from service.store.session import next_generation, reading, writing
from service.usecases.places import problem_of_key
from service.usecases.recognise_members import encode_names


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
    updated = store_and_serve(resources, organisations, ()) if organisations else 0
    return WriteReport(tuple(organisations), updated, tuple(rejected))


def replace_organisation(resources: Resources, organisation_id: str, draft: OrganisationDraft) -> Organisation:
    """Store one organisation under its id, whether it was known or not; raises InvalidInput."""
    checked = check_draft(resources, replace(draft, id=organisation_id))
    if isinstance(checked, FieldProblem):
        raise InvalidInput([checked])
    organisation = complete(resources, [checked])[0]
    store_and_serve(resources, [organisation], ())
    return organisation


def change_organisation(resources: Resources, organisation_id: str, values: Mapping[str, Any]) -> Organisation:
    """Change the given fields of an organisation; raises NotFound, InvalidInput.

    A new name of an organisation whose role was recognised is recognised anew.
    """
    with resources.write_lock:
        with reading(resources.store) as connection:
            known = get_organisation(connection, organisation_id)
        if known is None:
            raise NotFound()
        kept = {name: getattr(known, name) for name in Organisation.__dataclass_fields__ if name not in _DERIVED}
        role = values.get("role", known.role if known.role_stated else None)
        changed = {name: value for name, value in values.items() if name not in ("role", "id")}
        return replace_organisation(resources, organisation_id, OrganisationDraft(None, role, kept | changed))


def remove_organisation(resources: Resources, organisation_id: str) -> None:
    """Delete an organisation and its seats in networks; raises NotFound."""
    with resources.write_lock:
        with writing(resources.store) as connection:
            generation = next_generation(connection)
            if not delete_organisation(connection, organisation_id, generation):
                raise NotFound()
        serve_changes(resources, (), (organisation_id,), generation)


def store_and_serve(resources: Resources, organisations: Sequence[Organisation], deleted: Collection[str]) -> int:
    """Save in one transaction and swap the served directory; returns how many were known before."""
    with resources.write_lock:
        with writing(resources.store) as connection:
            generation = next_generation(connection)
            updated = save_organisations(connection, organisations, generation)
        serve_changes(resources, organisations, deleted, generation)
    return updated


#: Fields that are worked out, not written by a client.
_DERIVED = frozenset({"id", "role", "role_confidence", "role_stated"})


def check_draft(resources: Resources, draft: OrganisationDraft) -> OrganisationDraft | FieldProblem:
    """The draft with today's keys and language codes, or the first thing that is wrong with it."""
    taxonomy, register = resources.knowledge.taxonomy, resources.knowledge.register
    if draft.role is not None and draft.role not in taxonomy.roles:
        return FieldProblem("/role", "unknown_role", {"role": draft.role})
    values = dict(draft.values)
    keys = [("/ags", values.get("ags"))] + [(f"/catchment/{n}", k) for n, k in enumerate(values.get("catchment") or ())]
    for pointer, key in keys:
        if key is not None and (problem := problem_of_key(key, pointer, register)):
            return problem
    if values.get("ags") is not None:
        values["ags"] = register.current(values["ags"])
    values["catchment"] = tuple(register.current(key) for key in values.get("catchment") or ())
    values["languages"] = _language_codes(values.get("languages") or (), taxonomy)
    return replace(draft, values=values)


def _language_codes(names: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """ISO codes of the languages, each once; a name nobody knows is kept as it was written."""
    return tuple(dict.fromkeys(taxonomy.language_code(name) or name.strip() for name in names))


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
            draft = replace(draft, id=found or f"org-{uuid.uuid4().hex[:16]}")
            if all(key):
                known[(str(key[0]), str(key[1]))] = str(draft.id)
        result.append(draft)
    return result


def complete(resources: Resources, drafts: Sequence[OrganisationDraft]) -> list[Organisation]:
    """Organisations with their role: stated, or recognised from the name; the last one of an id wins."""
    role_keys = resources.knowledge.taxonomy.role_keys
    names = [draft.values["name"] for draft in drafts if draft.role is None]
    probabilities = (
        resources.role_model.probabilities(names, encode_names(resources, names)) if names else np.zeros((0, 1))
    )
    best = iter(zip(probabilities.argmax(axis=1), probabilities.max(axis=1), strict=True)) if names else iter(())
    organisations: dict[str, Organisation] = {}
    for draft in drafts:
        role, confidence = draft.role, 1.0
        if role is None:
            number, chance = next(best)
            legible = has_words(draft.values["name"])
            role, confidence = (role_keys[int(number)], round(float(chance), 4)) if legible else (OTHER, 0.0)
        organisation = Organisation(str(draft.id), role=role, role_confidence=confidence, **draft.values)
        organisations[organisation.id] = replace(organisation, role_stated=draft.role is not None)
    return list(organisations.values())
