"""Imports: upload a file, watch it being read, answer what it asks, and undo it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from starlette.datastructures import FormData, UploadFile

from service.domain.imports import Import, ImportOrder, ImportState
from service.errors import InvalidInput, ServiceError
from service.usecases.importing.answer_places import answer_places, take_back_answers
from service.usecases.importing.order_import import carry_on, order_import, read_import, read_imports
from service.usecases.importing.run_jobs import upload_folder
from service.usecases.importing.undo_import import undo_import
from service.usecases.places import place_from_text
from service.web.dependencies import answer
from service.web.import_questions import Answered, column_fields, columns_of, notes_of, questions_of
from service.web.import_views import import_json
from service.web.limits import NAME
from service.web.pages.checked import checked, said
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.import_data import imports_as_data
from service.web.pages.import_words import tell_note, tell_problem
from service.web.pages.rendering import Page, PageDep
from service.web.uploads import OrderIn, keep_upload

router = APIRouter(include_in_schema=False)

#: Imports a page.
PAGE = 50
GIVEN = ("source", "ort", "licence", "attribution")
_OPEN = (ImportState.WAITING, ImportState.TRIED, ImportState.FAILED)


@router.get("/importe")
def get_imports(page: PageDep, nach: str = "", format: str = "") -> Response:
    """All imports, the newest first, and the form for another one; with format=csv and format=json as data."""
    if format in ("csv", "json"):
        return imports_as_data(page, read_imports(page.resources, nach, PAGE), format)
    return _list(page, dict.fromkeys(GIVEN, "") | {"dry_run": "1"}, nach)


def _list(page: Page, given: Mapping[str, str], after: str = "", problem: str = "", status: int = 200) -> Response:
    read = read_imports(page.resources, after, PAGE + 1)
    following = read[PAGE - 1].id if len(read) > PAGE else ""
    values = {"imports": read[:PAGE], "following": following, "given": given, "problem": problem}
    return page.show("imports.html", status, **values)


@router.post("/importe")
def post_import(page: PageDep, form: FormDep) -> Response:
    """Take a file; it is read in the background, and the page of the import tells how it stands."""
    try:
        ordered = _ordered(page, form)
    except ServiceError as error:
        given = {name: text(form, name) for name in (*GIVEN, "dry_run")}
        return _list(page, given, "", said(page, error), error.status)
    return go_to(_address(ordered.id))


def _ordered(page: Page, form: FormData) -> Import:
    """The import that the form orders; raises InvalidInput."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise InvalidInput.at("/file", "missing")
    named = {name: text(form, name) or None for name in ("source", "licence", "attribution")}
    ags = place_from_text(page.resources, text(form, "ort"), "/ort")
    order = checked(OrderIn, {**named, "ags": ags, "dry_run": bool(form.get("dry_run"))})
    path = keep_upload(sent, upload_folder(page.resources))
    try:
        file = (Path(sent.filename).name or "upload")[:NAME]
        return order_import(page.resources, file, ImportOrder(path=str(path), **order.model_dump()))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@router.get("/importe/{id}")
def get_import(id: str, page: PageDep, art: str = "", ab: str = "", format: str = "") -> Response:
    """How an import stands, what it found, and what it asks."""
    found = read_import(page.resources, id)
    if format == "json":
        return answer(import_json(page.resources, found, page.language))
    position = int(ab) if ab.isdecimal() and len(ab) < 10 else -1
    answerable = found.state in _OPEN and Path(found.options["path"]).is_file()
    late = found.state is ImportState.DONE
    values: dict[str, Any] = {
        "found": found,
        "problem": tell_problem(page, found),
        "running": found.state in (ImportState.QUEUED, ImportState.RUNNING),
        "answerable": answerable,
        "late": late,
        "columns": columns_of(found),
        "fields": column_fields(),
        "questions": questions_of(page.resources, found) if answerable or late else [],
        "notes": notes_of(page.resources, found, partial(tell_note, page), art, position),
    }
    return page.show("import_standing.html" if page.partial else "import.html", **values)


@router.post("/importe/{id}/weiter")
def post_continue(id: str, page: PageDep, form: FormDep) -> Response:
    """Carry on with an import as the form answers it; of one that is done, answer which places it meant."""
    found = read_import(page.resources, id)
    answered = Answered(found, columns_of(found), questions_of(page.resources, found))
    how = text(form, "how")
    if found.state is ImportState.DONE:
        _answer_late(page, id, None if how == "take_back" else answered.chosen(form))
        return go_to(_address(id))
    values: dict[str, Any] = {
        "columns": answered.columns(form),
        "answers": answered.places(form),
        "dry_run": how == "dry_run",
        "accept_removals": how == "accept_removals",
        "keep_missing": how == "keep_missing",
    }
    if text(form, "network"):
        values["network"] = text(form, "network", NAME)
    carry_on(page.resources, id, values)
    return go_to(_address(id))


def _answer_late(page: Page, import_id: str, places: Mapping[str, str] | None) -> None:
    """Answer which places a finished import meant; None takes the last answer back."""
    if places is None:
        take_back_answers(page.resources, import_id)
    else:
        answer_places(page.resources, import_id, places)


@router.post("/importe/{id}/zuruecknehmen")
def post_undo(id: str, page: PageDep, form: FormDep) -> Response:
    """Put everything back as it was before an import."""
    undo_import(page.resources, id)
    return go_to(_address(id))


def _address(import_id: str) -> str:
    return f"/importe/{quote(import_id, safe='')}"
