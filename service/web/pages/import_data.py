"""A page of imports as data."""

from collections.abc import Sequence

from fastapi import Response

from service.domain.imports import Import
from service.reports.rows import rows_as_csv
from service.web.dependencies import answer
from service.web.import_views import import_json
from service.web.pages.rendering import Page

COLUMNS = ("id", "file", "source", "format", "state", "created_at", "ended_at")


def imports_as_data(page: Page, imports: Sequence[Import], format: str) -> Response:
    """Imports as JSON, or a line each as CSV."""
    if format == "json":
        return answer({"imports": [import_json(page.resources, one, page.language) for one in imports]})
    lines = [[str(getattr(one, name) or "") for name in COLUMNS] for one in imports]
    headers = {"Content-Disposition": 'attachment; filename="importe.csv"'}
    return Response(rows_as_csv([COLUMNS, *lines]), 200, headers, "text/csv; charset=utf-8")
