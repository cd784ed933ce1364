"""What a stored network is told: who is missing from it, and whom to invite."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.domain.answers import Question
from service.domain.networks import Network
from service.domain.texts import Language
from service.resources import Resources
from service.usecases.find_openings import question_about
from service.usecases.keep_networks import get_one
from service.usecases.who_is_missing import ask
from service.web.advice_answers import NetworkGaps, NetworkRecommendations
from service.web.dependencies import LanguageDep, ResourcesDep, StrictRoute, answer
from service.web.views import answer_json

router = APIRouter(route_class=StrictRoute, tags=["who is missing"])

GapsParameter = Annotated[int, Query(ge=0, le=80, description="Gaps at most, the most severe first.")]
PerGapParameter = Annotated[int, Query(ge=0, le=100, description="Candidates for each gap at most.")]
CountParameter = Annotated[int, Query(ge=0, le=100, description="Recommendations at most.")]
SeatsParameter = Annotated[int, Query(ge=0, le=100, description="Seats of the invitation set; 0 for none.")]

_GAPS = ("coverage", "gaps", "perspectives", "bridges", "norms", "model")
_RECOMMENDATIONS = ("recommendations", "invitations", "norms", "model")


@router.get(
    "/networks/{id:path}/gaps",
    summary="Who is missing from a stored network?",
    operation_id="listGaps",
    response_model=NetworkGaps,
)
def get_gaps(
    id: str, resources: ResourcesDep, language: LanguageDep, gaps: GapsParameter = 10, per_gap: PerGapParameter = 5
) -> Response:
    """List coverage, gaps, perspectives and bridges of a network with today's members; decisions are heeded."""
    network = get_one(resources, id)
    counts = Question(None, network.profile, (), gaps=gaps, per_gap=per_gap, recommendations=0, seats=0)
    return _told(resources, network, counts, language, _GAPS)


@router.get(
    "/networks/{id:path}/recommendations",
    summary="Whom should a stored network invite?",
    operation_id="listRecommendations",
    response_model=NetworkRecommendations,
)
def get_recommendations(
    id: str,
    resources: ResourcesDep,
    language: LanguageDep,
    recommendations: CountParameter = 20,
    seats: SeatsParameter = 5,
) -> Response:
    """List the organisations most worth inviting, and the invitation set for so many seats; decisions are heeded."""
    network = get_one(resources, id)
    counts = Question(None, network.profile, (), gaps=0, per_gap=0, recommendations=recommendations, seats=seats)
    return _told(resources, network, counts, language, _RECOMMENDATIONS)


def _told(
    resources: Resources, network: Network, counts: Question, language: Language, parts: Sequence[str]
) -> Response:
    view = ask(resources, question_about(network, counts))
    whole = answer_json(view, resources.knowledge.taxonomy, resources.phrases, language, resources.model_names)
    name = {"id": network.id, "name": network.profile.name, "ags": network.ags}
    return answer({"network": name, **{part: whole[part] for part in parts}})
