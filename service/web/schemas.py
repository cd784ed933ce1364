"""What clients may send; validated for form here, for meaning by the use cases."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.domain.answers import GivenMember, Question
from service.domain.decisions import Decision, Verdict
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft, Visibility
from service.domain.taxonomy import Staffing
from service.web.fields import (
    Count,
    Date,
    Day,
    Id,
    Key,
    Kind,
    Latitude,
    Level,
    Line,
    Long,
    Longitude,
    Mandate,
    Name,
    Occasion,
    Phase,
    Secret,
    Short,
    Source,
    Url,
    Words,
)
from service.web.limits import CATCHMENT, ITEMS, LINE, MEMBERS, NAMES


class Sent(BaseModel):
    """Anything a client sends."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class OrganisationValues(Sent):
    """Fields of an organisation besides id, name and role."""

    description: Long = ""
    ags: Key | None = None
    catchment: Annotated[list[Key], Field(max_length=CATCHMENT)] = []
    district_name: Short | None = None
    place: Short | None = None
    state: Short | None = None
    postcode: Short | None = None
    street: Short | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    languages: Words = []
    topics: Words = []
    audiences: Words = []
    denomination: Short | None = None
    origins: Words = []
    staffing: Staffing = Staffing.UNKNOWN
    legal_form: Short | None = None
    website: Url | None = None
    email: Short | None = None
    phone: Short | None = None
    availability: Words = []
    source: Source | None = None
    source_key: Short | None = None
    verified_on: Day | None = None
    visibility: Visibility = Visibility.PUBLIC

    @model_validator(mode="before")
    @classmethod
    def _null_is_the_default(cls, sent: Any) -> Any:
        if not isinstance(sent, dict) or None not in sent.values():
            return sent
        defaults = OrganisationValues.model_fields
        return {
            name: defaults[name].default if value is None and name in defaults else value
            for name, value in sent.items()
        }


class OrganisationIn(OrganisationValues):
    """An organisation as it is written; without role it is recognised by its name."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "org-1", "name": "Stadtjugendring Erlangen", "ags": "09562"}]}
    )

    id: Id | None = None
    name: Name
    role: Key | None = None

    def draft(self) -> OrganisationDraft:
        """The organisation for the use case."""
        return OrganisationDraft(self.id, self.role, _values(self, set(OrganisationValues.model_fields) | {"name"}))


class OrganisationChange(OrganisationValues):
    """Fields to change; what is not named stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"verified_on": "2026-11-01"}]})

    name: Name = "-"
    role: Key | None = None

    def values(self) -> dict[str, Any]:
        """The fields that were sent."""
        return _values(self, self.model_fields_set)


def _values(sent: BaseModel, names: set[str]) -> dict[str, Any]:
    values = {name: getattr(sent, name) for name in names}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


class RecogniseIn(Sent):
    """Pasted lines to recognise."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"names": ["1. Jobcenter Erlangen", "AWO KV"], "ags": "09562"}]}
    )

    names: Annotated[list[Line], Field(max_length=NAMES)]
    ags: Key | None = None


class NetworkIn(Sent):
    """What a network is; only its name is required."""

    name: Name
    kind: Kind | None = None
    level: Level | None = None
    phase: Phase | None = None
    occasion: Occasion | None = None
    fields: Annotated[list[Key], Field(max_length=ITEMS)] | None = None

    def profile(self) -> NetworkProfile:
        """The network for the use case."""
        return NetworkProfile(self.name, self.kind, self.level, self.phase, self.occasion, tuple(self.fields or ()))


class MemberIn(Sent):
    """A member with a stated role or the id of a stored organisation; a text alone is a pasted line."""

    name: Line | None = None
    role: Key | None = None
    id: Id | None = None

    def given(self) -> GivenMember:
        """The member for the use case."""
        return GivenMember(self.name or "", self.role, self.id)


def _member(sent: Any) -> Any:
    """A line as a member; the error of a line that is too long points at the line itself."""
    if isinstance(sent, str):
        if len(sent) > LINE:
            raise PydanticCustomError("string_too_long", "too long", {"max_length": LINE})
        return {"name": sent}
    if isinstance(sent, dict) and sent.get("name") is None and sent.get("role") is None and sent.get("id") is None:
        raise PydanticCustomError("missing", "missing")
    return sent


Member = Annotated[MemberIn, BeforeValidator(_member, json_schema_input_type=Line | MemberIn)]


class QuestionIn(Sent):
    """Who is missing from this network?"""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ags": "09162",
                    "network": {"name": "Steuerungsgruppe Integrationskonzept", "kind": "steering_group"},
                    "members": ["Stelle für interkulturelle Arbeit", {"name": "Jobcenter", "role": "jobcenter"}],
                    "seats": 5,
                }
            ]
        }
    )

    network: NetworkIn
    members: Annotated[list[Member], Field(max_length=MEMBERS)]
    ags: Key | None = None
    district_name: Short | None = None
    gaps: Annotated[int, Field(strict=True, ge=0, le=80)] = 10
    per_gap: Count = 5
    recommendations: Count = 20
    seats: Count = 5
    exclude: Annotated[list[Id], Field(max_length=MEMBERS)] = []
    pin: Annotated[list[Id], Field(max_length=ITEMS)] = []
    norms: Annotated[list[Key], Field(max_length=ITEMS)] | None = None

    def question(self) -> Question:
        """The question for the use case."""
        return Question(
            ags=self.ags,
            network=self.network.profile(),
            members=tuple(member.given() for member in self.members),
            gaps=self.gaps,
            per_gap=self.per_gap,
            recommendations=self.recommendations,
            seats=self.seats,
            exclude=frozenset(self.exclude),
            pin=tuple(self.pin),
            norms=None if self.norms is None else tuple(self.norms),
            district_name=self.district_name,
        )


class OpeningsIn(Sent):
    """Organisations of an association and the place to look at."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"organisations": ["muc-morgen"], "ags": "09162"}]})

    organisations: Annotated[list[Id], Field(max_length=1000)]
    ags: Key | None = None


