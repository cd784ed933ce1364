"""Imports, provenance and pairs as JSON."""

from collections.abc import Sequence
from typing import Any

from service.domain.imports import Change, Import, Merge, Note, Source
from service.domain.organisations import Organisation
from service.domain.resolution import LikelyPair
from service.domain.texts import Language
from service.matching.provenance import Origin
from service.resources import Resources
from service.usecases.importing.tell_notes import note_sentence, problem_sentence
from service.web.views import organisation_json

Json = dict[str, Any]


def import_json(resources: Resources, found: Import, language: Language) -> Json:
    """An import as it stands."""
    detail = problem_sentence(resources, found, language)
    names = ("id", "file", "source", "format", "state", "progress", "counts", "created_at", "ended_at")
    return {name: getattr(found, name) for name in names} | {
        "columns": found.facts.get("columns", {}) if detail is None else {},
        "problem": None if detail is None else {"code": found.problem, "detail": detail},
    }


def note_json(resources: Resources, position: int, note: Note, language: Language) -> Json:
    """What an import says about one record."""
    return {
        "position": position,
        "kind": note.kind,
        "at": note.at,
        "code": note.code,
        "detail": note_sentence(resources, note, language),
        "given": note.facts.get("given"),
        "candidates": list(note.facts.get("candidates", ())),
    }


def source_json(source: Source) -> Json:
    """Where organisations come from."""
    return vars(source)


def provenance_json(origins: Sequence[Origin], merged: Sequence[Merge]) -> Json:
    """Where an organisation's values come from, and which organisations it took in."""
    taken_in = [
        {"id": one.merged_id, "name": one.before["organisation"]["name"], "merged_at": one.made_at} for one in merged
    ]
    return {"fields": origins, "merged": taken_in}


def version_json(change: Change, before: Organisation | None) -> Json:
    """A change, and how the organisation was before it."""
    return {
        "generation": change.generation,
        "changed_at": change.made_at,
        "cause": change.cause,
        "import_id": change.import_id,
        "before": None if before is None else organisation_json(before),
    }


def pair_json(pair: LikelyPair, first: Organisation, second: Organisation) -> Json:
    """Two organisations that may be one."""
    both = {"first": organisation_json(first), "second": organisation_json(second)}
    return {**both, "score": pair.score, "features": pair.features}
