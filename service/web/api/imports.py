"""Imports: order them, watch them, answer what they ask, undo them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service.domain.imports import ImportOrder
from service.usecases.importing.order_import import (
    carry_on,
    order_import,
    read_import,
    read_imports,
    read_notes,
    read_sources,
)
from service.usecases.importing.run_jobs import upload_folder
from service.usecases.importing.undo_import import undo_import
from service.web.api import BASE
from service.web.dependencies import (
    AfterParameter,
    LanguageDep,
    LimitParameter,
    ResourcesDep,
    StrictRoute,
    answer,
    location,
    page_answer,
)
from service.web.import_answers import ImportOut, Imports, Notes, Sources
from service.web.import_views import import_json, note_json, source_json
from service.web.schemas import CarryOnIn
from service.web.uploads import read_upload

router = APIRouter(route_class=StrictRoute, tags=["imports"])

PATH = f"{BASE}/imports"
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        **{name: {"type": "string"} for name in ("source", "licence", "attribution", "format", "ags", "network")},
        **{
            name: {"type": "boolean", "default": False}
            for name in ("dry_run", "accept_removals", "keep_missing", "zeros_lost")
        },
        "columns": {"type": "string", "description": 'JSON: {"sheet or empty": {"header": "field"}}'},
        "answers": {"type": "string", "description": 'JSON: {"what the file says": "key of the place"}'},
    },
}


@router.post(
    "/imports",
    summary="Import a file",
    operation_id="orderImport",
    response_model=ImportOut,
    status_code=202,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "A file of a known format, at most 300 MB, and how it is to be read.",
            "content": {"multipart/form-data": {"schema": _FORM, "example": {"file": "vereine.xlsx", "ags": "09562"}}},
        }
    },
)
async def post_import(request: Request, resources: ResourcesDep, language: LanguageDep) -> Response:
    """Take a file and import it in the background; the address in Location tells how it stands."""
    name, path, sent = await read_upload(request, upload_folder(resources))
    try:
        ordered = order_import(resources, name, ImportOrder(path=str(path), **sent.model_dump()))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return answer(import_json(resources, ordered, language), 202, location(PATH, ordered.id))


@router.get("/imports", summary="List imports", operation_id="listImports", response_model=Imports)
def get_imports(
    resources: ResourcesDep, language: LanguageDep, after: AfterParameter = "", limit: LimitParameter = 100
) -> Response:
    """List imports from the newest on; the Link header (RFC 8288) names the next page."""
    found = read_imports(resources, after, limit + 1)
    return page_answer(PATH, "imports", [import_json(resources, one, language) for one in found], limit)


@router.get("/imports/{id}", summary="Read one import", operation_id="getImport", response_model=ImportOut)
def get_import(id: str, resources: ResourcesDep, language: LanguageDep) -> Response:
    """How an import stands: state, progress, counts, columns as they were read, and what it waits for."""
    return answer(import_json(resources, read_import(resources, id), language))


@router.get(
    "/imports/{id}/notes", summary="Read what an import says", operation_id="listImportNotes", response_model=Notes
)
def get_notes(
    id: str,
    resources: ResourcesDep,
    language: LanguageDep,
    kind: Annotated[str | None, Query(max_length=20)] = None,
    position: Annotated[int, Query(ge=-1, le=10**9)] = -1,
    limit: LimitParameter = 100,
) -> Response:
    """What an import says about single records after a position: rejected, question, remark, merged."""
    found = read_notes(resources, id, kind, position, limit)
    return answer({"notes": [note_json(resources, at, note, language) for at, note in found]})


@router.post(
    "/imports/{id}/continue", summary="Carry on with an import", operation_id="continueImport", response_model=ImportOut
)
def post_continue(id: str, body: CarryOnIn, resources: ResourcesDep, language: LanguageDep) -> Response:
    """Order an import again that waits, was tried or failed, with what was asked for."""
    return answer(import_json(resources, carry_on(resources, id, body.answers_given()), language))


@router.post("/imports/{id}/undo", summary="Undo an import", operation_id="undoImport", response_model=ImportOut)
def post_undo(id: str, resources: ResourcesDep, language: LanguageDep) -> Response:
    """Put everything back as it was before an import; what people put right since stays."""
    return answer(import_json(resources, undo_import(resources, id), language))


@router.get("/sources", summary="List sources", operation_id="listSources", response_model=Sources)
def get_sources(resources: ResourcesDep) -> Response:
    """All sources of imports with licence, attribution and how their files are read."""
    return answer({"sources": [source_json(one) for one in read_sources(resources)]})
