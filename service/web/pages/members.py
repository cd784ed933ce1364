"""The members of a network: what was recognised, the doubtful first, put right row by row."""

from fastapi import APIRouter, Response

from service.domain.versions import Edit
from service.errors import InvalidInput
from service.usecases.edit_members import edit_name, edit_role
from service.usecases.keep_networks import get_one, give_seat, seat_of, take_seat
from service.usecases.name_member import name_member
from service.usecases.read_organisations import get_one as get_organisation
from service.web.authorising import current_account, require_place
from service.web.limits import LINE
from service.web.pages.checked import checked, said
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.member_answers import SEAT, member_row, members_address, members_data, show_members
from service.web.pages.merging import Conflict, merge_page
from service.web.pages.numbers import whole_number
from service.web.pages.rendering import Page, PageDep
from service.web.schemas import OrganisationChange, SeatIn

router = APIRouter(include_in_schema=False)

MOST_PAGES = 10_000


@router.get("/netze/{id:path}/mitglieder")
def get_members(id: str, page: PageDep, seite: str = "", zeile: str = "", bearbeiten: str = "") -> Response:
    """The members with their roles; one row alone where a script asks for it; CSV and JSON of all; raises NotFound."""
    network = get_one(page.resources, id)
    format = page.request.query_params.get("format", "")
    if format in ("csv", "json"):
        return members_data(page, network, format)
    if page.partial and (zeile or bearbeiten):
        return member_row(page, network, zeile or bearbeiten, edited=bool(bearbeiten))
    return show_members(page, network, whole_number(seite, 1, 1, MOST_PAGES), zeile or bearbeiten, edited=bearbeiten)


@router.post("/netze/{id:path}/mitglieder/rolle")
def post_role(id: str, page: PageDep, form: FormDep) -> Response:
    """Say which role an organisation has: here where it belongs to another place, else in every network."""
    organisation_id = text(form, "organisation")
    elsewhere = not current_account(page.request).covers(get_organisation(page.resources, organisation_id).ags)
    seen, sent = text(form, "seen_role"), text(form, "role")
    edit = edit_role(page.resources, id, organisation_id, seen, sent, here=elsewhere)
    return _edited(page, id, organisation_id, edit, "rolle")


@router.post("/netze/{id:path}/mitglieder/name")
def post_name(id: str, page: PageDep, form: FormDep) -> Response:
    """Put the name of an organisation right."""
    get_one(page.resources, id)
    organisation_id = text(form, "organisation")
    _require_organisation(page, organisation_id)
    name = checked(OrganisationChange, {"name": str(form.get("name") or "")}).name
    edit = edit_name(page.resources, organisation_id, text(form, "seen_name", LINE), name)
    return _edited(page, id, organisation_id, edit, "name")


def _require_organisation(page: Page, organisation_id: str) -> None:
    """Let nobody change an organisation of another place through a network that seats it; raises NotPermitted."""
    known = get_organisation(page.resources, organisation_id)
    require_place(current_account(page.request), known.ags)


def _edited(page: Page, network_id: str, organisation_id: str, edit: Edit, step: str) -> Response:
    """The row as it is now, or the choice between two versions."""
    network = get_one(page.resources, network_id)
    if edit.contested:
        back = members_address(network_id, zeile=organisation_id)
        action = f"{members_address(network_id)}/{step}"
        conflict = Conflict(network, edit, action, back, [("organisation", organisation_id)])
        return merge_page(page, conflict, lambda field, value: _words(page, field, value), lambda _, value: value)
    if page.partial:
        return member_row(page, network, organisation_id, edited=False, note="saved")
    if seat_of(network, organisation_id) is None:
        return go_to(members_address(network_id, hinweis="gone", wen=organisation_id))
    return go_to(members_address(network_id, zeile=organisation_id, hinweis="saved", wen=organisation_id))


def _words(page: Page, field: str, value: str) -> str:
    return page.role(value) if field == "role" and value else value


@router.post("/netze/{id:path}/mitglieder/entfernen")
def post_removal(id: str, page: PageDep, form: FormDep) -> Response:
    """Take a seat away; the page offers to give it back, and tells where somebody else was faster."""
    organisation_id = text(form, "organisation")
    seat = take_seat(page.resources, id, organisation_id)
    if seat is None:
        return go_to(members_address(id, hinweis="gone", wen=organisation_id))
    held = {name: getattr(seat, name) for name in SEAT if getattr(seat, name)}
    return go_to(members_address(id, hinweis="removed", wen=seat.organisation_id, **held))


@router.post("/netze/{id:path}/mitglieder/hinzu")
def post_member(id: str, page: PageDep, form: FormDep) -> Response:
    """Give a seat: to an organisation by its id, or to the one that a typed name means."""
    network = get_one(page.resources, id)
    typed = text(form, "name")
    seat = checked(SeatIn, {name: text(form, name) for name in SEAT if text(form, name)})
    try:
        given = text(form, "organisation") or name_member(page.resources, typed, network)
    except InvalidInput as error:
        return show_members(page, network, name=typed, problem=said(page, error), status=error.status)
    note = "given" if give_seat(page.resources, id, seat.membership(given)) else "there"
    return go_to(members_address(id, zeile=given, hinweis=note, wen=given))
