"""The review of pairs of organisations that may be one: an answer changes one row, and can be taken back."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from service.errors import NotFound
from service.reports.rows import rows_as_csv
from service.usecases.merge_organisations import Waiting, keep_apart, list_likely, merge
from service.usecases.review_pairs import ask_again, read_decided, read_pair
from service.web.dependencies import answer
from service.web.import_views import pair_json
from service.web.limits import ID
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.organisation_words import Words
from service.web.pages.rendering import Page, PageDep
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
    if format == "csv":
        return _as_csv(page, read[:PAGE])
    following = str(offset + PAGE) if len(read) > PAGE else ""
    decided = read_decided(page.resources, vereint, mit) if vereint and mit else None
    pairs = [_compared(one) for one in read[:PAGE]]
    return page.show("duplicates.html", pairs=pairs, following=following, decided=decided, **_shared(page, ab))


def _shared(page: Page, offset: str) -> dict[str, Any]:
    return {"compared": COMPARED, "words": Words(page), "offset": offset if offset.isdecimal() else ""}


def _compared(waiting: Waiting) -> tuple[Any, ...]:
    pair, one, other = waiting
    return pair, organisation_json(one), organisation_json(other)


def _as_csv(page: Page, pairs: list[Waiting]) -> Response:
    """A line a pair: how likely it is one, and both with id, name and place."""
    columns = ("score", "first_id", "first_name", "first_place", "second_id", "second_name", "second_place")
    lines = [
        [f"{pair.score:.3f}", *(part for each in both for part in (each.id, each.name, page.place(each.ags)))]
        for pair, *both in pairs
    ]
    headers = {"Content-Disposition": 'attachment; filename="pruefen.csv"'}
    return Response(rows_as_csv([columns, *lines]), 200, headers, "text/csv; charset=utf-8")


@router.post("/pruefen/dieselbe")
def post_same(page: PageDep, form: FormDep) -> Response:
    """Make one organisation of two; the answer offers to take it back."""
    first, second = _pair(form)
    kept = merge(page.resources, first, second).id
    return _decided(page, form, kept, second if kept == first else first)


@router.post("/pruefen/verschieden")
def post_different(page: PageDep, form: FormDep) -> Response:
    """Keep two organisations apart; the answer offers to take it back."""
    first, second = _pair(form)
    keep_apart(page.resources, first, second)
    return _decided(page, form, first, second)


@router.post("/pruefen/zuruecknehmen")
def post_take_back(page: PageDep, form: FormDep) -> Response:
    """Take a decision back; the pair waits for one again."""
    first, second = _pair(form)
    ask_again(page.resources, first, second)
    offset = text(form, "ab")
    if not page.partial:
        return go_to(_queue({"ab": offset}))
    pair, one, other = _compared(read_pair(page.resources, first, second))
    return page.show("duplicates_pair.html", pair=pair, first=one, second=other, focus=True, **_shared(page, offset))


def _pair(form: FormDep) -> tuple[str, str]:
    """Both ids; raises NotFound where one is missing."""
    first, second = text(form, "first", ID), text(form, "second", ID)
    if not first or not second:
        raise NotFound()
    return first, second


def _decided(page: Page, form: FormDep, first: str, second: str) -> Response:
    """The row of the pair as it is now; without scripts the queue, with what was decided above it."""
    offset = text(form, "ab")
    if not page.partial:
        return go_to(_queue({"ab": offset, "vereint": first, "mit": second}))
    decided = read_decided(page.resources, first, second)
    return page.show("duplicates_decided.html", decided=decided, focus=True, **_shared(page, offset))


def _queue(query: dict[str, str]) -> str:
    kept = urlencode({name: value for name, value in query.items() if value})
    return f"/pruefen?{kept}" if kept else "/pruefen"
