"""Drafts of organisations made whole: keys and languages checked, roles recognised where none is stated."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from service.domain.organisations import Organisation, OrganisationDraft
from service.domain.taxonomy import OTHER, Taxonomy
from service.errors import FieldProblem
from service.matching.recognition import has_words
from service.resources import Resources
from service.usecases.places import problem_of_key
from service.usecases.recognise_members import encode_names


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
