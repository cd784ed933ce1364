"""The tables; `organisations` has the fields of the domain's Organisation, in its order, and a generation."""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from service.domain.decisions import Verdict
from service.domain.organisations import Visibility
from service.domain.taxonomy import Staffing

#: All Alembic revisions, oldest first; repeated here so that a file of the newest one is opened without Alembic.
REVISIONS = ("0001", "0002")
HEAD = REVISIONS[-1]

_NO_STRINGS = "[]"


class Strings(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings, stored as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        """Strings to JSON text."""
        return json.dumps(value, ensure_ascii=False) if value else _NO_STRINGS

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """JSON text to strings."""
        return () if value is None or value == _NO_STRINGS else tuple(json.loads(value))


class Choice(TypeDecorator[StrEnum]):
    """A member of an enumeration of the domain, stored by its value."""

    impl = Text
    cache_ok = True

    def __init__(self, enumeration: type[StrEnum]) -> None:
        super().__init__()
        self.enumeration = enumeration

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Member to text."""
        return None if value is None else self.enumeration(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Text to member."""
        return None if value is None else self.enumeration(value)


metadata = MetaData()


def _required(name: str, type_: TypeEngine[Any] | type[TypeEngine[Any]]) -> Column[Any]:
    return Column(name, type_, nullable=False)


organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    _required("name", Text),
    _required("role", Text),
    _required("role_confidence", Float),
    _required("role_stated", Boolean),
    _required("description", Text),
    Column("ags", Text),
    _required("catchment", Strings),
    Column("district_name", Text),
    Column("place", Text),
    Column("state", Text),
    Column("postcode", Text),
    Column("street", Text),
    Column("lat", Float),
    Column("lon", Float),
    _required("languages", Strings),
    _required("topics", Strings),
    _required("audiences", Strings),
    Column("denomination", Text),
    _required("origins", Strings),
    _required("staffing", Choice(Staffing)),
    Column("legal_form", Text),
    Column("website", Text),
    Column("email", Text),
    Column("phone", Text),
    _required("availability", Strings),
    Column("source", Text),
    Column("source_key", Text),
    Column("verified_on", Text),
    _required("visibility", Choice(Visibility)),
    _required("generation", Integer),
    UniqueConstraint("source", "source_key", name="organisations_source"),
    # Each index ends with the id, so that pages and changes are found without reading the rows.
    Index("organisations_role", "role", "id"),
    Index("organisations_ags", "ags", "id"),
    Index("organisations_generation", "generation", "id"),
)

#: Ids that no longer exist and the generation in which they were deleted.
deletions = Table(
    "deletions",
    metadata,
    Column("id", Text, primary_key=True),
    _required("generation", Integer),
    Index("deletions_generation", "generation", "id"),
)

networks = Table(
    "networks",
    metadata,
    Column("id", Text, primary_key=True),
    _required("name", Text),
    Column("kind", Text),
    Column("level", Text),
    Column("phase", Text),
    Column("occasion", Text),
    _required("fields", Strings),
    Column("ags", Text),
    Column("district_name", Text),
    Column("source", Text),
    Index("networks_ags", "ags", "id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("network_id", Text, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text),
    Column("mandate", Text),
    Column("since", Text),
    Column("until", Text),
    Column("on_behalf_of", Text),
    Index("memberships_organisation", "organisation_id", "network_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("network_id", Text, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    _required("verdict", Choice(Verdict)),
    Column("reason", Text),
    Index("decisions_organisation", "organisation_id", "network_id"),
)

#: Counters of the whole directory by name.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), _required("value", Integer))
