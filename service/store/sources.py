"""Sources of the store: licence, attribution and how their files are read."""

from sqlalchemy import Connection, select

from service.domain.imports import Source
from service.store.schema import sources
from service.store.statements import upsert


def get_source(connection: Connection, name: str) -> Source | None:
    """The source of this name."""
    row = connection.execute(select(sources).where(sources.c.name == name)).one_or_none()
    return Source(*row) if row else None


def list_sources(connection: Connection) -> list[Source]:
    """All sources by name."""
    return [Source(*row) for row in connection.execute(select(sources).order_by(sources.c.name))]


def save_source(connection: Connection, source: Source) -> None:
    """Insert or replace a source."""
    connection.execute(upsert(connection, sources), vars(source))
