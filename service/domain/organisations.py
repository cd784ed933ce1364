"""Organisations of the directory."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from service.domain.taxonomy import Staffing


class Visibility(StrEnum):
    """Who may see an organisation."""

    PUBLIC = "public"
    MEMBERS = "members"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Organisation:
    """An organisation with its seat, its area and what it says of itself; functional contacts only."""

    id: str
    name: str
    role: str
    role_confidence: float = 1.0
    role_stated: bool = True
    description: str = ""
    ags: str | None = None
    catchment: tuple[str, ...] = ()
    district_name: str | None = None
    place: str | None = None
    state: str | None = None
    postcode: str | None = None
    street: str | None = None
    lat: float | None = None
    lon: float | None = None
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    denomination: str | None = None
    origins: tuple[str, ...] = ()
    staffing: Staffing = Staffing.UNKNOWN
    legal_form: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    availability: tuple[str, ...] = ()
    source: str | None = None
    source_key: str | None = None
    verified_on: str | None = None
    visibility: Visibility = Visibility.PUBLIC

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The places it belongs to: its catchment, by default its seat; empty where neither is known."""
        if self.catchment:
            return self.catchment if self.ags is None else (self.ags, *self.catchment)
        return () if self.ags is None else (self.ags,)

    @property
    def unverified(self) -> bool:
        """Whether nobody has checked the record against a source (shown as "ungeprüft")."""
        return self.verified_on is None and (self.source is None or self.source == GENERAL_KNOWLEDGE)

    @property
    def sheltered(self) -> bool:
        """Whether the place protects people, so that its location is never published (German: "Frauenhaus")."""
        return any(word in self.name.casefold() for word in SHELTER_WORDS)


#: Words in names of places whose location protects the people in them.
SHELTER_WORDS = ("frauenhaus", "frauenhäuser", "frauenschutz", "mädchenhaus", "schutzwohnung", "zufluchtswohnung")

#: Fields that would tell where such a place is.
LOCATION = ("street", "postcode", "lat", "lon")

#: Source of facts that nobody looked up.
GENERAL_KNOWLEDGE = "general knowledge"


_OWN_ID = re.compile(r"org-[0-9a-f]{16}")


def new_id() -> str:
    """An id for an organisation that came without one."""
    return f"org-{uuid.uuid4().hex[:16]}"


def named_by_us(organisation_id: str) -> bool:
    """Whether the service gave the id; what a client named itself is never merged without being asked."""
    return _OWN_ID.fullmatch(organisation_id) is not None


@dataclass(frozen=True)
class OrganisationDraft:
    """An organisation as a client sends it: without id one is generated, without role it is recognised.

    `values` holds the remaining fields of Organisation by name; `name` is always among them.
    """

    id: str | None
    role: str | None
    values: Mapping[str, Any]
