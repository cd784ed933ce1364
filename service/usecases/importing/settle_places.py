"""Settle where the organisations of a delivery have their seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.domain.deliveries import Delivered
from service.domain.imports import Note
from service.domain.organisations import OrganisationDraft
from service.domain.places import overlaps
from service.errors import FieldProblem
from service.matching.place_resolution import Ambiguous, Found, resolve
from service.resources import Gazetteer, Resources
from service.usecases.complete_organisations import check_draft
from service.usecases.importing.plans import Delivery


@dataclass(frozen=True)
class Settled:
    """Records with their place where it could be told, and what is to be said about the others."""

    rows: list[Delivered]
    notes: list[Note]


@dataclass(frozen=True)
class Where:
    """What tells the place of a record: the gazetteer, answers that people gave, and the place of the file as a whole.

    `default` is the seat of those that name none; `region` is the place for whose people the file is made.
    """

    gazetteer: Gazetteer
    answers: Mapping[str, str]
    default: str | None
    region: str | None


def settle_places(resources: Resources, delivery: Delivery, rows: Sequence[Delivered]) -> Settled:
    """Records with a key of their place, checked as what a client sends is checked."""
    where = _where(resources, delivery)
    settled: list[Delivered] = []
    notes: list[Note] = []
    for number, row in enumerate(rows):
        values, note = placed(row.values, where)
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


def _where(resources: Resources, delivery: Delivery) -> Where:
    gazetteer, opened = resources.gazetteer, delivery.gathered.opened
    found = resolve(gazetteer.index, place=opened.region) if opened and opened.region else None
    region = found.key if isinstance(found, Found) else None
    answers = {**delivery.source.answers, **delivery.order.answers}
    return Where(gazetteer, answers, delivery.order.ags or region, region)


def placed(values: Mapping[str, Any], where: Where) -> tuple[dict[str, Any], Note | None]:
    """The values with the key of the seat, and what has to be asked or said about it.

    Who has the seat elsewhere but is in a file for the people of a region works for that region.
    """
    key, note = _seat(values, where)
    outlines = where.gazetteer.outlines
    if key is None and outlines and values.get("lat") is not None and values.get("lon") is not None:
        key = outlines.key_at(values["lat"], values["lon"])
        note = note if key is None else None
    if key is None:
        return dict(values), note
    found = {**values, "ags": key}
    if where.region and not overlaps(key, where.region) and not values.get("catchment"):
        found["catchment"] = (where.region,)
    return found, note


def _seat(values: Mapping[str, Any], where: Where) -> tuple[str | None, Note | None]:
    """The key of a record's place, or what has to be asked or said about it."""
    if values.get("ags") is not None:
        return values["ags"], None
    given = " ".join(str(values[name]) for name in ("postcode", "place") if values.get(name))
    if not given:
        return where.default, None
    for asked in (given, values.get("place")):
        if asked in where.answers:
            return where.answers[str(asked)], None
    stated = {name: values.get(name) for name in ("postcode", "place", "state")}
    found = resolve(where.gazetteer.index, **stated)
    if isinstance(found, Found):
        note = Note("remark", "", "place_by_spelling", {"given": given}) if found.how == "spelling" else None
        return found.key, note
    if isinstance(found, Ambiguous):
        within = [key for key in found.candidates if where.default and overlaps(key, where.default)]
        if len(within) == 1:
            return within[0], None
        return None, Note("question", "", "ambiguous_place", {"given": given, "candidates": found.candidates})
    return where.default, None if where.default else Note("remark", "", "unknown_place", {"given": given})
