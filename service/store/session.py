"""Opening the store, reading it, and the only commit of the project."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, select, update
from sqlalchemy.exc import SQLAlchemyError

from service.errors import HomeUnusable
from service.store.schema import meta
from service.store.sqlite import APPLICATION_ID, PRAGMAS, Driver, find_driver, prepare_file

_READ = "BEGIN"
#: Takes the lock for writing at once: two writers that both began by reading would lose an update or fail.
_WRITE = "BEGIN IMMEDIATE"

_GENERATION = "generation"


@dataclass(frozen=True)
class Store:
    """One database with an engine for readers, who cannot write, and one for the writer."""

    reader: Engine
    writer: Engine

    def close(self) -> None:
        """Close the connections."""
        self.reader.dispose()
        self.writer.dispose()


def open_store(path: Path, driver: Driver | None = None) -> Store:
    """The store in this SQLite file, created or upgraded as needed; raises HomeUnusable and ForeignHome."""
    used = driver or find_driver()
    if prepare_file(path, used):
        _upgrade(path, used)
    reader = _engine(path, used, _READ, {"query_only": "ON"}, pool_size=8, max_overflow=32)
    # One connection: threads queue for it in order of arrival, where SQLite's lock would let them race.
    writer = _engine(path, used, _WRITE, {}, pool_size=1, max_overflow=0)
    return Store(reader, writer)


@contextmanager
def reading(store: Store) -> Iterator[Connection]:
    """A connection that sees the store as it is now until the block ends, and cannot write."""
    with store.reader.connect() as connection:
        connection.begin()
        yield connection


@contextmanager
def writing(store: Store) -> Iterator[Connection]:
    """The connection of the only writer; what the block wrote is kept when it ends and undone when it raises.

    Never open it inside `writing` or `reading`: both would wait for each other.
    """
    with _committing(store.writer) as connection:
        yield connection


@contextmanager
def _committing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.begin()
        yield connection
        connection.commit()


def get_generation(connection: Connection) -> int:
    """Number of the last change of the directory, 0 before the first."""
    return int(connection.execute(select(meta.c.value).where(meta.c.key == _GENERATION)).scalar_one())


def next_generation(connection: Connection) -> int:
    """Count one more change of the directory and return its number."""
    connection.execute(update(meta).where(meta.c.key == _GENERATION).values(value=meta.c.value + 1))
    return get_generation(connection)


def _upgrade(path: Path, driver: Driver) -> None:
    """Bring the tables to the newest revision in one transaction: a crash leaves the old ones or the new ones."""
    from service.store.migrations.upgrading import upgrade

    # Alembic changes a table by copying and dropping it; foreign keys would then delete the rows that refer to it.
    engine = _engine(path, driver, _WRITE, {"foreign_keys": "OFF"}, pool_size=1, max_overflow=0)
    try:
        with _committing(engine) as connection:
            upgrade(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    except SQLAlchemyError as error:
        raise HomeUnusable(path=str(path)) from error
    finally:
        engine.dispose()


def _engine(path: Path, driver: Driver, begin: str, pragmas: Mapping[str, str], **pool: int) -> Engine:
    """An engine whose transactions start with `begin`; the driver itself starts none."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), module=driver.module, connect_args={"isolation_level": None}, **pool
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        for name, value in (PRAGMAS | dict(pragmas)).items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
