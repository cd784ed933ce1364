"""Stored networks and their members."""

from fastapi import APIRouter, Response

from service.errors import Conflict
from service.usecases import keep_networks as keep
from service.web.answers import NetworkOut, Networks
from service.web.api import BASE
from service.web.authorising import AccountDep, require_place
from service.web.dependencies import (
    AfterParameter,
    LimitParameter,
    ResourcesDep,
    StrictRoute,
    answer,
    location,
    page_answer,
)
from service.web.fields import Id
from service.web.schemas import SeatIn, StoredNetworkIn
from service.web.views import network_json

PATH = f"{BASE}/networks"

router = APIRouter(route_class=StrictRoute, tags=["networks"])


# Ids may hold slashes, so the longer paths come first.


@router.put(
    "/networks/{id:path}/members/{organisation_id:path}",
    summary="Seat an organisation",
    operation_id="seatMember",
    response_model=NetworkOut,
)
def put_member(id: Id, organisation_id: Id, body: SeatIn, resources: ResourcesDep) -> Response:
    """Give an organisation a seat in a network, or change its seat."""
    return answer(network_json(keep.add_member(resources, id, body.membership(organisation_id))))


@router.delete(
    "/networks/{id:path}/members/{organisation_id:path}",
    summary="Unseat an organisation",
    operation_id="unseatMember",
    status_code=204,
)
def delete_member(id: str, organisation_id: str, resources: ResourcesDep) -> Response:
    """Take an organisation's seat away."""
    keep.remove_member(resources, id, organisation_id)
    return Response(status_code=204)


@router.get("/networks", summary="List networks", operation_id="listNetworks", response_model=Networks)
def get_networks(
    resources: ResourcesDep,
    account: AccountDep,
    after: AfterParameter = "",
    limit: LimitParameter = 100,
) -> Response:
    """List networks by id; the Link header (RFC 8288) names the next page."""
    page = keep.list_page(resources, after, limit + 1, account.places)
    return page_answer(PATH, "networks", [network_json(one) for one in page], limit)


@router.post(
    "/networks", summary="Store a network", operation_id="storeNetwork", response_model=NetworkOut, status_code=201
)
def post_network(body: StoredNetworkIn, resources: ResourcesDep, account: AccountDep) -> Response:
    """Store a new network; a taken id is refused."""
    require_place(account, body.ags)
    if body.id is not None and keep.exists(resources, body.id):
        raise Conflict()
    network, _ = keep.save(resources, body.draft())
    return answer(network_json(network), 201, location(PATH, network.id))


@router.get("/networks/{id:path}", summary="Read a network", operation_id="getNetwork", response_model=NetworkOut)
def get_network(id: str, resources: ResourcesDep) -> Response:
    """One network with its members."""
    return answer(network_json(keep.get_one(resources, id)))


@router.put(
    "/networks/{id:path}", summary="Replace a network", operation_id="replaceNetwork", response_model=NetworkOut
)
def put_network(id: Id, body: StoredNetworkIn, resources: ResourcesDep, account: AccountDep) -> Response:
    """Store a network under this id, whether it was known or not."""
    require_place(account, body.ags)
    network, existed = keep.save(resources, body.model_copy(update={"id": id}).draft())
    return answer(network_json(network), 200 if existed else 201)


@router.delete("/networks/{id:path}", summary="Delete a network", operation_id="deleteNetwork", status_code=204)
def delete_network(id: str, resources: ResourcesDep) -> Response:
    """Delete a network; its organisations stay in the directory."""
    keep.remove(resources, id)
    return Response(status_code=204)
