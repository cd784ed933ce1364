"""Decisions about the organisations that a network might invite."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table of decisions."""
    op.create_table(
        "decisions",
        sa.Column("network_id", sa.Text, sa.ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("organisation_id", sa.Text, sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_index("decisions_organisation", "decisions", ["organisation_id", "network_id"])
