"""What is kept: organisations and networks in SQLite by SQLAlchemy Core, with Alembic for the schema."""
