"""What clients may send; validated for form here, for meaning by the use cases."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from service.domain.answers import GivenMember, Question
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft, Visibility
from service.domain.taxonomy import Staffing
from service.web.limits import DESCRIPTION, ITEMS, LINE, MEMBERS, NAME, NAMES, TEXT


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME), AfterValidator(_not_blank)]
Short = Annotated[str, StringConstraints(max_length=TEXT)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_not_blank)]
Key = Annotated[str, StringConstraints(max_length=64)]
Line = Annotated[str, StringConstraints(max_length=LINE)]
Words = Annotated[list[Short], Field(max_length=ITEMS)]

Kind = Literal[
    "steering_group", "working_group", "network", "round_table", "advisory_council", "alliance", "umbrella", "other"
]
Level = Literal["internal", "municipal", "supraregional"]
Phase = Literal["drafting", "implementation", "continuation"]


class Sent(BaseModel):
    """Anything a client sends."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class OrganisationValues(Sent):
    """Fields of an organisation besides id, name and role."""

    description: Annotated[str, StringConstraints(max_length=DESCRIPTION)] = ""
    ags: Key | None = None
    catchment: Annotated[list[Key], Field(max_length=500)] = []
    district_name: Short | None = None
    place: Short | None = None
    state: Short | None = None
    postcode: Annotated[str, StringConstraints(max_length=10)] | None = None
    street: Short | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    languages: Words = []
    topics: Words = []
    audiences: Words = []
    denomination: Short | None = None
    origins: Words = []
    staffing: Staffing = Staffing.UNKNOWN
    legal_form: Short | None = None
    website: Annotated[str, StringConstraints(max_length=2000)] | None = None
    email: Short | None = None
    phone: Short | None = None
    availability: Words = []
    source: Short | None = None
    source_key: Short | None = None
    verified_on: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    visibility: Visibility = Visibility.PUBLIC


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
    occasion: Annotated[str, StringConstraints(max_length=2000)] | None = None
    fields: Annotated[list[Key], Field(max_length=ITEMS)] = []

    def profile(self) -> NetworkProfile:
        """The network for the use case."""
        return NetworkProfile(self.name, self.kind, self.level, self.phase, self.occasion, tuple(self.fields))


class MemberIn(Sent):
    """A member with a stated role or the id of a stored organisation."""

    name: Line = ""
    role: Key | None = None
    id: Id | None = None


Count = Annotated[int, Field(ge=0, le=100)]


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
    members: Annotated[list[Line | MemberIn], Field(max_length=MEMBERS)]
    ags: Key | None = None
    district_name: Short | None = None
    gaps: Annotated[int, Field(ge=0, le=80)] = 10
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
            members=tuple(_given(member) for member in self.members),
            gaps=self.gaps,
            per_gap=self.per_gap,
            recommendations=self.recommendations,
            seats=self.seats,
            exclude=frozenset(self.exclude),
            pin=tuple(self.pin),
            norms=None if self.norms is None else tuple(self.norms),
            district_name=self.district_name,
        )


def _given(member: str | MemberIn) -> GivenMember:
    return GivenMember(member) if isinstance(member, str) else GivenMember(member.name, member.role, member.id)


class OpeningsIn(Sent):
    """Organisations of an association and the place to look at."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"organisations": ["muc-morgen"], "ags": "09162"}]})

    organisations: Annotated[list[Id], Field(max_length=1000)]
    ags: Key | None = None


Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class SeatIn(Sent):
    """How an organisation sits in a network."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "youth_organisation", "mandate": "voting"}]})

    role: Key | None = None
    mandate: Literal["voting", "advisory", "guest"] | None = None
    since: Date | None = None
    until: Date | None = None
    on_behalf_of: Short | None = None

    def membership(self, organisation_id: str) -> Membership:
        """The seat of an organisation."""
        return Membership(organisation_id, self.role, self.mandate, self.since, self.until, self.on_behalf_of)


class MembershipIn(SeatIn):
    """A member of a stored network."""

    organisation_id: Id


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
    source: Annotated[str, StringConstraints(max_length=2000)] | None = None
    members: Annotated[list[MembershipIn], Field(max_length=MEMBERS)] | None = None

    def draft(self) -> NetworkDraft:
        """The network for the use case."""
        seats = None if self.members is None else tuple(m.membership(m.organisation_id) for m in self.members)
        return NetworkDraft(self.id, self.network.profile(), self.ags, self.district_name, self.source, seats)
