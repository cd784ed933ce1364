"""What the service answers about its vocabulary, for the documentation of the interface."""

from typing import Any, Literal

from service.domain.places import Level
from service.domain.taxonomy import GapKind, Staffing
from service.web.answers import Answered


class RoleOut(Answered):
    """A stakeholder role."""

    key: str
    label: str
    definition: str
    synonyms: list[str]
    sphere: str
    staffing: Staffing
    jurisdiction: Level
    gap_kinds: list[GapKind]


class Roles(Answered):
    """All roles."""

    roles: list[RoleOut]


class FieldOut(Answered):
    """A field of action (German: "Handlungsfeld") with the roles typical for it."""

    key: str
    label: str
    definition: str
    roles: list[str]


class Fields(Answered):
    """All fields of action."""

    fields: list[FieldOut]


class NormEntryOut(Answered):
    """A role that a norm names."""

    role: str
    label: str
    obligation: Literal["must", "should", "may"]
    note: str | None


class NormOut(Answered):
    """A norm roster with its source, conditions and entries."""

    key: str
    title: str
    description: str
    source: dict[str, Any]
    valid_from: str | None
    applies_to: dict[str, list[str]]
    entries: list[NormEntryOut]


class Norms(Answered):
    """All norm rosters."""

    norms: list[NormOut]


class PlaceOut(Answered):
    """A place of the register."""

    ags: str
    name: str
    type: str
    population: int | None


class Municipalities(Answered):
    """Places found, the largest first."""

    municipalities: list[PlaceOut]


class StatisticOut(Answered):
    """A number about a place, such as the share of foreign nationals in per cent."""

    measure: str
    value: float
    year: int | None


class PlaceDetails(PlaceOut):
    """A place with what has been imported about it; empty where there is no data."""

    postcode: str | None
    statistics: list[StatisticOut]
    outline: dict[str, Any] | None
