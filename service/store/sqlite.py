"""Which SQLite library is used, and what must hold of a file before it is opened with it."""

import importlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import structlog

from service.errors import ForeignHome, HomeUnusable
from service.store.schema import HEAD, REVISIONS

log = structlog.get_logger()

#: First release with the write-ahead log (WAL), and the first one that cannot lose its content when the log is reset.
_WAL_ADDED = (3, 7, 0)
_WAL_MENDED = (3, 51, 3)
#: Older lines of release that got the correction too, and their first good patch.
_WAL_MENDED_IN = {(3, 44): 6, (3, 50): 7}

_MAGIC = b"SQLite format 3\x00"

#: `PRAGMA application_id` of our files: the letters "WFhl".
APPLICATION_ID = 0x5746686C

#: Kept per connection: patient with locks, durable at power cut, references checked, deleted text overwritten.
PRAGMAS = {"busy_timeout": "10000", "synchronous": "FULL", "foreign_keys": "ON", "secure_delete": "ON"}


@dataclass(frozen=True)
class Driver:
    """A DB-API module (sqlite3 or one with the same interface) and the journal mode that is safe with its library."""

    module: ModuleType
    journal_mode: str

    @property
    def version(self) -> str:
        """Version of the SQLite library behind the module."""
        return str(self.module.sqlite_version)


def journal_mode(version: str) -> str:
    """`WAL`, or `DELETE` for a library with the WAL-reset bug (3.7.0 to 3.51.2 except 3.44.6+ and 3.50.7+)."""
    try:
        numbers = tuple(int(part) for part in version.split("."))
    except ValueError:
        return "DELETE"
    if len(numbers) < 3 or numbers < _WAL_ADDED:
        return "DELETE"
    good_patch = _WAL_MENDED_IN.get((numbers[0], numbers[1]))
    mended = numbers >= _WAL_MENDED or (good_patch is not None and numbers[2] >= good_patch)
    return "WAL" if mended else "DELETE"


def find_driver() -> Driver:
    """The SQLite of the package pysqlite3, else the one that Python was built with."""
    try:
        module = importlib.import_module("pysqlite3")
    except ImportError:
        module = sqlite3
    return Driver(module, journal_mode(module.sqlite_version))


def prepare_file(path: Path, driver: Driver) -> bool:
    """Check that the file is ours or new and set its journal mode; True where its tables are missing or old.

    Nothing is written to a file that is not ours. Raises HomeUnusable and ForeignHome.
    """
    _check_access(path)
    with _connected(path, driver) as connection:
        revision = _revision(connection, path)
        _set_journal_mode(connection, driver)
    return revision != HEAD


def _check_access(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        header = _header(path)
    except (OSError, ValueError) as error:
        raise HomeUnusable(path=str(path)) from error
    if header and header != _MAGIC:
        raise ForeignHome(path=str(path))
    # SQLite would open what cannot be written and fail at the first write.
    usable = os.access(path.parent, os.R_OK | os.W_OK | os.X_OK)
    if not usable or (path.exists() and not os.access(path, os.R_OK | os.W_OK)):
        raise HomeUnusable(path=str(path))


def _header(path: Path) -> bytes:
    """The first 16 bytes; none of a file that does not exist or is about to become a database."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        return file.read(len(_MAGIC))


@contextmanager
def _connected(path: Path, driver: Driver) -> Iterator[sqlite3.Connection]:
    try:
        with closing(driver.module.connect(str(path), timeout=2, isolation_level=None)) as connection:
            yield connection
    except driver.module.Error as error:
        raise HomeUnusable(path=str(path)) from error


def _revision(connection: sqlite3.Connection, path: Path) -> str | None:
    """Alembic's revision of the file, None of a new one; raises ForeignHome where it is not ours or newer than us."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    # A file without any table is what a first start leaves that was interrupted.
    if not tables and application_id in (0, APPLICATION_ID):
        return None
    if application_id != APPLICATION_ID or "alembic_version" not in tables:
        raise ForeignHome(path=str(path))
    revisions = [str(revision) for (revision,) in connection.execute("SELECT version_num FROM alembic_version")]
    if len(revisions) != 1 or revisions[0] not in REVISIONS:
        raise ForeignHome(path=str(path))
    return revisions[0]


def _set_journal_mode(connection: sqlite3.Connection, driver: Driver) -> None:
    """Change the mode that is kept in the file; the module's error where WAL cannot be left."""
    wanted = driver.journal_mode.lower()
    if wanted != "wal":
        log.warning("sqlite_library_unsafe_with_wal", sqlite=driver.version, journal_mode=driver.journal_mode)
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode == wanted:
        return
    try:
        connection.execute(f"PRAGMA journal_mode={wanted}")
    except driver.module.OperationalError:
        # Another process holds the file. Changing to WAL can wait for the next start; leaving it cannot.
        if wanted != "wal":
            raise
