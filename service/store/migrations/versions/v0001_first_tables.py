"""First tables: organisations, deletions, networks, memberships and the counters of the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables as they were at this revision."""
    _organisations()
    op.create_table("deletions", _key("id"), sa.Column("generation", sa.Integer, nullable=False))
    op.create_index("deletions_generation", "deletions", ["generation", "id"])
    _networks()
    _memberships()
    meta = op.create_table("meta", _key("key"), sa.Column("value", sa.Integer, nullable=False))
    op.bulk_insert(meta, [{"key": "generation", "value": 0}])


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _optional(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in names]


def _organisations() -> None:
    op.create_table(
        "organisations",
        _key("id"),
        _text("name"),
        _text("role"),
        sa.Column("role_confidence", sa.Float, nullable=False),
        sa.Column("role_stated", sa.Boolean, nullable=False),
        _text("description"),
        *_optional("ags"),
        _text("catchment"),
        *_optional("district_name", "place", "state", "postcode", "street"),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        _text("languages"),
        _text("topics"),
        _text("audiences"),
        *_optional("denomination"),
        _text("origins"),
        _text("staffing"),
        *_optional("legal_form", "website", "email", "phone"),
        _text("availability"),
        *_optional("source", "source_key", "verified_on"),
        _text("visibility"),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.UniqueConstraint("source", "source_key", name="organisations_source"),
    )
    for column in ("role", "ags", "generation"):
        op.create_index(f"organisations_{column}", "organisations", [column, "id"])


def _networks() -> None:
    op.create_table(
        "networks",
        _key("id"),
        _text("name"),
        *_optional("kind", "level", "phase", "occasion"),
        _text("fields"),
        *_optional("ags", "district_name", "source"),
    )
    op.create_index("networks_ags", "networks", ["ags", "id"])


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("network_id", sa.Text, sa.ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("organisation_id", sa.Text, sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
        *_optional("role", "mandate", "since", "until", "on_behalf_of"),
    )
    op.create_index("memberships_organisation", "memberships", ["organisation_id", "network_id"])
