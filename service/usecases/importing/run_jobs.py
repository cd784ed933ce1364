"""Run ordered imports one after the other, also those that a crash interrupted."""

import os
import threading
import time
from pathlib import Path

import structlog

from service.domain.imports import Import, ImportState
from service.resources import Resources
from service.store.imports import change_import, list_in_state, note_progress
from service.store.session import reading, writing
from service.usecases.importing.run_import import run_import
from service.usecases.keep_provenance import now

log = structlog.get_logger()

#: Seconds between two looks for work, and between two notes of progress.
PAUSE = 0.5
#: Seconds that the file of an import is kept which waits for an answer or failed.
KEPT = 24 * 3600
#: A file at which the service died this often is not tried again.
ATTEMPTS = 3


def upload_folder(resources: Resources) -> Path:
    """Where uploaded files lie until they have been imported."""
    return resources.settings.home / "imports"


def run_jobs(resources: Resources, stop: threading.Event) -> None:
    """Run what is ordered until told to stop; what was running when the service died is begun again."""
    _begin_again(resources)
    while not stop.wait(PAUSE):
        forget_old_uploads(resources)
        for ordered in _ordered(resources):
            if stop.is_set():
                return
            run_job(resources, ordered)


def run_job(resources: Resources, ordered: Import) -> None:
    """Run one import and keep its progress; the upload is deleted once it is done."""
    told_at = 0.0

    def told(step: str, share: float, records: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < PAUSE:
            return
        told_at = time.monotonic()
        with writing(resources.store) as connection:
            note_progress(connection, ordered.id, round(share, 4), {"step": step, "records": records})

    try:
        ended = run_import(resources, ordered.id, told)
    except Exception as error:
        log.error("import_failed", id=ordered.id, error=type(error).__name__)
        _fail(resources, ordered)
        return
    if ended.state is ImportState.DONE:
        _forget_upload(resources, ended)


def forget_old_uploads(resources: Resources) -> None:
    """Delete uploads that nobody carried on with for a day: attendance lists name persons."""
    oldest = time.time() - KEPT
    for path in upload_folder(resources).glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def abandon_dead(resources: Resources) -> None:
    """Note that imports ended whose own process died."""
    for running in _in_state(resources, ImportState.RUNNING):
        pid = running.options.get("pid")
        if pid is not None and pid != os.getpid() and not _alive(int(pid)):
            _fail(resources, running)


def _begin_again(resources: Resources) -> None:
    abandon_dead(resources)
    for running in _in_state(resources, ImportState.RUNNING):
        if running.options.get("pid") is not None:
            continue
        if running.options["attempts"] >= ATTEMPTS:
            _fail(resources, running)
            continue
        with writing(resources.store) as connection:
            change_import(connection, running.id, {"state": ImportState.QUEUED})


def _ordered(resources: Resources) -> list[Import]:
    return [one for one in _in_state(resources, ImportState.QUEUED) if one.options.get("pid") is None]


def _in_state(resources: Resources, state: ImportState) -> list[Import]:
    with reading(resources.store) as connection:
        return list_in_state(connection, state)


def _fail(resources: Resources, ordered: Import) -> None:
    values = {
        "state": ImportState.FAILED,
        "problem": "import_broke_off",
        "facts": {"file": ordered.file},
        "ended_at": now(),
    }
    with writing(resources.store) as connection:
        change_import(connection, ordered.id, values)


def _forget_upload(resources: Resources, ended: Import) -> None:
    path = Path(ended.options["path"])
    if path.parent == upload_folder(resources):
        path.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
