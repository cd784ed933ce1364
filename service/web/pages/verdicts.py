"""Decisions about the suggestions of a network: kept, taken back, and shown at once in their row."""

from dataclasses import replace
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from service.domain.decisions import Decision, Verdict
from service.errors import InvalidInput, NotFound
from service.usecases import keep_decisions as keep
from service.usecases.keep_networks import get_one
from service.usecases.measure_distances import distances_from
from service.usecases.suggest_candidates import suggest
from service.web.candidate_rows import CandidateRow
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.rendering import Page, PageDep
from service.web.pages.suggestion_parts import MOST_PER_GAP, RANKED, filled_of, noted_of, shared_values

router = APIRouter(include_in_schema=False)


@router.post("/netze/{id:path}/entscheidungen")
async def post_decision(id: str, page: PageDep, form: FormDep) -> Response:
    """Keep what was decided about an organisation, and lead back to its gap."""
    return await run_in_threadpool(_decide, page, id, form)


def _decide(page: Page, network_id: str, form: FormData) -> Response:
    organisation_id, verdict = text(form, "organisation"), text(form, "decision")
    if verdict not in list(Verdict):
        raise InvalidInput.at("/decision", "not_allowed", allowed=", ".join(Verdict))
    keep.decide(page.resources, network_id, Decision(organisation_id, Verdict(verdict), text(form, "reason") or None))
    return _after(page, network_id, form)


@router.post("/netze/{id:path}/entscheidungen/zuruecknehmen")
async def post_undo(id: str, page: PageDep, form: FormDep) -> Response:
    """Forget what was decided about an organisation, and lead back to its gap."""
    return await run_in_threadpool(_undo, page, id, form)


def _undo(page: Page, network_id: str, form: FormData) -> Response:
    keep.take_back(page.resources, network_id, text(form, "organisation"))
    return _after(page, network_id, form)


def _after(page: Page, network_id: str, form: FormData) -> Response:
    """The row alone where a script asks for it, else the way to the note of what was done."""
    element, _, row_id = page.request.headers.get("hx-target", "").partition("#")
    if page.partial and element == "tr":
        return _row(page, network_id, form, row_id)
    noted = urlencode({"entschieden": text(form, "organisation"), "rolle": text(form, "role")})
    return go_to(f"{_address(network_id)}?{noted}#entschieden")


def _row(page: Page, network_id: str, form: FormData, row_id: str) -> Response:
    """The changed row, the sentence that says so, and the lists that follow from it."""
    organisation_id, key = text(form, "organisation"), text(form, "role")
    found = suggest(page.resources, get_one(page.resources, network_id), MOST_PER_GAP, RANKED)
    noted = noted_of(page, organisation_id, found.decisions, key)
    if noted is None:
        raise NotFound()
    gaps = [one for part in filled_of(page, found) for one in part if one.key == key]
    rows = [row for one in gaps for row in one.rows if row.organisation.id == organisation_id]
    far = distances_from(page.resources, found.network.ags, [noted.organisation])
    shared = shared_values(page, replace(found, distances={**found.distances, **far}))
    row = rows[0] if rows else CandidateRow(noted.organisation, 0, (), (), noted.decision)
    return page.show("suggestions_changed.html", noted=noted, row=row, row_id=row_id, key=key, **shared)


def _address(network_id: str) -> str:
    return f"/netze/{quote(network_id, safe='')}/vorschlaege"
