"""The suggestions for a network: who could fill each gap and why, what was decided, and why somebody is not suggested."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from service.domain.answers import Answer, Gap, Question, Recommendation
from service.domain.decisions import Decision, Verdict
from service.domain.names import folded
from service.domain.networks import Network
from service.domain.organisations import Organisation
from service.errors import InvalidInput
from service.usecases import keep_decisions as keep
from service.usecases.explain import explain, find_named
from service.usecases.find_openings import ask_for_network
from service.usecases.keep_networks import get_one
from service.usecases.read_organisations import get_many
from service.usecases.who_is_missing import shown_ids
from service.web.candidate_rows import CandidateRow, candidate_row, candidate_rows, points
from service.web.explanations import explanation_text
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.numbers import whole_number
from service.web.pages.rendering import Page, PageDep
from service.web.views import Views

router = APIRouter(include_in_schema=False)

#: Organisations shown for a gap, at first and at most; organisations in the ranking of all.
PER_GAP, MOST_PER_GAP, RANKED = 3, 20, 20
#: Organisations that a typed name may mean.
NAMED = 12


@dataclass(frozen=True)
class FilledGap:
    """A gap with those who could fill it."""

    gap: Gap
    rows: Sequence[CandidateRow]


@dataclass(frozen=True)
class Noted:
    """What was just decided about an organisation, None where that was taken back; `at` is the gap, "" for the top."""

    organisation: Organisation
    decision: Decision | None
    at: str


@router.get("/netze/{id:path}/vorschlaege")
def get_suggestions(id: str, page: PageDep, je: str = "", entschieden: str = "", rolle: str = "") -> Response:
    """The candidates for each gap, the ranking of all, and the decisions; raises NotFound."""
    network = get_one(page.resources, id)
    per_gap = whole_number(je, PER_GAP, 1, MOST_PER_GAP)
    counts = Question(None, network.profile, (), gaps=80, per_gap=per_gap, recommendations=RANKED, seats=0)
    answer = ask_for_network(page.resources, network, counts)
    decisions = {one.organisation_id: one for one in keep.list_all(page.resources, network.id)}
    known = get_many(page.resources, {*shown_ids(answer), *decisions})
    filled = _filled(page, _views(page, known), answer, decisions)
    return page.show(
        "suggestions.html",
        network=network,
        filled=filled,
        ranking=_ranking(answer, known),
        decisions=[(known[key], one) for key, one in decisions.items() if key in known],
        noted=_noted(page, entschieden, decisions, rolle if rolle in {one.gap.role for one in filled} else ""),
        per_gap=per_gap,
        most=MOST_PER_GAP,
    )


def _noted(page: Page, organisation_id: str, decisions: dict[str, Decision], at: str) -> Noted | None:
    found = get_many(page.resources, {organisation_id}).get(organisation_id) if organisation_id else None
    return Noted(found, decisions.get(found.id), at) if found else None


def _views(page: Page, known: dict[str, Organisation]) -> Views:
    return Views(page.resources.knowledge.taxonomy, page.resources.phrases, page.language, known)


def _filled(page: Page, views: Views, answer: Answer, decisions: dict[str, Decision]) -> list[FilledGap]:
    """The reliable gaps with their reliable candidates."""
    floor = page.resources.knowledge.ranking_model.floor
    reliable = [gap for gap in answer.gaps if not gap.below_floor]
    return [
        FilledGap(gap, candidate_rows(views, [one for one in gap.candidates if one.score >= floor], decisions))
        for gap in reliable
    ]


def _ranking(answer: Answer, known: dict[str, Organisation]) -> list[tuple[Organisation, Recommendation, int]]:
    """The best of all with their points."""
    return [
        (known[one.candidate.organisation_id], one, points(one.candidate.score))
        for one in answer.recommendations
        if one.candidate.organisation_id in known
    ]


@router.post("/netze/{id:path}/entscheidungen")
async def post_decision(id: str, page: PageDep, form: FormDep) -> Response:
    """Keep what was decided about an organisation, and lead back to its gap."""
    organisation_id, verdict = text(form, "organisation"), text(form, "decision")
    if verdict not in list(Verdict):
        raise InvalidInput.at("/decision", "not_allowed", allowed=", ".join(Verdict))
    keep.decide(page.resources, id, Decision(organisation_id, Verdict(verdict), text(form, "reason") or None))
    return _back(id, form)


@router.post("/netze/{id:path}/entscheidungen/zuruecknehmen")
async def post_undo(id: str, page: PageDep, form: FormDep) -> Response:
    """Forget what was decided about an organisation, and lead back to its gap."""
    keep.take_back(page.resources, id, text(form, "organisation"))
    return _back(id, form)


def _back(network_id: str, form: FormData) -> Response:
    """The way to the note of what was done."""
    noted = urlencode({"entschieden": text(form, "organisation"), "rolle": text(form, "role")})
    return go_to(f"{_address(network_id)}?{noted}#entschieden")


def _address(network_id: str) -> str:
    return f"/netze/{quote(network_id, safe='')}/vorschlaege"


@router.get("/netze/{id:path}/warum")
def get_why(id: str, page: PageDep, q: str = "", organisation: str = "") -> Response:
    """Why an organisation is suggested or is not: the one chosen, or the one whose name was typed exactly."""
    network = get_one(page.resources, id)
    query = " ".join(q.split())[:300]
    found = find_named(page.resources, network, query, NAMED)
    exact = [one.id for one in found if folded(one.name) == folded(query)]
    chosen = organisation or (exact[0] if len(exact) == 1 else "")
    told = _why(page, network, chosen) if chosen else {"explained": None, "sentence": "", "row": None}
    return page.show("why.html", network=network, query=query, found=found, **told)


def _why(page: Page, network: Network, organisation_id: str) -> dict[str, object]:
    explained = explain(page.resources, network.id, organisation_id)
    views = _views(page, {explained.organisation.id: explained.organisation})
    place = page.resources.knowledge.register.place(network.ags or "").name
    row = candidate_row(views, explained.candidate, explained.decision) if explained.candidate else None
    return {"explained": explained, "sentence": explanation_text(explained, views, place, page.t), "row": row}
