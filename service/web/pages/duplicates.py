"""The review of pairs of organisations that may be one."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from service.domain.organisations import Organisation
from service.errors import NotFound
from service.resources import Resources
from service.usecases.merge_organisations import keep_apart, list_likely, merge
from service.usecases.part_organisations import part
from service.usecases.read_organisations import get_many, get_one
from service.usecases.read_provenance import read_origins
from service.web.dependencies import answer
from service.web.import_views import pair_json
from service.web.limits import ID
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.organisation_words import Words
from service.web.pages.rendering import PageDep
from service.web.views import organisation_json

router = APIRouter(include_in_schema=False)

#: Pairs a page.
PAGE = 20
#: Fields in which the two are compared, in the order in which people look at them.
COMPARED = (
    *("name", "role", "ags", "place", "postcode", "street", "website", "email", "phone"),
    *("legal_form", "description", "languages", "topics", "source"),
)


@router.get("/pruefen")
def get_review(page: PageDep, ab: str = "", vereint: str = "", mit: str = "", format: str = "") -> Response:
    """Pairs that wait for a decision, the likeliest first, and a way back from the last decision."""
    offset = int(ab) if ab.isdecimal() and len(ab) < 7 else 0
    read = list_likely(page.resources, offset, PAGE + 1)
    if format == "json":
        return answer({"pairs": [pair_json(*one) for one in read[:PAGE]]})
    following = str(offset + PAGE) if len(read) > PAGE else ""
    done: dict[str, Any] = {
        "merged": _merged(page.resources, vereint, mit),
        "apart": _apart(page.resources, vereint, mit),
    }
    pairs = [(pair, organisation_json(one), organisation_json(other)) for pair, one, other in read[:PAGE]]
    return page.show("duplicates.html", pairs=pairs, compared=COMPARED, words=Words(page), following=following, **done)


def _merged(resources: Resources, kept: str, merged: str) -> Organisation | None:
    """The organisation that just took in the other, where it still holds it."""
    if not kept or kept not in get_many(resources, {kept}):
        return None
    taken_in = {one.merged_id for one in read_origins(resources, kept)[1]}
    return get_one(resources, kept) if merged in taken_in else None


def _apart(resources: Resources, first: str, second: str) -> tuple[Organisation, Organisation] | None:
    """Two organisations that were just kept apart."""
    known = get_many(resources, {one for one in (first, second) if one})
    return (known[first], known[second]) if first != second and {first, second} <= known.keys() else None


@router.post("/pruefen/dieselbe")
def post_same(page: PageDep, form: FormDep) -> Response:
    """Make one organisation of two; the next page offers to part them."""
    first, second = _pair(form)
    kept = merge(page.resources, first, second).id
    return _back(kept, second if kept == first else first)


@router.post("/pruefen/verschieden")
def post_different(page: PageDep, form: FormDep) -> Response:
    """Keep two organisations apart; the next page offers to make them one after all."""
    first, second = _pair(form)
    keep_apart(page.resources, first, second)
    return _back(first, second)


@router.post("/pruefen/trennen")
def post_part(page: PageDep, form: FormDep) -> Response:
    """Part two organisations again."""
    first, second = _pair(form)
    part(page.resources, first, second)
    return _back(first, second)


def _pair(form: FormDep) -> tuple[str, str]:
    """Both ids; raises NotFound where one is missing."""
    first, second = text(form, "first", ID), text(form, "second", ID)
    if not first or not second:
        raise NotFound()
    return first, second


def _back(first: str, second: str) -> Response:
    return go_to(f"/pruefen?{urlencode({'vereint': first, 'mit': second})}")
