"""The suggestions for a network: who could fill each gap and why, and what was decided."""

from collections.abc import Sequence

from fastapi import APIRouter, Response

from service.usecases.keep_networks import get_one
from service.usecases.suggest_candidates import Suggested, suggest
from service.web.dependencies import answer as json_answer
from service.web.filled_gaps import FilledGap
from service.web.pages.numbers import whole_number
from service.web.pages.rendering import Page, PageDep
from service.web.pages.suggestion_parts import MOST_PER_GAP, RANKED, filled_of, noted_of, shared_values, views_of
from service.web.suggestion_tables import suggestions_csv, suggestions_json

router = APIRouter(include_in_schema=False)

#: Organisations shown for a gap at first.
PER_GAP = 3


@router.get("/netze/{id:path}/vorschlaege")
def get_suggestions(
    id: str, page: PageDep, je: str = "", entschieden: str = "", rolle: str = "", format: str = ""
) -> Response:
    """The candidates for each gap, the ranking of all, and the decisions; raises NotFound."""
    network = get_one(page.resources, id)
    per_gap = whole_number(je, PER_GAP, 1, MOST_PER_GAP)
    found = suggest(page.resources, network, per_gap, RANKED)
    filled, beyond = filled_of(page, found)
    if format in ("csv", "json"):
        return _as_data(page, found, [*filled, *beyond], format)
    at = rolle if rolle in {one.key for one in (*filled, *beyond)} else ""
    return page.show(
        "suggestions.html",
        filled=filled,
        beyond=beyond,
        noted=noted_of(page, entschieden, found.decisions, at),
        per_gap=per_gap,
        most=MOST_PER_GAP,
        files=[(ending, page.here(format=ending, entschieden=None, rolle=None)) for ending in ("csv", "json")],
        **shared_values(page, found),
    )


def _as_data(page: Page, found: Suggested, filled: Sequence[FilledGap], format: str) -> Response:
    headers: dict[str, str] = {"Content-Language": page.language}
    if format == "csv":
        named = headers | {"Content-Disposition": 'attachment; filename="vorschlaege.csv"'}
        return Response(suggestions_csv(found, filled), 200, named, "text/csv; charset=utf-8")
    return json_answer(suggestions_json(found, filled, views_of(page, found.organisations)), headers=headers)
