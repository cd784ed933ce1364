"""The directory: search in any language, filters, map, page by page, and as data."""

from dataclasses import replace

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from service.errors import ServiceError
from service.reports.tables import csv_lines
from service.usecases.export_organisations import Selection, export_organisations
from service.usecases.places import place_from_text
from service.usecases.read_outlines import read_outlined
from service.web.dependencies import answer
from service.web.directory_lines import CHOICES, SEARCHED, Found, Wanted, find_lines, found_ids
from service.web.directory_map import Spot, draw_map
from service.web.limits import NAME
from service.web.pages.checked import said
from service.web.pages.decimals import decimals
from service.web.pages.rendering import Page, PageDep

router = APIRouter(include_in_schema=False)


@router.get("/verzeichnis")
def get_directory(page: PageDep, format: str = "") -> Response:
    """Organisations that a search or the filters find, as data with format=csv and format=json."""
    wanted = _wanted(page)
    try:
        wanted = replace(wanted, ags=place_from_text(page.resources, wanted.given["ort"], "/ort"))
        if format == "csv":
            return _as_csv(page, wanted)
        found = find_lines(page.resources, wanted)
    except ServiceError as error:
        return _show(page, wanted, Found(), said(page, error), error.status)
    return _as_json(page, found) if format == "json" else _show(page, wanted, found)


def _wanted(page: Page) -> Wanted:
    asked = page.request.query_params
    given = {name: " ".join(asked.get(name, "").split())[:NAME] for name in ("q", "ort", *CHOICES)}
    return Wanted(given, asked.get("nach", ""))


def _show(page: Page, wanted: Wanted, found: Found, problem: str = "", status: int = 200) -> Response:
    outlined = read_outlined(page.resources)
    spots = [
        Spot(line.number, line.shown["name"], line.shown["ags"], line.shown["lat"], line.shown["lon"])
        for line in found.lines
    ]
    settings = page.resources.settings
    return page.show(
        "directory.html",
        status,
        given=wanted.given,
        found=found,
        problem=problem,
        most=SEARCHED,
        choices=_choices(page),
        picture=draw_map(outlined.outlines, wanted.ags, spots, settings.tiles) if spots else None,
        tiles_attribution=settings.tiles_attribution,
        attributions=outlined.attributions,
        decimal=decimals(page),
    )


def _choices(page: Page) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: (key, label), by label."""
    taxonomy, language = page.resources.knowledge.taxonomy, page.language
    choices = {
        "rolle": [(key, page.role(key)) for key in taxonomy.roles],
        "sprache": [(key, one.label.in_language(language)) for key, one in taxonomy.languages.items()],
        "feld": [(key, one.label.in_language(language)) for key, one in taxonomy.fields.items()],
    }
    return {name: sorted(offered, key=lambda one: one[1].casefold()) for name, offered in choices.items()}


def _as_json(page: Page, found: Found) -> Response:
    """The organisations of this page, and the address of the next one."""
    lines = [
        line.shown | ({"reasons": [vars(reason) for reason in line.reasons]} if line.reasons else {})
        for line in found.lines
    ]
    following = page.here(nach=found.following) if found.following else None
    return answer({"organisations": lines, "total": found.total, "next": following})


def _as_csv(page: Page, wanted: Wanted) -> Response:
    """All organisations of the selection, those of a search the best first."""
    ids = found_ids(page.resources, wanted)
    exported = export_organisations(page.resources, Selection(ids=frozenset(ids)))
    if wanted.query:
        place = {organisation_id: number for number, organisation_id in enumerate(ids)}
        exported = iter(sorted(exported, key=lambda one: place[one.organisation.id]))
    headers = {"Content-Disposition": 'attachment; filename="verzeichnis.csv"'}
    return StreamingResponse(csv_lines(exported), 200, headers, "text/csv; charset=utf-8")
