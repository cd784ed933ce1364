"""The stores that every contract of the store is held against: each SQLite library and journal mode."""

import importlib.util
import sqlite3
from pathlib import Path

import pytest

from service.store.session import open_store
from service.store.sqlite import Driver, find_driver


def drivers() -> list:
    found = [pytest.param(Driver(sqlite3, "DELETE"), id="sqlite3-DELETE")]
    if importlib.util.find_spec("pysqlite3"):
        module = find_driver().module
        found += [pytest.param(Driver(module, mode), id=f"pysqlite3-{mode}") for mode in ("WAL", "DELETE")]
    return found


@pytest.fixture(params=drivers())
def store(request, tmp_path: Path):
    opened = open_store(tmp_path / "home" / "store.sqlite", request.param)
    yield opened
    opened.close()
