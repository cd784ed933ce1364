"""The history of the schema, run by Alembic when a file is new or of an older version."""
