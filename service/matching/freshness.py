"""How complete and how fresh an organisation's profile is."""

from dataclasses import dataclass
from datetime import date

from service.domain.organisations import Organisation

#: What somebody who wants to invite an organisation looks for, and the fields of which one is enough.
WANTED: dict[str, tuple[str, ...]] = {
    "role": ("role_stated",),
    "description": ("description",),
    "place": ("ags", "catchment"),
    "contact": ("email", "phone", "website"),
    "languages": ("languages",),
    "topics": ("topics", "audiences"),
    "verified_on": ("verified_on",),
}

#: Days of a month and of a year, as far as ages are told.
_MONTH, _YEAR = 30, 365
#: Details that were checked longer ago than this are to be looked up before anybody is invited.
STALE = _YEAR


@dataclass(frozen=True)
class Completeness:
    """The share of what is wanted that a profile tells, and what it does not."""

    share: float
    missing: tuple[str, ...]


def completeness(organisation: Organisation) -> Completeness:
    """How much of what is wanted the organisation's profile tells."""
    missing = tuple(
        name for name, fields in WANTED.items() if not any(getattr(organisation, field) for field in fields)
    )
    return Completeness(round(1 - len(missing) / len(WANTED), 4), missing)


@dataclass(frozen=True)
class Age:
    """How long ago something was, in units that fit: "days", "months" or "years"."""

    count: int
    unit: str


def age_in_days(verified_on: str | None, today: str) -> int | None:
    """Days since somebody checked the record, 0 for a day to come; None where nobody did or the date is none."""
    try:
        checked = date.fromisoformat(f"{verified_on or ''}-01-01"[:10])
    except ValueError:
        return None
    return max((date.fromisoformat(today) - checked).days, 0)


def age_of(days: int) -> Age:
    """The age in days, from two months on in months, from two years on in years."""
    if days < 2 * _MONTH:
        return Age(days, "days")
    return Age(days // _MONTH, "months") if days < 2 * _YEAR else Age(days // _YEAR, "years")
