"""The directory as a file."""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from service.errors import NotFound
from service.reports.tables import csv_lines, ndjson_lines, xlsx_bytes
from service.usecases.export_organisations import Exported, Selection, export_organisations
from service.usecases.places import checked_key
from service.web.dependencies import ResourcesDep, StrictRoute

router = APIRouter(route_class=StrictRoute, tags=["exports"])

Lines = Callable[[Iterable[Exported]], Iterator[bytes]]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STREAMED: dict[str, tuple[Lines, str]] = {
    "csv": (csv_lines, "text/csv; charset=utf-8"),
    "ndjson": (ndjson_lines, "application/x-ndjson"),
}


@router.get(
    "/export/organisations.{ending}",
    summary="Export the directory",
    operation_id="exportOrganisations",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}, "application/x-ndjson": {}, _XLSX: {}}}},
)
def get_export(
    ending: str,
    resources: ResourcesDep,
    ags: str | None = None,
    source: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 (FastAPI copies defaults)
    without: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006
) -> Response:
    """Organisations as csv, xlsx or ndjson, each with its sources, licences and attributions.

    `source`: what these sources alone say; `without`: everything but what these say.
    """
    checked_key(ags, "/ags", resources.knowledge.register)
    exported = export_organisations(resources, Selection(ags, frozenset(source), frozenset(without)))
    headers = {"Content-Disposition": f'attachment; filename="organisationen.{ending}"'}
    if ending in _STREAMED:
        lines, media_type = _STREAMED[ending]
        return StreamingResponse(lines(exported), 200, headers, media_type)
    if ending == "xlsx":
        return Response(xlsx_bytes(exported), 200, headers, _XLSX)
    raise NotFound()
