"""The suggestions as CSV and JSON: every candidate with the gap that it could fill."""

from collections.abc import Sequence

from service.reports.rows import rows_as_csv
from service.usecases.suggest_candidates import Suggested
from service.web.candidate_rows import CandidateRow
from service.web.filled_gaps import FilledGap
from service.web.views import Json, Views, decision_json, network_json

COLUMNS = (
    *("gap", "kind", "title", "severity", "rank", "id", "organisation", "points", "reasons", "cautions"),
    *("email", "phone", "website", "verified_on", "distance_km", "decision", "decision_reason"),
)


def suggestions_csv(found: Suggested, filled: Sequence[FilledGap]) -> bytes:
    """A line for each candidate, and one for each gap that nobody could fill."""
    lines = [line for one in filled for line in _lines(found, one)]
    return rows_as_csv([COLUMNS, *lines])


def _lines(found: Suggested, filled: FilledGap) -> list[list[str]]:
    severity = f"{filled.gap.severity:.4f}" if filled.gap else ""
    head = [filled.key, filled.kind.value, filled.title, severity]
    if not filled.rows:
        return [head + [""] * (len(COLUMNS) - len(head))]
    return [[*head, str(rank), *_candidate(found, row)] for rank, row in enumerate(filled.rows, 1)]


def _candidate(found: Suggested, row: CandidateRow) -> list[str]:
    one, decision = row.organisation, row.decision
    reasons = " | ".join(f"{share} {text}" for share, text in row.reasons)
    contact = [one.email or "", one.phone or "", one.website or "", one.verified_on or ""]
    distance = f"{found.distances[one.id]:.1f}" if one.id in found.distances else ""
    decided = [decision.verdict.value, decision.reason or ""] if decision else ["", ""]
    return [one.id, one.name, str(row.points), reasons, " | ".join(row.cautions), *contact, distance, *decided]


def suggestions_json(found: Suggested, filled: Sequence[FilledGap], views: Views) -> Json:
    """The gaps that are shown, perspectives and bridges with their candidates, the ranking of all, and the decisions."""
    answer = found.answer
    shown = {one.key for one in filled}
    return {
        "network": network_json(found.network),
        "gaps": [views.gap(gap) for gap in answer.gaps if gap.role in shown],
        "perspectives": [views.perspective(one) for one in answer.perspectives],
        "bridges": [views.bridge(one) for one in answer.bridges],
        "recommendations": [views.recommendation(one) for one in answer.recommendations],
        "decisions": [decision_json(one) for one in found.decisions.values()],
        "distances_km": {id: round(distance, 1) for id, distance in found.distances.items()},
    }
