"""Why an organisation is suggested to a stored network, and why it is not."""

from functools import partial

from fastapi import APIRouter, Response

from service.sources.pages import read_page_texts
from service.usecases.explain import explain
from service.usecases.keep_networks import get_one
from service.web.advice_answers import ExplanationOut
from service.web.dependencies import LanguageDep, ResourcesDep, StrictRoute, answer
from service.web.explanations import explanation_json, explanation_text
from service.web.views import Views

router = APIRouter(route_class=StrictRoute, tags=["who is missing"])


@router.get(
    "/networks/{id:path}/explain/{organisation_id:path}",
    summary="Why is this organisation suggested, or why not?",
    operation_id="explainOrganisation",
    response_model=ExplanationOut,
)
def get_explanation(id: str, organisation_id: str, resources: ResourcesDep, language: LanguageDep) -> Response:
    """How any organisation stands to a network, with its rank and the reasons that its score is made of."""
    knowledge = resources.knowledge
    network = get_one(resources, id)
    explained = explain(resources, id, organisation_id)
    views = Views(knowledge.taxonomy, resources.phrases, language, {explained.organisation.id: explained.organisation})
    text = partial(read_page_texts(resources.settings.data / "pages").sentence, language=language)
    place = knowledge.register.place(network.ags or "").name
    return answer(explanation_json(explained, network, views, explanation_text(explained, views, place, text)))
