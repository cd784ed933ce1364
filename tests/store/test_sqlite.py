import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
import structlog

from service.errors import ForeignHome, HomeUnusable
from service.store.sqlite import APPLICATION_ID, Driver, find_driver, journal_mode, prepare_file

UNSAFE = ["3.7.0", "3.8.11.1", "3.40.1", "3.44.5", "3.45.0", "3.49.2", "3.50.0", "3.50.6", "3.51.0", "3.51.2"]
SAFE = ["3.44.6", "3.44.9", "3.50.7", "3.51.3", "3.52.0", "3.53.4", "4.0.0"]


@pytest.mark.parametrize("version", UNSAFE)
def test_a_library_with_the_wal_reset_bug_keeps_a_rollback_journal(version: str):
    assert journal_mode(version) == "DELETE"


@pytest.mark.parametrize("version", SAFE)
def test_a_mended_library_uses_wal(version: str):
    assert journal_mode(version) == "WAL"


@pytest.mark.parametrize("version", ["3.6.23", "", "3", "3.53", "unknown", "3.53.x"])
def test_a_version_without_wal_or_sense_keeps_a_rollback_journal(version: str):
    assert journal_mode(version) == "DELETE"


def test_the_package_is_preferred():
    pysqlite3 = pytest.importorskip("pysqlite3")
    assert find_driver().module is pysqlite3
    assert find_driver().journal_mode == journal_mode(pysqlite3.sqlite_version) == "WAL"


def test_without_the_package_the_standard_library_serves(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    driver = find_driver()
    assert driver.module is sqlite3
    assert driver.journal_mode == journal_mode(sqlite3.sqlite_version)
    assert driver.version == sqlite3.sqlite_version


def unsafe_driver() -> Driver:
    module = ModuleType("old_sqlite")
    module.__dict__.update(vars(sqlite3) | {"sqlite_version": "3.40.1"})
    return Driver(module, journal_mode("3.40.1"))


def journal_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_file_in_wal_mode_leaves_it_for_an_unsafe_library_and_the_log_says_so(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    assert prepare_file(path, Driver(sqlite3, "WAL"))
    assert journal_of(path) == "wal"
    with structlog.testing.capture_logs() as logs:
        prepare_file(path, unsafe_driver())
    assert journal_of(path) == "delete"
    assert logs == [
        {
            "event": "sqlite_library_unsafe_with_wal",
            "log_level": "warning",
            "sqlite": "3.40.1",
            "journal_mode": "DELETE",
        }
    ]


def test_an_unsafe_library_does_not_open_a_file_that_another_program_keeps_in_wal_mode(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    prepare_file(path, Driver(sqlite3, "WAL"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT * FROM sqlite_master").fetchall()
        with pytest.raises(HomeUnusable):
            prepare_file(path, unsafe_driver())
    assert journal_of(path) == "wal"


def test_a_mended_library_opens_a_file_that_another_program_keeps_out_of_wal_mode(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    database(path, "CREATE TABLE notes (text)", "DROP TABLE notes")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM sqlite_master").fetchall()
        assert prepare_file(path, Driver(sqlite3, "WAL"))
    assert journal_of(path) == "delete"


def test_a_new_home_is_made_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "new" / "home" / "store.sqlite"
    assert prepare_file(path, find_driver())
    assert path.parent.stat().st_mode & 0o077 == 0


def test_an_empty_file_is_a_new_one(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    path.touch()
    assert prepare_file(path, find_driver())


@pytest.mark.parametrize("content", [b"not a database", b"PK\x03\x04" + bytes(100), b"x", b"SQLite format 4\x00" * 99])
def test_a_file_that_is_no_database_is_foreign_and_stays_as_it_is(tmp_path: Path, content: bytes):
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    with pytest.raises(ForeignHome) as caught:
        prepare_file(path, find_driver())
    assert caught.value.facts == {"path": str(path)}
    assert path.read_bytes() == content


def database(path: Path, *statements: str) -> bytes:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path.read_bytes()


OURS = f"PRAGMA application_id={APPLICATION_ID}"
VERSIONS = "CREATE TABLE alembic_version (version_num TEXT)"


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE notes (text)"],
        ["PRAGMA application_id=1", "CREATE TABLE notes (text)"],
        ["PRAGMA application_id=252006675"],
        [VERSIONS, "INSERT INTO alembic_version VALUES ('0001')"],
        [OURS, "CREATE TABLE notes (text)"],
        [OURS, VERSIONS],
        [OURS, VERSIONS, "INSERT INTO alembic_version VALUES ('9999')"],
        [OURS, VERSIONS, "INSERT INTO alembic_version VALUES ('0001'), ('9999')"],
    ],
    ids=["no mark", "other mark", "mark alone", "unmarked", "no version", "empty version", "newer", "two versions"],
)
def test_a_database_of_another_program_or_a_newer_version_is_foreign_and_stays_as_it_is(
    tmp_path: Path, statements: list[str]
):
    path = tmp_path / "store.sqlite"
    content = database(path, *statements)
    with pytest.raises(ForeignHome):
        prepare_file(path, find_driver())
    assert path.read_bytes() == content


def test_a_database_that_an_interrupted_first_start_left_is_a_new_one(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    database(path, "PRAGMA journal_mode=WAL")
    assert prepare_file(path, find_driver())


def test_a_damaged_database_is_unusable(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    with pytest.raises(HomeUnusable):
        prepare_file(path, find_driver())


def test_a_home_that_cannot_be_is_unusable(tmp_path: Path):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "store.sqlite", tmp_path / "folder", tmp_path / "nul\0" / "store.sqlite"):
        with pytest.raises(HomeUnusable) as caught:
            prepare_file(path, find_driver())
        assert caught.value.facts == {"path": str(path)}


@pytest.mark.parametrize("locked", ["folder", "file"])
def test_a_home_that_must_not_be_written_is_unusable(tmp_path: Path, locked: str, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "store.sqlite"
    prepare_file(path, find_driver())
    forbidden = path if locked == "file" else tmp_path
    # The superuser may write everywhere, so the system's answer is replaced.
    monkeypatch.setattr("os.access", lambda asked, mode: asked != forbidden)
    with pytest.raises(HomeUnusable):
        prepare_file(path, find_driver())
