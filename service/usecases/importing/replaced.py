"""What an import replaced that is no organisation, kept so that it can be undone."""

import zlib
from typing import Any

import orjson
from sqlalchemy import Connection

from service.domain.imports import Import
from service.domain.networks import Membership, Network, NetworkProfile
from service.store.networks import delete_network, save_network
from service.store.replaced import get_replaced, save_replaced


def keep_replaced(connection: Connection, import_id: str, content: dict[str, Any]) -> None:
    """Keep what is about to be replaced."""
    save_replaced(connection, import_id, zlib.compress(orjson.dumps(content)))


def read_replaced(connection: Connection, done: Import) -> dict[str, Any]:
    """What an import replaced; empty where it wrote nothing but organisations."""
    content = get_replaced(connection, done.id)
    return {} if content is None else orjson.loads(zlib.decompress(content))


def restore_network(connection: Connection, content: dict[str, Any]) -> None:
    """Put a network back as it was before an attendance list was imported."""
    before = content["network"]
    if before is None:
        delete_network(connection, content["network_id"])
        return
    profile = NetworkProfile(**{**before["profile"], "fields": tuple(before["profile"]["fields"])})
    seats = tuple(Membership(**seat) for seat in before["memberships"])
    save_network(connection, Network(**{**before, "profile": profile, "memberships": seats}))
