"""What is kept: organisations, networks and decisions in SQLite by SQLAlchemy Core, with Alembic for the schema."""
