"""The tables; `organisations` has the fields of the domain's Organisation, in its order, and a generation."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from service.domain.accounts import AccountRole
from service.domain.decisions import Verdict
from service.domain.imports import ImportState
from service.domain.organisations import Visibility
from service.domain.resolution import PairState
from service.domain.taxonomy import Staffing
from service.store.column_types import Choice, Facts, Strings

#: All Alembic revisions, oldest first; repeated here so that a file of the newest one is opened without Alembic.
REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]

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

#: Where organisations come from: licence, whom to name, and how its files are read.
sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("licence", Text),
    Column("attribution", Text),
    _required("columns", Facts),
    _required("answers", Facts),
    _required("zeros_lost", Boolean),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Text, primary_key=True),
    _required("file", Text),
    Column("source", Text),
    Column("format", Text),
    _required("state", Choice(ImportState)),
    _required("options", Facts),
    _required("counts", Facts),
    _required("progress", Float),
    _required("created_at", Text),
    Column("ended_at", Text),
    Column("problem", Text),
    _required("facts", Facts),
    Column("generation", Integer),
    Index("imports_state", "state", "id"),
)

#: What an import says about single records: rejected, in question, or worth knowing.
import_notes = Table(
    "import_notes",
    metadata,
    Column("import_id", Text, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _required("kind", Text),
    _required("at", Text),
    _required("code", Text),
    _required("facts", Facts),
)

#: What each source says of an organisation.
records = Table(
    "records",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    _required("organisation_id", Text),
    _required("stated", Facts),
    Column("licence", Text),
    _required("delivered_on", Text),
    _required("import_id", Text),
    _required("main", Boolean),
    Index("records_organisation", "organisation_id", "source", "key"),
    Index("records_import", "import_id", "source", "key"),
)

#: Values that people of this place put right; they outlive every import.
corrections = Table(
    "corrections",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    _required("stated", Facts),
    _required("made_on", Text),
)

#: When each change of the directory was made, and by which import.
changes = Table(
    "changes",
    metadata,
    Column("generation", Integer, primary_key=True),
    _required("made_at", Text),
    _required("cause", Text),
    Column("import_id", Text),
)

#: Each organisation as it was before a change; null where it did not exist.
history = Table(
    "history",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("before", Facts),
    Index("history_generation", "generation", "organisation_id"),
)

#: Each record as it was before an import; null where it did not exist.
record_history = Table(
    "record_history",
    metadata,
    Column("generation", Integer, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("before", Facts),
)

#: Organisations that were taken into another one, with all that is needed to part them again.
merges = Table(
    "merges",
    metadata,
    Column("merged_id", Text, primary_key=True),
    _required("into_id", Text),
    _required("made_at", Text),
    _required("generation", Integer),
    _required("before", Facts),
    Index("merges_into", "into_id", "merged_id"),
)

#: Pairs of organisations that may be one, and what was decided about them; the first id is the smaller one.
pairs = Table(
    "pairs",
    metadata,
    Column("first_id", Text, primary_key=True),
    Column("second_id", Text, primary_key=True),
    _required("score", Float),
    _required("features", Facts),
    _required("state", Choice(PairState)),
    Column("generation", Integer),
    Index("pairs_state", "state", "score"),
    Index("pairs_second", "second_id", "first_id"),
)

#: The imported register of places; without it the shipped one answers.
places = Table(
    "places",
    metadata,
    Column("ars", Text, primary_key=True),
    _required("key", Text),
    _required("name", Text),
    _required("type", Text),
    Column("population", Integer),
    Column("area", Integer),
    Column("postcode", Text),
    Column("seat", Text),
    Column("lat", Float),
    Column("lon", Float),
    Index("places_key", "key"),
)

#: Former keys and the key that holds their area today, as registers that were imported one after the other tell.
former_keys = Table(
    "former_keys",
    metadata,
    Column("former", Text, primary_key=True),
    _required("successor", Text),
    _required("valid_from", Text),
    _required("evidence", Text),
)

#: What an import of places replaced, compressed, so that it can be undone.
replaced = Table(
    "replaced",
    metadata,
    Column("import_id", Text, primary_key=True),
    _required("content", LargeBinary),
)

outlines = Table(
    "outlines",
    metadata,
    Column("key", Text, primary_key=True),
    _required("geometry", Facts),
    Column("attribution", Text),
)

statistics = Table(
    "statistics",
    metadata,
    Column("key", Text, primary_key=True),
    Column("measure", Text, primary_key=True),
    _required("value", Float),
    Column("year", Integer),
    Column("attribution", Text),
)

postcodes = Table(
    "postcodes",
    metadata,
    Column("postcode", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("lat", Float),
    Column("lon", Float),
)

#: Counters of the whole directory by name.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), _required("value", Integer))

accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    _required("role", Choice(AccountRole)),
    _required("places", Strings),
    _required("password_hash", Text),
)


def _tokens(name: str) -> Table:
    """A table of secret tokens, by their SHA-256, that belong to accounts until their time is over (ISO 8601, UTC)."""
    return Table(
        name,
        metadata,
        Column("token_hash", Text, primary_key=True),
        Column("account", Text, ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
        _required("ends_at", Text),
        Index(f"{name}_account", "account"),
    )


sessions = _tokens("sessions")
#: Where somebody logged in before; guesses from elsewhere do not lock those out.
devices = _tokens("devices")
