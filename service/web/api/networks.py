"""Stored networks and their members."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.errors import Conflict, NotFound
from service.usecases import keep_networks as keep
from service.web.api import BASE
from service.web.api.organisations import check_path_id
from service.web.dependencies import ResourcesDep, StrictRoute, answer
from service.web.schemas import SeatIn, StoredNetworkIn
from service.web.views import network_json

router = APIRouter(route_class=StrictRoute, tags=["networks"])


@router.get("/networks", summary="List networks", operation_id="listNetworks")
def get_networks(
    resources: ResourcesDep,
    after: Annotated[str, Query(max_length=120)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """List networks by id; the Link header (RFC 8288) names the next page."""
    page = keep.list_page(resources, after, limit)
    following = f'<{BASE}/networks?after={page[-1].id}&limit={limit}>; rel="next"' if len(page) == limit else ""
    return answer({"networks": [network_json(one) for one in page]}, headers={"Link": following} if following else None)


@router.post("/networks", summary="Store a network", operation_id="storeNetwork", status_code=201)
def post_network(body: StoredNetworkIn, resources: ResourcesDep) -> Response:
    """Store a new network; a taken id is refused."""
    if body.id is not None and _exists(resources, body.id):
        raise Conflict()
    network, _ = keep.save(resources, body.draft())
    return answer(network_json(network), 201, {"Location": f"{BASE}/networks/{network.id}"})


@router.get("/networks/{id}", summary="Read a network", operation_id="getNetwork")
def get_network(id: str, resources: ResourcesDep) -> Response:
    """One network with its members."""
    return answer(network_json(keep.get_one(resources, id)))


@router.put("/networks/{id}", summary="Replace a network", operation_id="replaceNetwork")
def put_network(id: str, body: StoredNetworkIn, resources: ResourcesDep) -> Response:
    """Store a network under this id, whether it was known or not."""
    check_path_id(id)
    network, existed = keep.save(resources, body.model_copy(update={"id": id}).draft())
    return answer(network_json(network), 200 if existed else 201)


@router.delete("/networks/{id}", summary="Delete a network", operation_id="deleteNetwork")
def delete_network(id: str, resources: ResourcesDep) -> Response:
    """Delete a network; its organisations stay in the directory."""
    keep.remove(resources, id)
    return Response(status_code=204)


@router.put("/networks/{id}/members/{organisation_id}", summary="Seat an organisation", operation_id="seatMember")
def put_member(id: str, organisation_id: str, body: SeatIn, resources: ResourcesDep) -> Response:
    """Give an organisation a seat in a network, or change its seat."""
    return answer(network_json(keep.add_member(resources, id, body.membership(organisation_id))))


@router.delete(
    "/networks/{id}/members/{organisation_id}", summary="Unseat an organisation", operation_id="unseatMember"
)
def delete_member(id: str, organisation_id: str, resources: ResourcesDep) -> Response:
    """Take an organisation's seat away."""
    keep.remove_member(resources, id, organisation_id)
    return Response(status_code=204)


def _exists(resources: ResourcesDep, network_id: str) -> bool:
    try:
        keep.get_one(resources, network_id)
    except NotFound:
        return False
    return True
