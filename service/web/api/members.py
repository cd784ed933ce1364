"""Pasted lines to organisations and roles."""

from fastapi import APIRouter, Response

from service.usecases.read_organisations import get_many
from service.usecases.recognise_members import recognise_members
from service.web.answers import RecognisedMembers
from service.web.dependencies import LanguageDep, ResourcesDep, StrictRoute, answer
from service.web.schemas import RecogniseIn
from service.web.views import Views

router = APIRouter(route_class=StrictRoute, tags=["members"])


@router.post(
    "/members/recognise",
    summary="Recognise pasted lines",
    operation_id="recogniseMembers",
    response_model=RecognisedMembers,
)
def post_recognise(body: RecogniseIn, resources: ResourcesDep, language: LanguageDep) -> Response:
    """Tell for each line which organisation it names and which roles it may hold, likeliest first."""
    members = recognise_members(resources, body.names, body.ags)
    known = get_many(resources, {m.organisation_id for m in members if m.organisation_id})
    views = Views(resources.knowledge.taxonomy, resources.phrases, language, known)
    return answer(
        {
            "members": [
                {
                    "given": member.given,
                    "organisation": views.brief(member.organisation_id) if member.organisation_id else None,
                    "roles": [{"role": guess.role, "confidence": guess.confidence} for guess in member.roles],
                }
                for member in members
            ]
        }
    )
