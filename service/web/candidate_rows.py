"""Candidates as pages show them: whole points of a hundred that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from service.domain.answers import Candidate
from service.domain.decisions import Decision
from service.domain.organisations import Organisation
from service.matching.freshness import STALE, age_in_days
from service.web.views import Views

#: What rounding may lose on the way to a whole point.
_SLACK = 1e-6


@dataclass(frozen=True)
class CandidateRow:
    """An organisation with its points, the points of each reason, its hints, and what was decided about it."""

    organisation: Organisation
    points: int
    reasons: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]
    decision: Decision | None = None


def candidate_rows(
    views: Views, candidates: Sequence[Candidate], decisions: Mapping[str, Decision], today: str
) -> list[CandidateRow]:
    """A row for each candidate that the directory still holds, in their order."""
    known = [one for one in candidates if one.organisation_id in views.organisations]
    return [candidate_row(views, one, decisions.get(one.organisation_id), today) for one in known]


def candidate_row(views: Views, candidate: Candidate, decision: Decision | None, today: str) -> CandidateRow:
    """One candidate with its sentences, as they are on a day."""
    organisation = views.organisations[candidate.organisation_id]
    shares = adding_up([reason.contribution for reason in candidate.reasons])
    texts = [views.reason(reason)["text"] for reason in candidate.reasons]
    reasons = tuple(zip(map(signed, shares), texts, strict=True))
    cautions = [views.caution(caution)["text"] for caution in candidate.cautions]
    if (age_in_days(organisation.verified_on, today) or 0) > STALE:
        cautions.append(views.phrases.sentence("stale", views.language, date=organisation.verified_on))
    if organisation.sheltered:
        cautions.append(views.phrases.sentence("sheltered", views.language))
    return CandidateRow(organisation, sum(shares), reasons, tuple(cautions), decision)


def points(score: float) -> int:
    """A score in whole points of a hundred, the rest left out."""
    return floor(100 * score + _SLACK)


def adding_up(contributions: Sequence[float]) -> list[int]:
    """Whole points whose sum is the points of the score; the largest rests are rounded up (Hare, Niemeyer)."""
    exact = [100 * one for one in contributions]
    whole = [floor(one) for one in exact]
    missing = floor(sum(exact) + _SLACK) - sum(whole)
    by_rest = sorted(range(len(exact)), key=lambda number: (whole[number] - exact[number], number))
    for number in by_rest[:missing]:
        whole[number] += 1
    return whole


def signed(share: int) -> str:
    """Points with their sign."""
    return f"+{share}" if share > 0 else f"−{-share}" if share else "±0"
