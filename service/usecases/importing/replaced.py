"""What an import replaced that is no organisation, kept so that it can be undone."""

import zlib
from typing import Any

import orjson
from sqlalchemy import Connection

from service.domain.imports import Import
from service.domain.networks import Membership, NetworkProfile
from service.store.decisions import list_decisions
from service.store.networks import delete_membership, delete_network, get_network
from service.store.replaced import get_replaced, save_replaced


def keep_replaced(connection: Connection, import_id: str, content: dict[str, Any]) -> None:
    """Keep what is about to be replaced."""
    save_replaced(connection, import_id, zlib.compress(orjson.dumps(content)))


def read_replaced(connection: Connection, done: Import) -> dict[str, Any]:
    """What an import replaced; empty where it wrote nothing but organisations."""
    content = get_replaced(connection, done.id)
    return {} if content is None else orjson.loads(zlib.decompress(content))


def take_out_seats(connection: Connection, content: dict[str, Any]) -> None:
    """Take away the seats that an attendance list added, and the network that it made; what people changed since stays."""
    network = get_network(connection, content["network_id"])
    if network is None:
        return
    added = {Membership(one) for one in content["seats"]}
    kept = tuple(seat for seat in network.memberships if seat not in added)
    for seat in added & set(network.memberships):
        delete_membership(connection, network.id, seat.organisation_id)
    untouched = network.profile == NetworkProfile(content["made_as"] or "")
    if untouched and not kept and not list_decisions(connection, network.id):
        delete_network(connection, network.id)
