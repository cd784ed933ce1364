"""What the service answers, for the documentation of the interface; views.py makes the answers themselves."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from service.domain.accounts import AccountRole
from service.domain.answers import RoleState
from service.domain.decisions import Verdict
from service.domain.organisations import Visibility
from service.domain.places import Level
from service.domain.taxonomy import GapKind, Staffing


class Answered(BaseModel):
    """Anything the service answers; more fields may be added in later versions."""

    model_config = ConfigDict(extra="forbid")


class FieldError(Answered):
    """One bad field."""

    pointer: str
    detail: str


class Problem(Answered):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []


class OrganisationOut(Answered):
    """An organisation of the directory."""

    id: str
    name: str
    role: str
    role_confidence: float
    description: str
    ags: str | None
    catchment: list[str]
    district_name: str | None
    place: str | None
    state: str | None
    postcode: str | None
    street: str | None
    lat: float | None
    lon: float | None
    languages: list[str]
    topics: list[str]
    audiences: list[str]
    denomination: str | None
    origins: list[str]
    staffing: Staffing
    legal_form: str | None
    website: str | None
    email: str | None
    phone: str | None
    availability: list[str]
    source: str | None
    source_key: str | None
    verified_on: str | None
    visibility: Visibility
    unverified: bool
    completeness: float
    missing: list[str]


class Brief(Answered):
    """An organisation as it is named in an answer."""

    id: str
    name: str
    role: str | None = None
    ags: str | None = None
    place: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    staffing: Staffing | None = None
    source: str | None = None
    verified_on: str | None = None
    unverified: bool | None = None


class Organisations(Answered):
    """A page of organisations; the Link header names the next one."""

    organisations: list[OrganisationOut]


class RejectedLine(Answered):
    """A line of a bulk that was not stored; lines count from 1."""

    line: int
    pointer: str
    detail: str


class BulkReport(Answered):
    """What became of the lines of a bulk."""

    accepted: int
    updated: int
    rejected: list[RejectedLine]


class ReasonOut(Answered):
    """A named part of a score; the contributions of a score add up to it."""

    code: str
    text: str
    contribution: float
    source: str | None


class CautionOut(Answered):
    """Something to know before inviting; it changes no score."""

    code: str
    text: str
    source: str | None


class HitOut(Answered):
    """A found organisation."""

    organisation: OrganisationOut
    score: float
    reasons: list[ReasonOut]


class Hits(Answered):
    """What was found, best first; `abstained` when nothing was close enough."""

    hits: list[HitOut]
    abstained: bool


class RoleGuessOut(Answered):
    """A role with its calibrated probability."""

    role: str
    confidence: float


class RecognisedOut(Answered):
    """A line, the organisation it names and its roles, likeliest first."""

    given: str
    organisation: Brief | None
    roles: list[RoleGuessOut]


class RecognisedMembers(Answered):
    """All lines in their order."""

    members: list[RecognisedOut]


class MemberOut(Answered):
    """A member as it was recognised for a question."""

    given: str
    organisation: Brief | None
    role: str
    confidence: float


class CoverageOut(Answered):
    """How a role stands in the network."""

    role: str
    state: RoleState
    importance: float
    members: list[str]
    known: int


class ResponsibleOut(Answered):
    """The level, place and office that the law calls for."""

    level: Level
    ags: str
    name: str


class CandidateOut(Answered):
    """An organisation that could fill a gap."""

    organisation: Brief
    score: float
    reasons: list[ReasonOut]
    cautions: list[CautionOut]


class GapOut(Answered):
    """A role that no member holds."""

    role: str
    label: str
    kind: GapKind
    kinds: list[GapKind]
    severity: float
    state: RoleState
    below_floor: bool
    reasons: list[ReasonOut]
    responsible: ResponsibleOut | None
    candidates: list[CandidateOut]


class FacetOut(Answered):
    """What organisations state of themselves."""

    kind: Literal["language", "denomination", "audience", "origin"]
    value: str


class PerspectiveOut(Answered):
    """What is missing inside a represented role."""

    role: str
    facet: FacetOut
    known: int
    reasons: list[ReasonOut]
    candidates: list[CandidateOut]


class BridgeOut(Answered):
    """Two groups that nobody connects, and who could."""

    between: list[list[str]]
    names: list[list[str]]
    reasons: list[ReasonOut]
    candidates: list[CandidateOut]


class RecommendationOut(CandidateOut):
    """An organisation worth inviting: it closes a gap or widens a represented role."""

    closes: list[str]
    widens: list[str]


class InvitationOut(Answered):
    """One seat and what it adds to the coverage."""

    organisation: Brief
    gain: float
    closes: list[str]


class CoverageValue(Answered):
    """Importance of the represented roles as a share of the importance of all."""

    coverage: float


class InvitationsOut(Answered):
    """The invitation set; coverage before + sum of gains = coverage after."""

    seats: int
    chosen: list[InvitationOut]
    before: CoverageValue
    after: CoverageValue


class WhoIsMissing(Answered):
    """Who is missing from a network, who could fill each gap, and why."""

    members: list[MemberOut]
    coverage: list[CoverageOut]
    gaps: list[GapOut]
    perspectives: list[PerspectiveOut]
    bridges: list[BridgeOut]
    recommendations: list[RecommendationOut]
    invitations: InvitationsOut | None
    norms: list[str]
    model: dict[str, str]


class NetworkName(Answered):
    """A stored network as it is named in an answer."""

    id: str
    name: str
    ags: str | None


class NormName(Answered):
    """A norm roster as it is named in an answer."""

    key: str
    title: str


class OpeningOut(Answered):
    """A gap that an organisation could fill, in a stored network or by a norm where the place has none."""

    organisation: Brief
    role: str
    network: NetworkName | None
    norm: NormName | None
    severity: float
    reasons: list[ReasonOut]


class Openings(Answered):
    """Openings, most severe first."""

    openings: list[OpeningOut]


class ProfileOut(Answered):
    """What a network is."""

    name: str
    kind: str | None
    level: str | None
    phase: str | None
    occasion: str | None
    fields: list[str]


class SeatOut(Answered):
    """An organisation's seat in a network."""

    organisation_id: str
    role: str | None
    mandate: str | None
    since: str | None
    until: str | None
    on_behalf_of: str | None


class NetworkOut(Answered):
    """A stored network."""

    id: str
    network: ProfileOut
    ags: str | None
    district_name: str | None
    source: str | None
    members: list[SeatOut]


class Networks(Answered):
    """A page of networks; the Link header names the next one."""

    networks: list[NetworkOut]


class DecisionOut(Answered):
    """What was decided about an organisation in a network."""

    organisation_id: str
    decision: Verdict
    reason: str | None


class Decisions(Answered):
    """The decisions of a network by organisation."""

    decisions: list[DecisionOut]


class SessionOut(Answered):
    """A session of a program; `places` are keys, none of them for all places."""

    token: str
    ends_at: str
    role: AccountRole
    places: list[str]


class Status(Answered):
    """How the process is."""

    status: Literal["ok", "ready", "starting"]
