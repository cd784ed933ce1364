"""One organisation out of what sources say of it and what people put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from service.domain.imports import Correction, Record
from service.domain.organisations import Organisation

#: Fields of Organisation that are worked out, not stated by a source.
DERIVED = frozenset({"id", "role_confidence", "role_stated", "source", "source_key"})
STATED = tuple(field.name for field in fields(Organisation) if field.name not in DERIVED)
_BLANK: dict[str, Any] = {field.name: field.default for field in fields(Organisation)}
_BLANK |= {"role": None}

#: Source of what people of this place put right.
LOCAL = "local"


@dataclass(frozen=True)
class Origin:
    """Where a value comes from; `offers` are values that other sources state instead, the newest first."""

    field: str
    value: Any
    source: str
    licence: str | None
    date: str
    offers: tuple["Offer", ...] = ()


@dataclass(frozen=True)
class Offer:
    """A value that could be taken over."""

    value: Any
    source: str
    licence: str | None
    date: str


def ranked(records: Iterable[Record]) -> list[Record]:
    """Records in the order in which their values count: the main one, then the newest delivery."""
    by_name = sorted(records, key=lambda record: (record.source, record.key))
    newest = sorted(by_name, key=lambda record: record.delivered_on, reverse=True)
    return sorted(newest, key=lambda record: not record.main)


def compose(records: Iterable[Record], corrections: Iterable[Correction]) -> dict[str, Any]:
    """The fields that the organisation has: a correction first, then the first record that states the field."""
    values: dict[str, Any] = {}
    for record in reversed(ranked(records)):
        values |= record.stated
    return values | {correction.field: correction.value for correction in corrections}


def trace(records: Sequence[Record], corrections: Sequence[Correction]) -> list[Origin]:
    """Where each stated field comes from, in the order of Organisation's fields."""
    local = {correction.field: correction for correction in corrections}
    order = ranked(records)
    origins = []
    for name in STATED:
        offers = [Offer(r.stated[name], r.source, r.licence, r.delivered_on) for r in order if name in r.stated]
        if name in local:
            correction = local[name]
            offers.insert(0, Offer(correction.value, LOCAL, None, correction.made_on))
        if offers:
            origins.append(_origin(name, offers[0], offers[1:]))
    return origins


def _origin(name: str, chosen: Offer, others: Sequence[Offer]) -> Origin:
    different = [offer for offer in others if offer.value != chosen.value]
    newest = tuple(sorted(different, key=lambda offer: offer.date, reverse=True))
    return Origin(name, chosen.value, chosen.source, chosen.licence, chosen.date, newest)


def stated_values(organisation: Organisation) -> dict[str, Any]:
    """The fields of an organisation that hold something; a recognised role is not stated."""
    values = {name: getattr(organisation, name) for name in STATED}
    if not organisation.role_stated:
        values["role"] = None
    return {name: value for name, value in values.items() if value != _BLANK[name]}


def changed_fields(before: Organisation, after: Organisation) -> dict[str, Any]:
    """The stated fields in which two versions differ, with the newer value; a blank one is the field's default."""
    old, new = stated_values(before), stated_values(after)
    return {name: new.get(name, _BLANK[name]) for name in STATED if old.get(name) != new.get(name)}
