"""Imports, sources, provenance, history, merges and the imported register."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables that importing needs."""
    _imports()
    _provenance()
    _resolution()
    _places()


def _imports() -> None:
    """Where files come from and what came of them."""
    op.create_table(
        "sources",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("licence", sa.Text),
        sa.Column("attribution", sa.Text),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("zeros_lost", sa.Boolean, nullable=False),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("format", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text),
        sa.Column("problem", sa.Text),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer),
    )
    op.create_index("imports_state", "imports", ["state", "id"])
    op.create_table(
        "import_notes",
        sa.Column("import_id", sa.Text, sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
    )


def _provenance() -> None:
    """What sources and people say, and what was there before."""
    op.create_table(
        "records",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("organisation_id", sa.Text, nullable=False),
        sa.Column("stated", sa.Text, nullable=False),
        sa.Column("licence", sa.Text),
        sa.Column("delivered_on", sa.Text, nullable=False),
        sa.Column("import_id", sa.Text, nullable=False),
        sa.Column("main", sa.Boolean, nullable=False),
    )
    op.create_index("records_organisation", "records", ["organisation_id", "source", "key"])
    op.create_index("records_import", "records", ["import_id", "source", "key"])
    op.create_table(
        "corrections",
        sa.Column("organisation_id", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("stated", sa.Text, nullable=False),
        sa.Column("made_on", sa.Text, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("generation", sa.Integer, primary_key=True),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("import_id", sa.Text),
    )
    op.create_table(
        "history",
        sa.Column("organisation_id", sa.Text, primary_key=True),
        sa.Column("generation", sa.Integer, primary_key=True),
        sa.Column("before", sa.Text),
    )
    op.create_index("history_generation", "history", ["generation", "organisation_id"])
    op.create_table(
        "record_history",
        sa.Column("generation", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("before", sa.Text),
    )


def _resolution() -> None:
    """Organisations that are or may be one."""
    op.create_table(
        "merges",
        sa.Column("merged_id", sa.Text, primary_key=True),
        sa.Column("into_id", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
    )
    op.create_index("merges_into", "merges", ["into_id", "merged_id"])
    op.create_table(
        "pairs",
        sa.Column("first_id", sa.Text, primary_key=True),
        sa.Column("second_id", sa.Text, primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("features", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer),
    )
    op.create_index("pairs_state", "pairs", ["state", "score"])
    op.create_index("pairs_second", "pairs", ["second_id", "first_id"])


def _places() -> None:
    """The imported register."""
    op.create_table(
        "places",
        sa.Column("ars", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("area", sa.Integer),
        sa.Column("postcode", sa.Text),
        sa.Column("seat", sa.Text),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
    )
    op.create_index("places_key", "places", ["key"])
    op.create_table(
        "former_keys",
        sa.Column("former", sa.Text, primary_key=True),
        sa.Column("successor", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
    )
    op.create_table(
        "replaced",
        sa.Column("import_id", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "outlines",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("geometry", sa.Text, nullable=False),
        sa.Column("attribution", sa.Text),
    )
    op.create_table(
        "statistics",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("measure", sa.Text, primary_key=True),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("attribution", sa.Text),
    )
    op.create_table(
        "postcodes",
        sa.Column("postcode", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
    )
