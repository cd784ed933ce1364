"""The vocabulary: stakeholder roles, fields of action and the attributes of networks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.places import Level
from service.domain.texts import Phrases, Text

OTHER = "other"


class GapKind(StrEnum):
    """Why a role is missing (DESIGN.md, section 1): a duty by norm, a perspective, or a bridge between groups."""

    DUTY = "duty"
    PERSPECTIVE = "perspective"
    BRIDGE = "bridge"


class Staffing(StrEnum):
    """Who does an organisation's work."""

    PAID = "paid"
    VOLUNTEER = "volunteer"
    MIXED = "mixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Term:
    """One entry of a controlled vocabulary."""

    key: str
    label: Text
    definition: Text
    synonyms: Phrases = field(default_factory=Phrases)
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A stakeholder role (German: "Akteursrolle")."""

    key: str
    sphere: str
    label: Text
    definition: Text
    synonyms: Phrases
    activities: Phrases
    staffing: Staffing
    jurisdiction: Level
    gap_kinds: tuple[GapKind, ...]
    jurisdiction_by_state: Mapping[str, Level] = field(default_factory=dict)
    authority: Mapping[str, str] = field(default_factory=dict)

    def level_in(self, state: str) -> Level:
        """The level that is responsible in a Land (two digits of the AGS)."""
        return self.jurisdiction_by_state.get(state, self.jurisdiction)

    def authority_in(self, state: str) -> str:
        """The German name of the authority in a Land; the role's German label where none is recorded."""
        return self.authority.get(state) or self.authority.get("default") or self.label.de


@dataclass(frozen=True)
class SpokenLanguage:
    """A language with its ISO 639 code and the names people write for it, lower-case."""

    key: str
    label: Text
    names: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All vocabularies, each a mapping from key to entry in the order of its file."""

    roles: Mapping[str, Role]
    spheres: Mapping[str, Term]
    fields: Mapping[str, Term]
    audiences: Mapping[str, Term]
    levels: Mapping[str, Term]
    phases: Mapping[str, Term]
    kinds: Mapping[str, Term]
    functions: Mapping[str, Term]
    structural_features: Mapping[str, Term]
    languages: Mapping[str, SpokenLanguage]

    @property
    def role_keys(self) -> tuple[str, ...]:
        """Role keys in the order that numbers them in models and indexes."""
        return tuple(self.roles)

    def language_code(self, name: str) -> str | None:
        """ISO code of a language given by code or by a common name; None where it is not known."""
        wanted = name.strip().casefold()
        if wanted in self.languages:
            return wanted
        return next((code for code, language in self.languages.items() if wanted in language.names), None)
