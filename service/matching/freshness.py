"""How complete an organisation's profile is."""

from dataclasses import dataclass

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
