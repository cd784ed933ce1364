"""The directory: search in any language, filters, page by page, and as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from service.domain.answers import Reason
from service.domain.organisations import Visibility
from service.errors import ServiceError
from service.reports.tables import csv_lines
from service.usecases.export_organisations import Exported, Selection, export_organisations
from service.usecases.places import place_from_text
from service.usecases.read_organisations import list_page
from service.usecases.search_organisations import SearchRequest, filtered_rows, search
from service.web.limits import NAME
from service.web.pages.checked import said
from service.web.pages.rendering import Page, PageDep
from service.web.views import organisation_json

router = APIRouter(include_in_schema=False)

#: Lines of a page of the list, hits of a page of a search, and the most that a search shows on all its pages.
PAGE, HITS, SEARCHED = 100, 50, 100


@dataclass(frozen=True)
class Wanted:
    """What is looked for; `after` is the last id of the page before, or the number of hits before this page."""

    query: str
    role: str | None
    after: str
    ags: str | None = None

    def request(self, limit: int) -> SearchRequest:
        """The search for it."""
        return SearchRequest(self.query, self.ags, self.role, limit=limit)


@dataclass(frozen=True)
class Line:
    """An organisation as its line shows it, with the reasons why it was found."""

    shown: dict[str, Any]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Found:
    """The lines of a page, how many organisations the filters leave, and where the next page begins."""

    lines: Sequence[Line] = ()
    total: int = 0
    following: str = ""


@router.get("/verzeichnis")
def get_directory(
    page: PageDep, q: str = "", ort: str = "", rolle: str = "", nach: str = "", format: str = ""
) -> Response:
    """Organisations that a search or the filters find; with format=csv as a file."""
    given = {"q": " ".join(q.split())[:NAME], "ort": ort.strip()[:NAME], "rolle": rolle}
    wanted = Wanted(given["q"], rolle or None, nach)
    try:
        wanted = replace(wanted, ags=place_from_text(page.resources, given["ort"], "/ort"))
        found = _found(page, wanted)
    except ServiceError as error:
        return _show(page, given, Found(), said(page, error), error.status)
    return _as_csv(page, wanted) if format == "csv" else _show(page, given, found)


def _show(page: Page, given: dict[str, str], found: Found, problem: str = "", status: int = 200) -> Response:
    roles = sorted(page.resources.knowledge.taxonomy.roles, key=page.role)
    values = {"given": given, "found": found, "roles": roles, "problem": problem, "most": SEARCHED}
    return page.show("directory.html", status, **values)


def _found(page: Page, wanted: Wanted) -> Found:
    """The organisations of this page; raises InvalidInput for an unknown role."""
    if wanted.query:
        return _hits(page, wanted)
    total = len(filtered_rows(page.resources, page.resources.snapshot, wanted.request(0)))
    read = list_page(page.resources, wanted.ags, wanted.role, wanted.after, PAGE + 1)
    lines = [Line(organisation_json(one)) for one in read[:PAGE] if one.visibility is Visibility.PUBLIC]
    return Found(lines, total, read[PAGE - 1].id if len(read) > PAGE else "")


def _hits(page: Page, wanted: Wanted) -> Found:
    first = int(wanted.after) if wanted.after.isdecimal() and len(wanted.after) < 4 else 0
    hits = search(page.resources, wanted.request(SEARCHED)).hits
    lines = [
        Line(organisation_json(hit.organisation), tuple(one for one in hit.reasons if one.contribution))
        for hit in hits[first : first + HITS]
    ]
    return Found(lines, len(hits), str(first + HITS) if len(hits) > first + HITS else "")


def _as_csv(page: Page, wanted: Wanted) -> Response:
    exported: Iterable[Exported] = export_organisations(page.resources, Selection(wanted.ags))
    if wanted.query:
        hits = search(page.resources, wanted.request(SEARCHED)).hits
        place = {hit.organisation.id: number for number, hit in enumerate(hits)}
        chosen = [one for one in exported if one.organisation.id in place]
        exported = sorted(chosen, key=lambda one: place[one.organisation.id])
    elif wanted.role:
        exported = (one for one in exported if one.organisation.role == wanted.role)
    headers = {"Content-Disposition": 'attachment; filename="verzeichnis.csv"'}
    return StreamingResponse(csv_lines(exported), 200, headers, "text/csv; charset=utf-8")
