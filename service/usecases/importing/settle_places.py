"""Settle where the organisations of a delivery have their seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.domain.deliveries import Delivered
from service.domain.imports import Note
from service.domain.organisations import OrganisationDraft
from service.domain.places import overlaps
from service.errors import FieldProblem
from service.matching.place_resolution import Ambiguous, Found, PlaceIndex, resolve
from service.resources import Resources
from service.usecases.complete_organisations import check_draft
from service.usecases.importing.plans import Delivery


@dataclass(frozen=True)
class Settled:
    """Records with their place where it could be told, and what is to be said about the others."""

    rows: list[Delivered]
    notes: list[Note]


def settle_places(resources: Resources, delivery: Delivery, rows: Sequence[Delivered]) -> Settled:
    """Records with a key of their place, checked as what a client sends is checked."""
    answers = {**delivery.source.answers, **delivery.order.answers}
    gazetteer = resources.gazetteer
    outlines = gazetteer.outlines
    settled: list[Delivered] = []
    notes: list[Note] = []
    for number, row in enumerate(rows):
        key, note = _seat(row.values, gazetteer.index, answers, delivery.order.ags)
        if key is None and outlines and row.values.get("lat") is not None and row.values.get("lon") is not None:
            key = outlines.key_at(row.values["lat"], row.values["lon"])
            note = note if key is None else None
        values = dict(row.values) if key is None else {**row.values, "ags": key}
        checked = check_draft(resources, OrganisationDraft(None, values.get("role"), values))
        if isinstance(checked, FieldProblem):
            notes.append(Note("rejected", row.at, checked.code, {**checked.facts, "given": str(values.get("ags"))}))
            continue
        if note is not None:
            notes.append(replace(note, at=row.at))
        settled.append(replace(row, values={name: v for name, v in checked.values.items() if v not in (None, "", ())}))
        if number % 5000 == 0:
            delivery.told("place", number / len(rows), len(rows))
    return Settled(settled, notes)


def _seat(
    values: Mapping[str, Any], index: PlaceIndex, answers: Mapping[str, str], default: str | None
) -> tuple[str | None, Note | None]:
    """The key of a record's place, or what has to be asked or said about it."""
    if values.get("ags") is not None:
        return values["ags"], None
    given = " ".join(str(values[name]) for name in ("postcode", "place") if values.get(name))
    if not given:
        return default, None
    for asked in (given, values.get("place")):
        if asked in answers:
            return answers[str(asked)], None
    found = resolve(index, postcode=values.get("postcode"), place=values.get("place"), state=values.get("state"))
    if isinstance(found, Found):
        note = Note("remark", "", "place_by_spelling", {"given": given}) if found.how == "spelling" else None
        return found.key, note
    if isinstance(found, Ambiguous):
        within = [key for key in found.candidates if default and overlaps(key, default)]
        if len(within) == 1:
            return within[0], None
        return None, Note("question", "", "ambiguous_place", {"given": given, "candidates": found.candidates})
    return default, None if default else Note("remark", "", "unknown_place", {"given": given})
