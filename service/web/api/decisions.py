"""Decisions about the organisations that a stored network might invite."""

from fastapi import APIRouter, Response

from service.usecases import keep_decisions as keep
from service.web.answers import DecisionOut, Decisions
from service.web.dependencies import ResourcesDep, StrictRoute, answer
from service.web.fields import Id
from service.web.schemas import DecisionIn
from service.web.views import decision_json

router = APIRouter(route_class=StrictRoute, tags=["decisions"])


@router.post(
    "/networks/{id:path}/decisions",
    summary="Decide about an organisation",
    operation_id="storeDecision",
    response_model=DecisionOut,
)
def post_decision(id: Id, body: DecisionIn, resources: ResourcesDep) -> Response:
    """Store what was decided about an organisation; the newest decision counts and sticks."""
    decision = body.decided()
    existed = keep.decide(resources, id, decision)
    return answer(decision_json(decision), 200 if existed else 201)


@router.get(
    "/networks/{id:path}/decisions",
    summary="List decisions",
    operation_id="listDecisions",
    response_model=Decisions,
)
def get_decisions(id: str, resources: ResourcesDep) -> Response:
    """List the decisions of a network by organisation."""
    return answer({"decisions": [decision_json(one) for one in keep.list_all(resources, id)]})


@router.delete(
    "/networks/{id:path}/decisions/{organisation_id:path}",
    summary="Take a decision back",
    operation_id="takeBackDecision",
    status_code=204,
)
def delete_decision(id: str, organisation_id: str, resources: ResourcesDep) -> Response:
    """Forget what was decided about an organisation; it may be suggested again."""
    keep.take_back(resources, id, organisation_id)
    return Response(status_code=204)
