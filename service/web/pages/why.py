"""Why an organisation is suggested to a network, and why it is not."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Response

from service.domain.names import folded
from service.domain.networks import Network
from service.domain.organisations import Organisation
from service.usecases.explain import explain, find_named
from service.usecases.keep_networks import get_one
from service.usecases.keep_provenance import today
from service.usecases.measure_distances import distances_from
from service.web.candidate_rows import candidate_row
from service.web.candidate_words import CandidateWords
from service.web.dependencies import answer as json_answer
from service.web.explanations import explanation_json, explanation_text
from service.web.pages.rendering import Page, PageDep
from service.web.pages.suggestion_parts import views_of

router = APIRouter(include_in_schema=False)

#: Organisations that a typed name may mean.
NAMED = 12


@router.get("/netze/{id:path}/warum")
def get_why(id: str, page: PageDep, q: str = "", organisation: str = "", format: str = "") -> Response:
    """Why an organisation is suggested or is not: the one chosen, or the one whose name was typed exactly."""
    network = get_one(page.resources, id)
    query = " ".join(q.split())[:300]
    found = find_named(page.resources, network, query, NAMED)
    exact = [one.id for one in found if folded(one.name) == folded(query)]
    chosen = organisation or (exact[0] if len(exact) == 1 else "")
    if format == "json":
        return _why_as_json(page, network, found, chosen)
    told = _why(page, network, chosen) if chosen else {"explained": None, "sentence": "", "row": None, "words": None}
    return page.show("why.html", network=network, query=query, found=found, **told)


def _why(page: Page, network: Network, organisation_id: str) -> dict[str, Any]:
    explained = explain(page.resources, network.id, organisation_id)
    organisation, decision = explained.organisation, explained.decision
    views = views_of(page, {organisation.id: organisation})
    place = page.resources.knowledge.register.place(network.ags or "").name
    row = candidate_row(views, explained.candidate, decision, today()) if explained.candidate else None
    words = CandidateWords(page.t, today(), distances_from(page.resources, network.ags, [organisation]))
    sentence = explanation_text(explained, views, place, page.t)
    return {"explained": explained, "sentence": sentence, "row": row, "words": words}


def _why_as_json(page: Page, network: Network, found: Sequence[Organisation], organisation_id: str) -> Response:
    content: dict[str, Any] = {"found": [{"id": one.id, "name": one.name} for one in found], "explanation": None}
    if organisation_id:
        told = _why(page, network, organisation_id)
        explained = told["explained"]
        views = views_of(page, {explained.organisation.id: explained.organisation})
        content["explanation"] = explanation_json(explained, network, views, told["sentence"])
    return json_answer(content, headers={"Content-Language": page.language})
