"""An explanation in words, for the page and for the interface."""

from math import ceil
from typing import Protocol

from service.domain.networks import Network
from service.usecases.explain import Explanation, Standing
from service.web.candidate_rows import points
from service.web.views import Json, Views, decision_json


class PageText(Protocol):
    """A text of the catalogue by its code."""

    def __call__(self, code: str, **facts: object) -> str: ...


def explanation_text(explained: Explanation, views: Views, place: str, text: PageText) -> str:
    """One sentence or two that say how the organisation stands."""
    decision, candidate = explained.decision, explained.candidate
    facts: dict[str, object] = {
        "name": explained.organisation.name,
        "place": place,
        "role": views.taxonomy.roles[explained.organisation.role].label.in_language(views.language),
        "members": "; ".join(explained.represented_by),
        "points": points(candidate.score) if candidate else 0,
        # Rounded up, so that what is below the floor also reads as below it.
        "floor": ceil(100 * explained.floor),
        "rank": explained.rank,
        "of": explained.of,
        "verdict": text(f"suggest_verdict_{decision.verdict}") if decision else "",
        "reason": decision.reason if decision else "",
    }
    because = explained.standing is Standing.DECIDED and decision is not None and decision.reason
    return text(f"explain_{explained.standing}{'_because' if because else ''}", **facts)


def explanation_json(explained: Explanation, network: Network, views: Views, sentence: str) -> Json:
    """The explanation as the interface gives it."""
    candidate = explained.candidate
    return {
        "network": {"id": network.id, "name": network.profile.name, "ags": network.ags},
        "organisation": views.brief(explained.organisation.id),
        "standing": explained.standing,
        "suggested": explained.standing is Standing.SUGGESTED,
        "text": sentence,
        "decision": decision_json(explained.decision) if explained.decision else None,
        "score": candidate.score if candidate else None,
        "floor": explained.floor,
        "rank": explained.rank,
        "of": explained.of,
        "represented_by": explained.represented_by,
        "reasons": [views.reason(reason) for reason in candidate.reasons] if candidate else [],
        "cautions": [views.caution(caution) for caution in candidate.cautions] if candidate else [],
    }
