"""The start page: the networks of a municipality, or of all, and the form for a new one."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from markupsafe import escape

from service.domain.networks import Network
from service.errors import ServiceError
from service.reports.rows import rows_as_csv
from service.usecases.find_places import find_places
from service.usecases.keep_networks import list_page
from service.usecases.places import place_from_text
from service.web.authorising import current_account
from service.web.dependencies import answer
from service.web.pages.checked import said
from service.web.pages.rendering import Page, PageDep
from service.web.views import network_json

router = APIRouter(include_in_schema=False)

SHOWN = 200
COLUMNS = ("id", "name", "ags", "place", "kind", "members")


@router.get("/")
def get_start(page: PageDep, ort: str = "", format: str = "") -> Response:
    """The networks that are stored, those of a municipality where one is chosen, and the form for a new one."""
    given = {"name": "", "place": ort, "kind": "", "members": ""}
    try:
        key = place_from_text(page.resources, " ".join(ort.split()), "/ort")
    except ServiceError as error:
        return show_start(page, given, ort, trouble=said(page, error), status=error.status)
    if format in ("csv", "json"):
        return _as_data(page, networks_of_place(page, key), format)
    return show_start(page, given, ort, key)


def show_start(page: Page, given: Mapping[str, str], ort: str = "", key: str | None = None, **told: Any) -> Response:
    """The page with what a form holds; `problem` is about a new network, `trouble` about the choice of a municipality."""
    values: dict[str, Any] = {"problem": "", "trouble": "", "status": 200} | told
    status = values.pop("status")
    networks = networks_of_place(page, key)
    kinds = page.resources.knowledge.taxonomy.kinds.values()
    return page.show("start.html", status, networks=networks, kinds=kinds, given=given, ort=ort, chosen=key, **values)


def networks_of_place(page: Page, key: str | None) -> list[Network]:
    """The networks of a place that the account may see; without a place, of all its places."""
    account = current_account(page.request)
    found = list_page(page.resources, "", SHOWN, account.places if key is None else (key,))
    return [one for one in found if account.covers(one.ags)]


def _as_data(page: Page, networks: list[Network], format: str) -> Response:
    if format == "json":
        return answer({"networks": [network_json(one) for one in networks]})
    rows = [
        (one.id, one.profile.name, one.ags or "", page.place(one.ags), one.profile.kind or "", len(one.memberships))
        for one in networks
    ]
    headers = {"Content-Disposition": 'attachment; filename="netzwerke.csv"', "Content-Language": page.language}
    cells = [[str(cell) for cell in row] for row in rows]
    return Response(rows_as_csv([COLUMNS, *cells]), 200, headers, "text/csv; charset=utf-8")


@router.get("/orte")
def get_places(page: PageDep, place: str = "", ags: str = "", ort: str = "") -> Response:
    """Places whose name begins as typed, as choices of a text field of any of these names."""
    typed = place or ags or ort
    found = find_places(page.resources, typed, 10) if typed.strip() else []
    return HTMLResponse("".join(f'<option value="{escape(one.key)} {escape(one.name)}"></option>' for one in found))
