"""What the page of suggestions and a changed row of it show alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.answers import Recommendation
from service.domain.decisions import Decision
from service.domain.organisations import Organisation
from service.usecases.keep_provenance import today
from service.usecases.read_organisations import get_many
from service.usecases.suggest_candidates import Suggested
from service.web.candidate_rows import points
from service.web.candidate_words import CandidateWords
from service.web.filled_gaps import FilledGap, filled_beyond, filled_roles
from service.web.pages.rendering import Page
from service.web.views import Views

#: Organisations shown for a gap at most; organisations in the ranking of all.
MOST_PER_GAP, RANKED = 20, 20


@dataclass(frozen=True)
class Noted:
    """What was just decided about an organisation, None where that was taken back; `at` is the gap, "" for the top."""

    organisation: Organisation
    decision: Decision | None
    at: str


def filled_of(page: Page, found: Suggested) -> tuple[list[FilledGap], list[FilledGap]]:
    """The roles, and the perspectives and bridges."""
    views, floor = views_of(page, found.organisations), page.resources.knowledge.ranking_model.floor
    return filled_roles(found, views, floor, today()), filled_beyond(found, views, page.t, today())


def shared_values(page: Page, found: Suggested) -> dict[str, Any]:
    """What the page and a part of it show alike."""
    decided = [(found.organisations[key], one) for key, one in found.decisions.items() if key in found.organisations]
    words = CandidateWords(page.t, today(), found.distances)
    return {"network": found.network, "ranking": _ranking(found), "decisions": decided, "words": words}


def _ranking(found: Suggested) -> list[tuple[Organisation, Recommendation, int]]:
    """The best of all with their points."""
    return [
        (found.organisations[one.candidate.organisation_id], one, points(one.candidate.score))
        for one in found.answer.recommendations
        if one.candidate.organisation_id in found.organisations
    ]


def noted_of(page: Page, organisation_id: str, decisions: Mapping[str, Decision], at: str) -> Noted | None:
    """What was just decided about an organisation; None where none is meant."""
    found = get_many(page.resources, {organisation_id}).get(organisation_id) if organisation_id else None
    return Noted(found, decisions.get(found.id), at) if found else None


def views_of(page: Page, known: Mapping[str, Organisation]) -> Views:
    """What turns reasons into sentences and names these organisations."""
    return Views(page.resources.knowledge.taxonomy, page.resources.phrases, page.language, known)
