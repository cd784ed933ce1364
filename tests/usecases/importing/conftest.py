"""`run` imports a small CSV file that a test writes, on an empty home."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from service.domain.imports import Import, ImportOrder
from service.domain.organisations import Organisation
from service.resources import Resources
from service.store.organisations import list_organisations
from service.store.schema import corrections, organisations, pairs, records
from service.store.session import reading
from service.usecases.importing.order_import import order_import
from service.usecases.importing.run_import import run_import

Rows = list[dict[str, str]]
Run = Callable[..., Import]


def quiet(step: str, share: float, records: int) -> None:
    """Tells nobody."""


@pytest.fixture
def run(fresh: Resources, tmp_path: Path) -> Run:
    def imported(rows: Rows, name: str = "vereine.csv", **wanted: Any) -> Import:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return imported_file(fresh, path, **wanted)

    return imported


def imported_file(resources: Resources, path: Path, **wanted: Any) -> Import:
    ordered = order_import(resources, path.name, ImportOrder(path=str(path), **wanted))
    return run_import(resources, ordered.id, quiet)


def everything(resources: Resources) -> list[Organisation]:
    with reading(resources.store) as connection:
        return list_organisations(connection, limit=10_000)


def dump(resources: Resources) -> dict[str, list[Any]]:
    """What the directory holds, without the numbers of changes."""
    left_out = {"generation"}
    with reading(resources.store) as connection:
        return {
            table.name: sorted(
                map(str, connection.execute(select(*(c for c in table.columns if c.name not in left_out))).all())
            )
            for table in (organisations, records, corrections, pairs)
        }
