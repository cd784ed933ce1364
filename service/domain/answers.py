"""What is asked and what is answered: members, coverage, gaps, candidates, recommendations, invitations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.networks import NetworkProfile
from service.domain.places import Level
from service.domain.taxonomy import GapKind


class RoleState(StrEnum):
    """Three states, never two: missing data is not a gap."""

    REPRESENTED = "represented"
    KNOWN = "known"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class GivenMember:
    """A member as it was given: a pasted line, a stated role, or the id of a stored organisation."""

    name: str
    role: str | None = None
    organisation_id: str | None = None


@dataclass(frozen=True)
class RoleGuess:
    """A role with its calibrated probability."""

    role: str
    confidence: float


@dataclass(frozen=True)
class RecognisedMember:
    """A given line, the organisation of the directory it names (if any), and its roles, likeliest first."""

    given: str
    organisation_id: str | None
    roles: tuple[RoleGuess, ...]

    @property
    def role(self) -> str:
        """The likeliest role."""
        return self.roles[0].role

    @property
    def confidence(self) -> float:
        """Probability of the likeliest role."""
        return self.roles[0].confidence


@dataclass(frozen=True)
class Question:
    """Who is missing from this network? Counts of 0 turn a part of the answer off."""

    ags: str | None
    network: NetworkProfile
    members: tuple[GivenMember, ...]
    gaps: int = 10
    per_gap: int = 5
    recommendations: int = 20
    seats: int = 5
    exclude: frozenset[str] = frozenset()
    pin: tuple[str, ...] = ()
    norms: tuple[str, ...] | None = None
    district_name: str | None = None
    network_id: str | None = None

    @property
    def group_key(self) -> str:
        """The Kreis, whose networks are no peers of this one; "" where the place is unknown or larger."""
        return self.ags[:5] if self.ags and len(self.ags) >= 5 else ""


@dataclass(frozen=True)
class Reason:
    """One named part of a score with the facts behind it; contributions of a score add up to it."""

    code: str
    contribution: float
    facts: Mapping[str, object] = field(default_factory=dict)
    source: str | None = None


@dataclass(frozen=True)
class Caution:
    """Something to know before inviting; it changes no score."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    source: str | None = None


@dataclass(frozen=True)
class RoleCoverage:
    """How a role stands in the network."""

    role: str
    state: RoleState
    importance: float
    members: tuple[str, ...]
    known: int


@dataclass(frozen=True)
class Responsible:
    """The level, place and office that the law calls for."""

    level: Level
    ags: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """An organisation considered for a gap, with a score in [0, 1] that its reasons add up to."""

    organisation_id: str
    score: float
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A role that no member holds, with a severity in [0, 1] that its reasons add up to."""

    role: str
    kind: GapKind
    kinds: tuple[GapKind, ...]
    severity: float
    state: RoleState
    below_floor: bool
    reasons: tuple[Reason, ...]
    responsible: Responsible | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Perspective:
    """A facet that local organisations of a represented role state and no member does."""

    role: str
    facet: str
    value: str
    known: int
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Bridge:
    """Two groups that no tie connects, as organisation ids, and who could connect them."""

    between: tuple[tuple[str, ...], tuple[str, ...]]
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Recommendation:
    """An organisation worth inviting: it closes a gap or widens a represented role."""

    candidate: Candidate
    closes: tuple[str, ...]
    widens: tuple[str, ...]


@dataclass(frozen=True)
class Invitation:
    """One chosen seat and what it adds to the coverage."""

    organisation_id: str
    gain: float
    closes: tuple[str, ...]


@dataclass(frozen=True)
class InvitationSet:
    """The seats chosen under a budget; before + sum of gains = after."""

    seats: int
    chosen: tuple[Invitation, ...]
    before: float
    after: float


@dataclass(frozen=True)
class Answer:
    """The whole answer to a question."""

    members: tuple[RecognisedMember, ...]
    coverage: tuple[RoleCoverage, ...]
    gaps: tuple[Gap, ...]
    perspectives: tuple[Perspective, ...]
    bridges: tuple[Bridge, ...]
    recommendations: tuple[Recommendation, ...]
    invitations: InvitationSet | None
    norms: tuple[str, ...]


@dataclass(frozen=True)
class Opening:
    """A gap seen from an organisation: in a stored network, or by a norm where the place has none."""

    organisation_id: str
    role: str
    network_id: str | None
    norm: str | None
    severity: float
    reasons: tuple[Reason, ...]
