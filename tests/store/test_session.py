import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.errors import ForeignHome
from service.store.organisations import count_organisations
from service.store.session import Store, get_generation, next_generation, open_store, reading, writing
from service.store.sqlite import APPLICATION_ID, find_driver

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def pragma(store: Store, name: str, write: bool) -> object:
    with (writing if write else reading)(store) as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize("write", [True, False])
def test_every_connection_is_durable_patient_and_strict(store: Store, write: bool):
    assert pragma(store, "synchronous", write) == 2
    assert pragma(store, "foreign_keys", write) == 1
    assert pragma(store, "busy_timeout", write) == 10000
    assert pragma(store, "secure_delete", write) == 1
    assert pragma(store, "application_id", write) == APPLICATION_ID
    assert pragma(store, "journal_mode", write) == find_driver().journal_mode.lower()
    assert pragma(store, "query_only", write) == (0 if write else 1)


def test_a_reader_keeps_its_view_while_others_write(store: Store):
    if find_driver().journal_mode != "WAL":
        pytest.skip("with a rollback journal the writer waits for the reader")
    with reading(store) as connection:
        assert get_generation(connection) == 0
        with writing(store) as writer:
            next_generation(writer)
        assert get_generation(connection) == 0
    with reading(store) as connection:
        assert get_generation(connection) == 1


def test_a_path_with_odd_characters_is_taken_as_it_is(tmp_path: Path):
    path = tmp_path / "Prüfung 100% #1?mode=ro" / "store.sqlite"
    store = open_store(path)
    with writing(store) as connection:
        next_generation(connection)
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["store.sqlite"]


def test_a_store_that_is_up_to_date_is_opened_without_alembic(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    open_store(path).close()
    program = (
        "import pathlib, sys; from service.store.session import open_store\n"
        "open_store(pathlib.Path(sys.argv[1])); print([m for m in sys.modules if 'alembic' in m])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_a_refused_file_is_not_opened(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    path.write_text("notes")
    with pytest.raises(ForeignHome):
        open_store(path)


WRITER = """
import pathlib, sys
from service.domain.organisations import Organisation
from service.store.organisations import save_organisations
from service.store.session import next_generation, open_store, writing

store = open_store(pathlib.Path(sys.argv[1]))
while True:
    with writing(store) as connection:
        generation = next_generation(connection)
        batch = [Organisation(f"{generation:06d}-{number}", "Verein", "choir") for number in range(10)]
        save_organisations(connection, batch, generation)
    print(generation, flush=True)
"""


def test_a_killed_process_loses_no_acknowledged_batch_and_leaves_no_half_one(tmp_path: Path):
    path = tmp_path / "store.sqlite"
    for acknowledgements in (1, 20, 57):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        lines = (line for line in process.stdout if line.strip().isdigit())
        for _ in range(acknowledgements):
            acknowledged = int(next(lines))
        os.kill(process.pid, signal.SIGKILL)
        acknowledged = max([acknowledged, *map(int, lines)])
        process.wait()
        process.stdout.close()
        store = open_store(path)
        with reading(store) as connection:
            assert get_generation(connection) >= acknowledged
            assert count_organisations(connection) == 10 * get_generation(connection)
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        store.close()
