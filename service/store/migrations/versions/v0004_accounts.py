"""Accounts with their sessions and devices."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables of accounts."""
    op.create_table(
        "accounts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
    )
    for table in ("sessions", "devices"):
        op.create_table(
            table,
            sa.Column("token_hash", sa.Text, primary_key=True),
            sa.Column("account", sa.Text, sa.ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
            sa.Column("ends_at", sa.Text, nullable=False),
        )
        op.create_index(f"{table}_account", table, ["account"])
