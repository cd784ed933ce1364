"""Networks, their members, and the rosters they are compared with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from service.domain.texts import Text


@dataclass(frozen=True)
class NetworkProfile:
    """What a network is: only the name is always known."""

    name: str
    kind: str | None = None
    level: str | None = None
    phase: str | None = None
    occasion: str | None = None
    fields: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Name and occasion as one text."""
        return f"{self.name}. {self.occasion}" if self.occasion else self.name

    def purpose(self, place: str) -> str:
        """The text without the name of the place, which all local organisations share and which says nothing."""
        return self.text.replace(place, " ") if place else self.text


@dataclass(frozen=True)
class Membership:
    """An organisation's seat in a stored network."""

    organisation_id: str
    role: str | None = None
    mandate: str | None = None
    since: str | None = None
    until: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class Network:
    """A stored network."""

    id: str
    profile: NetworkProfile
    ags: str | None = None
    district_name: str | None = None
    source: str | None = None
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True)
class PeerMember:
    """A member of a real network; `group` where the page names a group of organisations instead of one."""

    name: str
    role: str
    place: str | None = None
    group: bool = False


@dataclass(frozen=True)
class PeerNetwork:
    """A real network elsewhere with its members, as evidence of what is usual."""

    id: str
    profile: NetworkProfile
    ags: str | None
    municipality: str
    source: str
    members: tuple[PeerMember, ...]

    @cached_property
    def role_counts(self) -> Mapping[str, int]:
        """How many members hold each role."""
        return Counter(member.role for member in self.members)

    @property
    def group_key(self) -> str:
        """Networks of one Kreis are never compared with each other: first five digits of the AGS, else the name."""
        return self.ags[:5] if self.ags else self.municipality.casefold()


@dataclass(frozen=True)
class Archetype:
    """A kind of network and who usually sits in it (German: "übliche Besetzung"); an estimate, not a norm.

    `names` and `occasions` are examples of how such networks are called and what for; `kinds` are likeliest first;
    `states` lists the Laender where it exists, empty for all. `seats` maps a role to the share of such networks that seat
    it and the usual number of its members there.
    """

    key: str
    label: Text
    names: tuple[str, ...]
    occasions: tuple[str, ...]
    kinds: tuple[str, ...]
    level: str
    seats: Mapping[str, tuple[float, float]]
    states: tuple[str, ...] = ()


class Obligation(StrEnum):
    """How strongly a norm calls for a role."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True)
class NormEntry:
    """One role that a norm names."""

    role: str
    obligation: Obligation
    note: Text | None = None


@dataclass(frozen=True)
class NormConditions:
    """Where a norm applies; an empty condition always holds."""

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class NormSource:
    """Where a norm comes from."""

    title: str
    publisher: str | None
    year: int | None
    url: str | None
    basis: str


@dataclass(frozen=True)
class NormRoster:
    """A versioned list of the roles that a kind of network should seat (German: "Soll-Besetzung")."""

    key: str
    title: Text
    description: Text
    source: NormSource
    valid_from: str | None
    applies_to: NormConditions
    entries: tuple[NormEntry, ...]


@dataclass(frozen=True)
class NetworkDraft:
    """A network as a client sends it; without id one is generated, `memberships` None keeps the stored ones."""

    id: str | None
    profile: NetworkProfile
    ags: str | None = None
    district_name: str | None = None
    source: str | None = None
    memberships: tuple[Membership, ...] | None = None
