"""Who says what of an organisation, what it was before, and which organisations are one."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.usecases import merge_organisations as merging
from service.usecases import part_organisations as parting
from service.usecases import read_provenance as read
from service.web.answers import OrganisationOut, Organisations
from service.web.api import BASE
from service.web.dependencies import AfterParameter, LimitParameter, ResourcesDep, StrictRoute, answer, page_answer
from service.web.import_answers import History, Pairs, ProvenanceOut
from service.web.import_views import pair_json, provenance_json, version_json
from service.web.schemas import PairIn, PartIn
from service.web.views import organisation_json

router = APIRouter(route_class=StrictRoute, tags=["provenance"])

PATH = f"{BASE}/organisations/stale"


@router.get(
    "/organisations/stale",
    summary="List what nobody looked at for long",
    operation_id="listStale",
    response_model=Organisations,
)
def get_stale(
    resources: ResourcesDep,
    ags: str | None = None,
    days: Annotated[int, Query(ge=1, le=10_000)] = 365,
    after: AfterParameter = "",
    limit: LimitParameter = 100,
) -> Response:
    """Organisations that nobody checked and no source delivered for so many days, by id."""
    found = read.read_stale(resources, ags, days, after, limit + 1)
    return page_answer(PATH, "organisations", [organisation_json(one) for one in found], limit, ags=ags, days=str(days))


@router.get(
    "/organisations/{id:path}/provenance",
    summary="Where values come from",
    operation_id="getProvenance",
    response_model=ProvenanceOut,
)
def get_provenance(id: str, resources: ResourcesDep) -> Response:
    """The source, licence and date of each value, what other sources offer, and the organisations taken in."""
    return answer(provenance_json(*read.read_origins(resources, id)))


@router.delete(
    "/organisations/{id:path}/corrections/{field}",
    summary="Give up a correction",
    operation_id="giveUpCorrection",
    response_model=OrganisationOut,
)
def delete_correction(id: str, field: str, resources: ResourcesDep) -> Response:
    """Take over what the sources say of a field that somebody had put right."""
    return answer(organisation_json(read.give_up_correction(resources, id, field)))


@router.get(
    "/organisations/{id:path}/history",
    summary="What an organisation was before",
    operation_id="getHistory",
    response_model=History,
)
def get_history(id: str, resources: ResourcesDep) -> Response:
    """Every change of an organisation, the newest first, also of one that is gone."""
    return answer({"versions": [version_json(*one) for one in read.read_history(resources, id)]})


@router.post(
    "/organisations/{id:path}/part",
    summary="Part what was made one",
    operation_id="partOrganisation",
    response_model=OrganisationOut,
)
def post_part(id: str, body: PartIn, resources: ResourcesDep) -> Response:
    """Undo a merge (`merged_id`), or give one record (`source`, `key`) an organisation of its own; never proposed again."""
    if body.merged_id is not None:
        parted = parting.part(resources, id, body.merged_id)
    else:
        parted = parting.detach(resources, id, str(body.source), str(body.key))
    return answer(organisation_json(parted))


@router.get("/duplicates", summary="List likely duplicates", operation_id="listDuplicates", response_model=Pairs)
def get_duplicates(
    resources: ResourcesDep,
    offset: Annotated[int, Query(ge=0, le=10**6)] = 0,
    limit: LimitParameter = 100,
) -> Response:
    """Pairs of organisations that may be one and wait for a decision, the likeliest first."""
    found = merging.list_likely(resources, offset, limit)
    return answer({"pairs": [pair_json(*one) for one in found]})


@router.post(
    "/duplicates/merge",
    summary="Merge two organisations",
    operation_id="mergeOrganisations",
    response_model=OrganisationOut,
)
def post_merge(body: PairIn, resources: ResourcesDep) -> Response:
    """Make one organisation of two; the id that goes keeps answering with the one that stays."""
    return answer(organisation_json(merging.merge(resources, body.first, body.second)))


@router.post("/duplicates/apart", summary="Keep two organisations apart", operation_id="keepApart", status_code=204)
def post_apart(body: PairIn, resources: ResourcesDep) -> Response:
    """Note that two organisations are not one, so that nobody is asked again."""
    merging.keep_apart(resources, body.first, body.second)
    return Response(status_code=204)
