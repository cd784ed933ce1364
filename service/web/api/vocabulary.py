"""Roles, fields of action, norms and municipalities."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from service.domain.places import Place
from service.domain.taxonomy import Role, Term
from service.domain.texts import Language
from service.usecases.find_places import find_places, get_place
from service.web.dependencies import LanguageDep, ResourcesDep, StrictRoute, answer
from service.web.views import norm_json
from service.web.vocabulary_answers import Fields, Municipalities, Norms, PlaceDetails, Roles

router = APIRouter(route_class=StrictRoute, tags=["vocabulary"])


@router.get("/roles", summary="Stakeholder roles", operation_id="listRoles", response_model=Roles)
def get_roles(resources: ResourcesDep, language: LanguageDep) -> Response:
    """All roles of the taxonomy."""
    return answer({"roles": [_role(role, language) for role in resources.knowledge.taxonomy.roles.values()]})


def _role(role: Role, language: Language) -> dict[str, Any]:
    synonyms = role.synonyms.de if language == "de" else role.synonyms.en
    return {
        "key": role.key,
        "label": role.label.in_language(language),
        "definition": role.definition.in_language(language),
        "synonyms": synonyms,
        "sphere": role.sphere,
        "staffing": role.staffing,
        "jurisdiction": role.jurisdiction,
        "gap_kinds": role.gap_kinds,
    }


@router.get("/fields", summary="Fields of action", operation_id="listFields", response_model=Fields)
def get_fields(resources: ResourcesDep, language: LanguageDep) -> Response:
    """All fields of action with the roles that are typical for them."""
    return answer({"fields": [_term(term, language) for term in resources.knowledge.taxonomy.fields.values()]})


def _term(term: Term, language: Language) -> dict[str, Any]:
    label, definition = term.label.in_language(language), term.definition.in_language(language)
    return {"key": term.key, "label": label, "definition": definition, "roles": term.roles}


@router.get("/norms", summary="Norm rosters", operation_id="listNorms", response_model=Norms)
def get_norms(resources: ResourcesDep, language: LanguageDep) -> Response:
    """All norm rosters with their sources, conditions and entries."""
    knowledge = resources.knowledge
    return answer({"norms": [norm_json(norm, knowledge.taxonomy, language) for norm in knowledge.norms.values()]})


@router.get(
    "/municipalities",
    summary="Places of the register",
    operation_id="findMunicipalities",
    response_model=Municipalities,
)
def get_municipalities(
    resources: ResourcesDep,
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Find Laender, Kreise and municipalities by the beginning of a name or key, the largest first."""
    return answer({"municipalities": [_place(place) for place in find_places(resources, q, limit)]})


@router.get(
    "/municipalities/{ags}",
    summary="What is known of a place",
    operation_id="getMunicipality",
    response_model=PlaceDetails,
)
def get_municipality(ags: str, resources: ResourcesDep) -> Response:
    """A Land, Kreis or municipality with the numbers and the outline that were imported; empty means no data."""
    found = get_place(resources, ags)
    return answer(
        _place(found.place)
        | {
            "postcode": found.place.postcode,
            "statistics": [{"measure": s.measure, "value": s.value, "year": s.year} for s in found.statistics],
            "outline": found.outline and found.outline.geometry,
        }
    )


def _place(place: Place) -> dict[str, Any]:
    return {"ags": place.key, "name": place.name, "type": place.type, "population": place.population}
