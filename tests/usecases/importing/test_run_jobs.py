"""Ordered imports are run one after the other, and one that a crash interrupted is begun again."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from service.domain.imports import Import, ImportOrder, ImportState
from service.resources import Resources, open_resources
from service.settings import Settings
from service.store.imports import change_import, note_progress
from service.store.session import writing
from service.usecases.importing.order_import import order_import, read_import
from service.usecases.importing.run_jobs import abandon_dead, forget_old_uploads, run_jobs, upload_folder
from tests.usecases.importing.conftest import everything

ROWS = "Name;AGS\n" + "".join(f"Kleingartenverein Nummer {n} am Kanal;09562000\n" for n in range(300))

#: Imports the file again and again until it is killed.
ENDLESS = """
import sys
from pathlib import Path
from service.domain.imports import ImportOrder
from service.resources import open_resources
from service.settings import Settings
from service.usecases.importing.order_import import order_import
from service.usecases.importing.run_jobs import run_job

resources = open_resources(Settings(home=Path(sys.argv[1])))
for number in range(1000):
    path = Path(sys.argv[2]) / f"liste{number}.csv"
    path.write_text(f"Name;AGS\\nVerein {number} A;09562000\\nVerein {number} B;09562000\\n", encoding="utf-8")
    run_job(resources, order_import(resources, path.name, ImportOrder(path=str(path), source=f"liste {number}")))
    print(number, flush=True)
"""


def upload(resources: Resources, **wanted: object) -> Import:
    folder = upload_folder(resources)
    folder.mkdir(exist_ok=True)
    path = folder / "vereine"
    path.write_text(ROWS, encoding="utf-8")
    return order_import(resources, "vereine.csv", ImportOrder(path=str(path), **wanted))


def work_until_ended(resources: Resources, import_id: str) -> Import:
    stop = threading.Event()
    thread = threading.Thread(target=run_jobs, args=(resources, stop))
    thread.start()
    for _ in range(600):
        if read_import(resources, import_id).state not in (ImportState.QUEUED, ImportState.RUNNING):
            break
        time.sleep(0.05)
    stop.set()
    thread.join()
    return read_import(resources, import_id)


def test_what_is_ordered_is_run_and_the_upload_goes(fresh: Resources):
    done = work_until_ended(fresh, upload(fresh).id)
    assert (done.state, done.progress, len(everything(fresh))) == (ImportState.DONE, 1.0, 300)
    assert list(upload_folder(fresh).iterdir()) == []


def test_a_late_note_of_progress_leaves_what_came_of_an_import(fresh: Resources):
    done = work_until_ended(fresh, upload(fresh).id)
    with writing(fresh.store) as connection:
        note_progress(connection, done.id, 0.5, {"step": "write"})
    assert read_import(fresh, done.id) == done


def test_an_upload_that_nobody_carried_on_with_is_deleted_after_a_day(fresh: Resources):
    folder = upload_folder(fresh)
    upload(fresh)
    old = folder / "old"
    old.write_text("Anwesend: jemand", encoding="utf-8")
    os.utime(old, (time.time() - 25 * 3600,) * 2)
    forget_old_uploads(fresh)
    assert [path.name for path in folder.iterdir()] == ["vereine"]


def test_what_was_running_when_the_service_died_is_begun_again(fresh: Resources):
    ordered = upload(fresh)
    with writing(fresh.store) as connection:
        change_import(
            connection, ordered.id, {"state": ImportState.RUNNING, "options": {**ordered.options, "attempts": 1}}
        )
    assert work_until_ended(fresh, ordered.id).state is ImportState.DONE
    assert len(everything(fresh)) == 300


def test_a_file_at_which_the_service_died_three_times_is_given_up(fresh: Resources):
    ordered = upload(fresh)
    with writing(fresh.store) as connection:
        change_import(
            connection, ordered.id, {"state": ImportState.RUNNING, "options": {**ordered.options, "attempts": 3}}
        )
    failed = work_until_ended(fresh, ordered.id)
    assert (failed.state, failed.problem) == (ImportState.FAILED, "import_broke_off")
    assert everything(fresh) == []


def test_an_import_whose_own_process_died_is_noted_as_ended(fresh: Resources):
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    ordered = upload(fresh, pid=process.pid)
    with writing(fresh.store) as connection:
        change_import(connection, ordered.id, {"state": ImportState.RUNNING})
    abandon_dead(fresh)
    assert read_import(fresh, ordered.id).state is ImportState.FAILED


def test_killed_in_the_middle_every_import_is_whole_or_not_at_all(tmp_path: Path):
    home = tmp_path / "home"
    for round_ in range(3):
        folder = tmp_path / f"files{round_}"
        folder.mkdir()
        child = subprocess.Popen([sys.executable, "-c", ENDLESS, str(home), str(folder)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(3)]
        time.sleep(0.02 * round_)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        resources = open_resources(Settings(home=home))
        names = {one.name for one in everything(resources)}
        for number in range(1000):
            both = {f"Verein {number} A", f"Verein {number} B"}
            assert both <= names or not both & names
            assert both <= names or number not in told
        assert len(resources.snapshot) == len(names)
        resources.close()
