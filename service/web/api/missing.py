"""Who is missing, and where an organisation is missing."""

from fastapi import APIRouter, Response

from service.domain.accounts import Account
from service.domain.texts import Language
from service.resources import Resources
from service.usecases.find_openings import OpeningsView, find_openings, openings_of
from service.usecases.who_is_missing import ask
from service.web.answers import Openings, WhoIsMissing
from service.web.authorising import AccountDep, visible
from service.web.dependencies import LanguageDep, ResourcesDep, StrictRoute, answer
from service.web.schemas import OpeningsIn, QuestionIn
from service.web.views import Views, answer_json

router = APIRouter(route_class=StrictRoute, tags=["who is missing"])


@router.post(
    "/who-is-missing",
    summary="Who is missing from this network?",
    operation_id="askWhoIsMissing",
    response_model=WhoIsMissing,
)
def post_who_is_missing(body: QuestionIn, resources: ResourcesDep, language: LanguageDep) -> Response:
    """Answer with coverage, gaps, perspectives, bridges, recommendations and an invitation set; nothing is stored."""
    view = ask(resources, body.question())
    taxonomy = resources.knowledge.taxonomy
    return answer(answer_json(view, taxonomy, resources.phrases, language, resources.model_names))


@router.get(
    "/organisations/{id:path}/openings",
    summary="Where is this organisation missing?",
    operation_id="getOpenings",
    response_model=Openings,
)
def get_openings(id: str, resources: ResourcesDep, account: AccountDep, language: LanguageDep) -> Response:
    """List the gaps that one organisation could fill at its own places."""
    return _openings(account, openings_of(resources, id), resources, language)


@router.post(
    "/openings", summary="Where are our members missing?", operation_id="findOpenings", response_model=Openings
)
def post_openings(body: OpeningsIn, resources: ResourcesDep, account: AccountDep, language: LanguageDep) -> Response:
    """List the gaps that an association's members could fill in a place, or each at its own places."""
    return _openings(account, find_openings(resources, body.organisations, body.ags), resources, language)


def _openings(account: Account, view: OpeningsView, resources: Resources, language: Language) -> Response:
    shown = visible(account, view)
    views = Views(resources.knowledge.taxonomy, resources.phrases, language, view.organisations)
    norms = resources.knowledge.norms
    return answer({"openings": [views.opening(opening, view.networks, norms) for opening in shown]})
