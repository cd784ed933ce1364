"""The page of an organisation: what is known of it and by whom, its networks, and where it could fill a gap."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from service.domain.organisations import Organisation, Visibility
from service.domain.taxonomy import Staffing
from service.errors import NotFound
from service.usecases.find_openings import openings_of
from service.usecases.keep_provenance import today
from service.usecases.merge_organisations import take_in
from service.usecases.part_organisations import detach, part
from service.usecases.read_organisations import get_one
from service.usecases.read_provenance import give_up_correction, read_history, read_origins, read_records
from service.usecases.read_seats import networks_of
from service.usecases.review_pairs import read_decided
from service.usecases.write_organisations import change_organisation
from service.web.authorising import current_account, visible
from service.web.dependencies import answer
from service.web.limits import ID
from service.web.organisation_rows import Version, offer_of, own_records, rows_of, versions_of, written
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.organisation_values import sent_values
from service.web.pages.organisation_words import Words
from service.web.pages.rendering import Page, PageDep
from service.web.views import Views, organisation_json

router = APIRouter(include_in_schema=False)

#: Changes that a page shows.
HISTORY = 50


# Ids may hold slashes, so the longer path comes before that of the organisation.
@router.get("/organisationen/{id:path}/luecken")
def get_openings(id: str, page: PageDep, format: str = "") -> Response:
    """The networks with a gap that the organisation could fill; with format=json as data."""
    organisation = get_one(page.resources, id)
    found = openings_of(page.resources, organisation.id)
    knowledge = page.resources.knowledge
    views = Views(knowledge.taxonomy, page.resources.phrases, page.language, found.organisations)
    openings = [
        views.opening(one, found.networks, knowledge.norms) for one in visible(current_account(page.request), found)
    ]
    if format == "json":
        return answer({"openings": openings})
    return page.show("organisation_openings.html", organisation=organisation, openings=openings)


@router.get("/organisationen/{id:path}")
def get_organisation(id: str, page: PageDep, geaendert: str = "", getrennt: str = "", format: str = "") -> Response:
    """All that an organisation may show; the id of one that was taken in leads to the one that holds it."""
    organisation = get_one(page.resources, id)
    if organisation.id != id:
        return RedirectResponse(_address(organisation.id), 307)
    if format == "json":
        return answer(organisation_json(organisation))
    return _show(page, organisation, geaendert, getrennt)


def _show(page: Page, organisation: Organisation, changed: str, parted: str) -> Response:
    origins, merged = read_origins(page.resources, organisation.id)
    versions = _versions(page, organisation)
    account, rows = current_account(page.request), rows_of(organisation, origins)
    networks = [one for one in networks_of(page.resources, organisation.id) if account.covers(one.ags)]
    undone = (changed, written(versions[0].former[changed])) if versions and changed in versions[0].former else None
    words: dict[str, Any] = {"shown": organisation_json(organisation), "words": Words(page), "today": today()}
    choices = {"role": _roles(page), "staffing": list(Staffing), "visibility": list(Visibility)}
    found: dict[str, Any] = {"rows": rows, "networks": networks, "merged": merged, "versions": versions[:HISTORY]}
    found["records"] = own_records(read_records(page.resources, organisation.id), merged)
    found["parted"] = _parted(page, parted, organisation.id) if parted else None
    return page.show("organisation.html", organisation=organisation, choices=choices, undone=undone, **found, **words)


def _parted(page: Page, first: str, second: str) -> Organisation | None:
    """The organisation that this one was just parted from."""
    decided = read_decided(page.resources, first, second)
    return decided.organisations[0] if decided and not decided.merged else None


def _roles(page: Page) -> list[str]:
    return sorted(page.resources.knowledge.taxonomy.roles, key=page.role)


def _versions(page: Page, organisation: Organisation) -> list[Version]:
    try:
        return versions_of(organisation, read_history(page.resources, organisation.id))
    except NotFound:
        return []


@router.post("/organisationen/{id:path}/angabe")
def post_value(id: str, page: PageDep, form: FormDep) -> Response:
    """Put a value right or add it."""
    field = text(form, "field")
    change_organisation(page.resources, id, sent_values(field, str(form.get("value") or "")))
    return go_to(f"{_address(id)}?geaendert={quote(field)}")


@router.post("/organisationen/{id:path}/uebernehmen")
def post_offer(id: str, page: PageDep, form: FormDep) -> Response:
    """Take over what another source states; raises NotFound where it no longer does."""
    field = text(form, "field")
    offer = offer_of(read_origins(page.resources, id)[0], field, str(form.get("source") or ""), text(form, "date"))
    if offer is None:
        raise NotFound()
    change_organisation(page.resources, id, sent_values(field, written(offer.value)))
    return go_to(f"{_address(id)}?geaendert={quote(field)}")


@router.post("/organisationen/{id:path}/zuruecknehmen")
def post_give_up(id: str, page: PageDep, form: FormDep) -> Response:
    """Take a correction back, so that the sources' value counts again."""
    field = text(form, "field")
    give_up_correction(page.resources, id, field)
    return go_to(f"{_address(id)}?geaendert={quote(field)}")


@router.post("/organisationen/{id:path}/trennen")
def post_part(id: str, page: PageDep, form: FormDep) -> Response:
    """Part an organisation that was taken in, or give a record an organisation of its own; the answer offers to undo it."""
    merged = text(form, "merged", ID)
    if merged:
        own = part(page.resources, id, merged)
    else:
        own = detach(page.resources, id, str(form.get("source") or ""), str(form.get("key") or ""))
    return go_to(f"{_address(own.id)}?getrennt={quote(id, safe='')}")


@router.post("/organisationen/{id:path}/vereinen")
def post_take_in(id: str, page: PageDep, form: FormDep) -> Response:
    """Take an organisation in, such as one that was parted by mistake."""
    return go_to(_address(take_in(page.resources, id, text(form, "merged", ID)).id))


def _address(organisation_id: str) -> str:
    return f"/organisationen/{quote(organisation_id, safe='')}"
