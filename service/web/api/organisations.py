"""The directory: write, read, change, delete and search organisations."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from service.errors import Conflict, FieldProblem, InvalidInput, ServiceError
from service.resources import Resources
from service.usecases import read_organisations as read
from service.usecases import write_organisations as write
from service.usecases.search_organisations import SearchRequest, search
from service.web.answers import BulkReport, Hits, OrganisationOut, Organisations
from service.web.api import BASE
from service.web.authorising import AccountDep, require_place
from service.web.dependencies import (
    AfterParameter,
    LanguageDep,
    LimitParameter,
    ResourcesDep,
    StrictRoute,
    answer,
    location,
    page_answer,
    require_media_type,
)
from service.web.fields import Id
from service.web.problems import Problems, field_problem
from service.web.schemas import OrganisationChange, OrganisationIn
from service.web.strict_json import parse_json
from service.web.views import Views, organisation_json

router = APIRouter(route_class=StrictRoute, tags=["organisations"])

NDJSON_TYPES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"})
PATH = f"{BASE}/organisations"
_TWO_LINES = '{"id": "org-1", "name": "AWO Kreisverband", "ags": "09562"}\n{"name": "Stadtjugendring", "ags": "09562"}'


def parse_line(line: bytes) -> OrganisationIn | FieldProblem:
    """An organisation of one NDJSON line, or what is wrong with it."""
    try:
        return OrganisationIn.model_validate(parse_json(line))
    except ValidationError as error:
        return field_problem(error.errors(include_input=False, include_url=False)[0])
    except InvalidInput as error:
        return error.problems[0]
    except ServiceError as error:
        return FieldProblem("", error.code)


def write_lines(resources: Resources, body: bytes, language: LanguageDep) -> dict[str, object]:
    """Store the good lines and tell what is wrong with the others."""
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    parsed = [(number, parse_line(line)) for number, line in lines]
    good = [(number, sent) for number, sent in parsed if isinstance(sent, OrganisationIn)]
    bad = [(number, problem) for number, problem in parsed if isinstance(problem, FieldProblem)]
    report = write.write_organisations(resources, [sent.draft() for _, sent in good])
    bad += [(good[position][0], problem) for position, problem in report.rejected]
    problems = Problems(resources.phrases)
    rejected = [
        {"line": number, "pointer": problem.pointer, "detail": problems.sentence(problem, language)}
        for number, problem in sorted(bad, key=lambda item: item[0])
    ]
    return {"accepted": len(lines) - len(bad), "updated": report.updated, "rejected": rejected}


@router.post(
    "/organisations/bulk",
    summary="Write many organisations",
    operation_id="writeOrganisations",
    response_model=BulkReport,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "One organisation a line; fields as in POST /organisations. At most 32 MB.",
            "content": {"application/x-ndjson": {"schema": {"type": "string"}, "example": _TWO_LINES}},
        }
    },
)
async def post_bulk(request: Request, resources: ResourcesDep, language: LanguageDep) -> Response:
    """Store one organisation a line (NDJSON); good lines are kept when others are rejected."""
    require_media_type(request, NDJSON_TYPES)
    body = await request.body()
    return answer(await run_in_threadpool(write_lines, resources, body, language))


@router.get(
    "/organisations/search", summary="Search the directory", operation_id="searchOrganisations", response_model=Hits
)
def get_search(  # noqa: PLR0913 (one parameter a filter is how FastAPI documents them)
    resources: ResourcesDep,
    language_wanted: LanguageDep,
    q: Annotated[str, Query(max_length=1000)],
    ags: str | None = None,
    role: str | None = None,
    language: Annotated[str | None, Query(max_length=100)] = None,
    field: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Find organisations by meaning, words and spelling, in any language."""
    found = search(resources, SearchRequest(q, ags, role or None, language or None, field or None, limit))
    views = Views(resources.knowledge.taxonomy, resources.phrases, language_wanted, {})
    hits = [
        {
            "organisation": organisation_json(hit.organisation),
            "score": hit.score,
            "reasons": [views.reason(reason) for reason in hit.reasons],
        }
        for hit in found.hits
    ]
    return answer({"hits": hits, "abstained": found.abstained})


@router.get(
    "/organisations", summary="List organisations", operation_id="listOrganisations", response_model=Organisations
)
def get_organisations(
    resources: ResourcesDep,
    ags: str | None = None,
    role: str | None = None,
    after: AfterParameter = "",
    limit: LimitParameter = 100,
) -> Response:
    """List organisations by id; the Link header (RFC 8288) names the next page."""
    page = read.list_page(resources, ags, role or None, after, limit + 1)
    return page_answer(PATH, "organisations", [organisation_json(one) for one in page], limit, ags=ags, role=role)


@router.post(
    "/organisations",
    summary="Write one organisation",
    operation_id="writeOrganisation",
    response_model=OrganisationOut,
    status_code=201,
)
def post_organisation(body: OrganisationIn, resources: ResourcesDep, account: AccountDep) -> Response:
    """Store a new organisation; a taken id is refused."""
    require_place(account, body.ags)
    if body.id is not None and read.get_many(resources, {body.id}):
        raise Conflict()
    report = write.write_organisations(resources, [body.draft()])
    if report.rejected:
        raise InvalidInput([report.rejected[0][1]])
    stored = report.stored[0]
    return answer(organisation_json(stored), 201, location(PATH, stored.id))


@router.get(
    "/organisations/{id:path}",
    summary="Read one organisation",
    operation_id="getOrganisation",
    response_model=OrganisationOut,
)
def get_organisation(id: str, resources: ResourcesDep) -> Response:
    """One organisation with all it may show; the id of a merged one leads to the one that took it in."""
    found = read.get_one(resources, id)
    if found.id != id:
        return Response(status_code=308, headers=location(PATH, found.id))
    return answer(organisation_json(found))


@router.put(
    "/organisations/{id:path}",
    summary="Replace one organisation",
    operation_id="replaceOrganisation",
    response_model=OrganisationOut,
)
def put_organisation(id: Id, body: OrganisationIn, resources: ResourcesDep) -> Response:
    """Store an organisation under this id, whether it was known or not."""
    known = bool(read.get_many(resources, {id}))
    stored = write.replace_organisation(resources, id, body.draft())
    return answer(organisation_json(stored), 200 if known else 201)


@router.patch(
    "/organisations/{id:path}",
    summary="Change one organisation",
    operation_id="changeOrganisation",
    response_model=OrganisationOut,
)
def patch_organisation(id: str, body: OrganisationChange, resources: ResourcesDep, account: AccountDep) -> Response:
    """Change the fields that are sent and keep the others."""
    values = body.values()
    if "ags" in values:
        require_place(account, values["ags"])
    return answer(organisation_json(write.change_organisation(resources, id, values)))


@router.delete(
    "/organisations/{id:path}", summary="Delete one organisation", operation_id="deleteOrganisation", status_code=204
)
def delete_organisation(id: str, resources: ResourcesDep) -> Response:
    """Delete an organisation and its seats in networks."""
    write.remove_organisation(resources, id)
    return Response(status_code=204)