class SeatIn(Sent):
    """How an organisation sits in a network."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "youth_organisation", "mandate": "voting"}]})

    role: Key | None = None
    mandate: Mandate | None = None
    since: Date | None = None
    until: Date | None = None
    on_behalf_of: Short | None = None

    def membership(self, organisation_id: str) -> Membership:
        """The seat of an organisation."""
        return Membership(organisation_id, self.role, self.mandate, self.since, self.until, self.on_behalf_of)


class MembershipIn(SeatIn):
    """A member of a stored network."""

    organisation_id: Id


class DecisionIn(Sent):
    """What was decided about an organisation, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"organisation_id": "org-1", "decision": "later", "reason": "Stelle zurzeit unbesetzt"}]
        }
    )

    organisation_id: Id
    decision: Verdict
    reason: Short | None = None

    def decided(self) -> Decision:
        """The decision for the use case."""
        return Decision(self.organisation_id, self.decision, self.reason or None)


class LoginIn(Sent):
    """Name and password of an account."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "verband", "password": "vier wörter ohne sinn"}]}
    )

    name: Key
    password: Secret


class StoredNetworkIn(Sent):
    """A network to store; without `members` the stored ones are kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"network": {"name": "Runder Tisch Asyl", "kind": "round_table"}, "ags": "09562", "members": []}
            ]
        }
    )

    id: Id | None = None
    network: NetworkIn
    ags: Key | None = None
    district_name: Short | None = None
    source: Source | None = None
    members: Annotated[list[MembershipIn], Field(max_length=MEMBERS)] | None = None

    def draft(self) -> NetworkDraft:
        """The network for the use case."""
        seats = None if self.members is None else tuple(m.membership(m.organisation_id) for m in self.members)
        return NetworkDraft(self.id, self.network.profile(), self.ags, self.district_name, self.source, seats)


class CarryOnIn(Sent):
    """Answers to what an import asks; what is not named stays as it was ordered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"accept_removals": True}]})

    accept_removals: bool = False
    keep_missing: bool = False
    zeros_lost: bool = False
    dry_run: bool = False
    columns: dict[Short, dict[Short, Short]] = {}
    answers: dict[Short, Key] = {}

    def answers_given(self) -> dict[str, Any]:
        """What was answered; a dry run that is carried on becomes a real import unless it is asked for again."""
        return self.model_dump(include={*self.model_fields_set, "dry_run"})


class PairIn(Sent):
    """Two organisations."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"first": "org-1", "second": "org-2"}]})

    first: Id
    second: Id


class PartIn(Sent):
    """What is to be parted from an organisation: one that it took in, or one record of a source."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"merged_id": "org-2"}]})

    merged_id: Id | None = None
    source: Source | None = None
    key: Line | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "PartIn":
        if self.merged_id is None and (self.source is None or self.key is None):
            raise PydanticCustomError("missing", "merged_id, or source and key")
        return self
