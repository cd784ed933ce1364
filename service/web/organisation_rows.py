"""What the page of an organisation shows: its values with where they come from, and what it was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.imports import Change, Merge, Record
from service.domain.organisations import LOCATION, Organisation
from service.matching.provenance import LOCAL, STATED, Offer, Origin, changed_fields
from service.web.views import organisation_json

#: Fields that hold several values; forms part them by semicolons.
LISTS = frozenset({"catchment", "languages", "topics", "audiences", "origins", "availability"})
SEPARATOR = ";"


@dataclass(frozen=True)
class Row:
    """A field with its value and where that comes from; `written` is the value as a form shows it."""

    field: str
    value: Any
    written: str
    origin: Origin | None

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What other sources state instead."""
        return self.origin.offers if self.origin else ()

    @property
    def local(self) -> bool:
        """Whether people of this place put it right."""
        return self.origin is not None and self.origin.source == LOCAL


@dataclass(frozen=True)
class Version:
    """A change with the former values of the fields that it changed; `began` where the organisation was made by it."""

    change: Change
    former: Mapping[str, Any]
    began: bool


def fields_shown(organisation: Organisation) -> tuple[str, ...]:
    """The fields that anybody may see; the location of a sheltered place is none of them."""
    return tuple(name for name in STATED if not (organisation.sheltered and name in LOCATION))


def rows_of(organisation: Organisation, origins: Sequence[Origin]) -> list[Row]:
    """A row for each field, also for those that nobody stated."""
    known, values = {origin.field: origin for origin in origins}, organisation_json(organisation)
    return [Row(name, values[name], written(values[name]), known.get(name)) for name in fields_shown(organisation)]


def written(value: Any) -> str:
    """A value as a form shows it."""
    if isinstance(value, list | tuple):
        return f"{SEPARATOR} ".join(map(str, value))
    return "" if value is None else str(value)


def offer_of(origins: Sequence[Origin], field: str, source: str, date: str) -> Offer | None:
    """What a source states of a field since a day."""
    offers = (offer for origin in origins if origin.field == field for offer in origin.offers)
    return next((offer for offer in offers if (offer.source, offer.date) == (source, date)), None)


def own_records(records: Sequence[Record], merged: Sequence[Merge]) -> list[Record]:
    """Records that can become an organisation of their own: those of merged organisations are parted with these."""
    theirs = {(record["source"], record["key"]) for one in merged for record in one.before["records"]}
    own = [record for record in records if (record.source, record.key) not in theirs]
    return own if len(own) > 1 else []


def versions_of(organisation: Organisation, history: Sequence[tuple[Change, Organisation | None]]) -> list[Version]:
    """The changes of an organisation, the newest first, each with what it replaced."""
    versions, after = [], organisation
    shown = fields_shown(organisation)
    for change, before in history:
        former = changed_fields(after, before) if before is not None else {}
        allowed = {name: value for name, value in former.items() if name in shown and not _told_by(before, name)}
        versions.append(Version(change, allowed, before is None))
        after = before or after
    return versions


def _told_by(before: Organisation | None, field: str) -> bool:
    """Whether the value would tell where a place lay that protected people under its former name."""
    return before is not None and before.sheltered and field in LOCATION
