"""How the members of a network are answered: as a page, as one row of it, and as data."""

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Response

from service.domain.networks import Network
from service.reports.rows import rows_as_csv
from service.usecases.read_organisations import get_many
from service.web.dependencies import answer
from service.web.member_rows import COLUMNS, page_of, seat_values, seats_of, with_likely_roles
from service.web.pages.rendering import Page
from service.web.views import network_json

#: What the page tells of a member after a form: members_note_<name>.
NOTES = frozenset({"saved", "removed", "gone", "given", "there"})
#: What a seat holds besides its organisation, carried so that taking it away can be undone.
SEAT = ("role", "mandate", "since", "until", "on_behalf_of")


def show_members(page: Page, network: Network, number: int = 1, at: str = "", **given: Any) -> Response:
    """The page on which a member stands, or of a number; `given` holds what a form that was refused had."""
    shown = page_of(page.resources, seats_of(page.resources, network), number, at)
    values: dict[str, Any] = {"edited": "", "name": "", "problem": "", "status": 200} | given
    status = values.pop("status")
    return page.show("members.html", status, network=network, shown=shown, roles=_roles(page), **_note(page), **values)


def _note(page: Page) -> dict[str, Any]:
    """What a form before this page did, of which member, and the seat that it took away."""
    query = page.request.query_params
    code, whom = query.get("hinweis", ""), query.get("wen", "")
    known = get_many(page.resources, {whom}).get(whom) if code in NOTES else None
    seat = {name: query[name] for name in SEAT if query.get(name)} if code == "removed" else {}
    return {"note": code if known else "", "whom": known, "seat": seat}


def _roles(page: Page) -> list[str]:
    return sorted(page.resources.knowledge.taxonomy.roles, key=page.role)


def member_row(page: Page, network: Network, organisation_id: str, edited: bool, note: str = "") -> Response:
    """A member's row alone; the whole page anew where it is no member any more."""
    seats = seats_of(page.resources, network)
    found = [seat for seat in seats if seat.organisation.id == organisation_id]
    if not found:
        return Response(headers={"HX-Redirect": members_address(network.id, hinweis="gone", wen=organisation_id)})
    seat = with_likely_roles(page.resources, found)[0]
    told: dict[str, Any] = {
        "roles": _roles(page),
        "edited": edited,
        "note": note,
        "doubtful": sum(one.doubtful for one in seats),
    }
    return page.show("members_row_alone.html", network=network, seat=seat, **told)


def members_data(page: Page, network: Network, format: str) -> Response:
    rows = [seat_values(seat, page.role(seat.role)) for seat in seats_of(page.resources, network)]
    if format == "json":
        return answer(network_json(network) | {"members": rows}, headers={"Content-Language": page.language})
    cells = [["" if row[name] is None else str(row[name]) for name in COLUMNS] for row in rows]
    headers = {"Content-Disposition": 'attachment; filename="mitglieder.csv"', "Content-Language": page.language}
    return Response(rows_as_csv([COLUMNS, *cells]), 200, headers, "text/csv; charset=utf-8")


def members_address(network_id: str, **query: str) -> str:
    """The address of the members, with what it is to show."""
    path = f"/netze/{quote(network_id, safe='')}/mitglieder"
    return f"{path}?{urlencode(query)}" if query else path
