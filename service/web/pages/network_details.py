"""What a network is: name, place, kind, level, phase, occasion and fields of action, changed by several people at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from service.domain.networks import Network
from service.domain.taxonomy import Term
from service.errors import InvalidInput
from service.usecases.edit_network import DETAILS, details_of, edit_network
from service.usecases.keep_networks import get_one
from service.usecases.places import place_from_text
from service.web.authorising import current_account, require_place
from service.web.pages.checked import checked, said
from service.web.pages.forms import FormDep, go_to
from service.web.pages.merging import Conflict, merge_page
from service.web.pages.rendering import Page, PageDep
from service.web.schemas import NetworkIn

router = APIRouter(include_in_schema=False)

#: Fields whose values are one key of a vocabulary each.
CHOICES = ("kind", "level", "phase")


@router.get("/netze/{id:path}/angaben")
def get_details(id: str, page: PageDep, gespeichert: str = "", auch: str = "") -> Response:
    """The form with what is stored, and what was saved just now; raises NotFound."""
    network = get_one(page.resources, id)
    stored = {name: _sent(name, value) for name, value in details_of(network).items()}
    shown = stored | {"ags": _place(page, network.ags)}
    also = [page.t(f"details_{name}") for name in auch.split(",") if name in DETAILS]
    return _form(page, network, shown, stored, saved=bool(gespeichert), also=also)


def _form(page: Page, network: Network, given: Mapping[str, str], seen: Mapping[str, str], **values: Any) -> Response:
    told: dict[str, Any] = {"saved": False, "also": (), "problem": "", "status": 200} | values
    status = told.pop("status")
    chosen = given["fields"].split()
    terms = {name: _terms(page, name) for name in (*CHOICES, "fields")}
    return page.show(
        "network_details.html", status, network=network, given=given, seen=seen, chosen=chosen, terms=terms, **told
    )


def _terms(page: Page, field: str) -> Sequence[Term]:
    """The values that a field may have."""
    taxonomy = page.resources.knowledge.taxonomy
    vocabularies = {"kind": taxonomy.kinds, "level": taxonomy.levels, "phase": taxonomy.phases}
    return list(vocabularies.get(field, taxonomy.fields).values())


@router.post("/netze/{id:path}/angaben")
def post_details(id: str, page: PageDep, form: FormDep) -> Response:
    """Save what was changed; where somebody else changed the same, both versions are shown to choose from."""
    network = get_one(page.resources, id)
    given = {name: _typed(form, name) for name in DETAILS}
    seen = {name: _typed(form, f"seen_{name}") for name in DETAILS}
    try:
        sent = _checked(page, given)
        if sent["ags"] != (seen["ags"] or None):
            require_place(current_account(page.request), sent["ags"])
        edit = edit_network(page.resources, id, _values(seen), sent)
    except InvalidInput as error:
        return _form(page, network, given, seen, problem=said(page, error), status=error.status)
    address = f"/netze/{quote(id, safe='')}/angaben"
    if edit.contested:
        conflict = Conflict(network, edit, address, address, ())
        return merge_page(page, conflict, lambda name, value: _words(page, name, value), _sent)
    return go_to(f"{address}?gespeichert=ja" + (f"&auch={','.join(edit.meanwhile)}" if edit.meanwhile else ""))


def _typed(form: FormData, name: str) -> str:
    """A field as it was typed; several values of one name one after the other."""
    return " ".join(" ".join(str(value).split()) for value in form.getlist(name))


def _checked(page: Page, given: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as the use case has it; raises InvalidInput."""
    values = _values(given)
    checked(NetworkIn, {**values, "fields": list(values["fields"])})
    return values | {"ags": place_from_text(page.resources, given["ags"], "/ags")}


def _values(given: Mapping[str, str]) -> dict[str, Any]:
    plain = {name: given[name] or None for name in DETAILS}
    return plain | {"name": given["name"], "fields": tuple(sorted(set(given["fields"].split())))}


def _sent(field: str, value: Any) -> str:
    """A value as a form sends it."""
    return " ".join(value) if field == "fields" else value or ""


def _place(page: Page, ags: str | None) -> str:
    """A place as its field shows it: key and name."""
    return f"{ags} {page.place(ags)}" if ags else ""


def _words(page: Page, field: str, value: Any) -> str:
    """A value as people read it."""
    if field in (*CHOICES, "fields"):
        labels = {term.key: term.label.in_language(page.language) for term in _terms(page, field)}
        return ", ".join(labels.get(key, key) for key in _sent(field, value).split())
    return page.place(value) if field == "ags" and value else value or ""
