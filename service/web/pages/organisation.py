"""The page of an organisation: what is known of it and by whom, its networks, and where it could fill a gap."""

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from service.domain.organisations import Organisation, Visibility
from service.domain.taxonomy import Staffing
from service.errors import InvalidInput, NotFound
from service.usecases.find_openings import openings_of
from service.usecases.keep_provenance import today
from service.usecases.part_organisations import part
from service.usecases.read_organisations import get_one
from service.usecases.read_provenance import give_up_correction, read_history, read_origins
from service.usecases.read_seats import networks_of
from service.usecases.write_organisations import change_organisation
from service.web.dependencies import answer
from service.web.limits import DESCRIPTION, ID
from service.web.organisation_rows import LISTS, SEPARATOR, Version, offer_of, rows_of, versions_of, written
from service.web.pages.checked import checked
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.organisation_words import Words
from service.web.pages.rendering import Page, PageDep
from service.web.schemas import OrganisationChange
from service.web.views import Views, organisation_json

router = APIRouter(include_in_schema=False)

#: Changes that a page shows.
HISTORY = 50
_NUMBERS = frozenset({"lat", "lon"})


# Ids may hold slashes, so the longer path comes before that of the organisation.
@router.get("/organisationen/{id:path}/luecken")
def get_openings(id: str, page: PageDep) -> Response:
    """The networks with a gap that the organisation could fill."""
    organisation = get_one(page.resources, id)
    found = openings_of(page.resources, organisation.id)
    knowledge = page.resources.knowledge
    views = Views(knowledge.taxonomy, page.resources.phrases, page.language, found.organisations)
    openings = [views.opening(one, found.networks, knowledge.norms) for one in found.openings]
    return page.show("organisation_openings.html", organisation=organisation, openings=openings)


@router.get("/organisationen/{id:path}")
def get_organisation(id: str, page: PageDep, geaendert: str = "", format: str = "") -> Response:
    """All that an organisation may show; the id of one that was taken in leads to the one that holds it."""
    organisation = get_one(page.resources, id)
    if organisation.id != id:
        return RedirectResponse(_address(organisation.id), 307)
    if format == "json":
        return answer(organisation_json(organisation))
    return _show(page, organisation, geaendert)


def _show(page: Page, organisation: Organisation, changed: str) -> Response:
    origins, merged = read_origins(page.resources, organisation.id)
    versions = _versions(page, organisation)
    rows, networks = rows_of(organisation, origins), networks_of(page.resources, organisation.id)
    undone = (changed, written(versions[0].former[changed])) if versions and changed in versions[0].former else None
    words: dict[str, Any] = {"shown": organisation_json(organisation), "words": Words(page), "today": today()}
    choices = {"role": _roles(page), "staffing": list(Staffing), "visibility": list(Visibility)}
    found: dict[str, Any] = {"rows": rows, "networks": networks, "merged": merged, "versions": versions[:HISTORY]}
    return page.show("organisation.html", organisation=organisation, choices=choices, undone=undone, **found, **words)


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
    change_organisation(page.resources, id, _values(field, str(form.get("value") or "")))
    return go_to(f"{_address(id)}?geaendert={quote(field)}")


@router.post("/organisationen/{id:path}/uebernehmen")
def post_offer(id: str, page: PageDep, form: FormDep) -> Response:
    """Take over what another source states; raises NotFound where it no longer does."""
    field = text(form, "field")
    offer = offer_of(read_origins(page.resources, id)[0], field, str(form.get("source") or ""), text(form, "date"))
    if offer is None:
        raise NotFound()
    change_organisation(page.resources, id, _values(field, written(offer.value)))
    return go_to(f"{_address(id)}?geaendert={quote(field)}")


@router.post("/organisationen/{id:path}/zuruecknehmen")
def post_give_up(id: str, page: PageDep, form: FormDep) -> Response:
    """Take a correction back, so that the sources' value counts again."""
    give_up_correction(page.resources, id, text(form, "field"))
    return go_to(_address(id))


@router.post("/organisationen/{id:path}/trennen")
def post_part(id: str, page: PageDep, form: FormDep) -> Response:
    """Part an organisation that was taken in."""
    return go_to(_address(part(page.resources, id, text(form, "merged", ID)).id))


def _values(field: str, given: str) -> dict[str, Any]:
    """A value of a form as the use case takes it; raises InvalidInput."""
    given = given.replace("\r\n", "\n").strip()[:DESCRIPTION]
    value: Any = given if given or field == "name" else None
    if field in LISTS:
        value = [item.strip() for item in given.split(SEPARATOR) if item.strip()]
    elif field in _NUMBERS and given:
        value = _number(given, field)
    if field not in OrganisationChange.model_fields:
        raise InvalidInput.at("/field", "not_allowed")
    return checked(OrganisationChange, {field: value}).values()


def _number(given: str, field: str) -> float:
    try:
        return float(given.replace(",", "."))
    except ValueError as error:
        raise InvalidInput.at(f"/{field}", "not_a_number") from error


def _address(organisation_id: str) -> str:
    return f"/organisationen/{quote(organisation_id, safe='')}"
