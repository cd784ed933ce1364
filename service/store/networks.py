"""Networks of the store and who sits in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, or_, select, update

from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.places import DIGITS, canonical
from service.store.schema import decisions, memberships, networks
from service.store.statements import chunks, starts_with, upsert


def get_network(connection: Connection, network_id: str) -> Network | None:
    """The network stored under an id, with its members."""
    found = _load(connection, select(networks).where(networks.c.id == network_id))
    return found[0] if found else None


def find_network(connection: Connection, name: str, ags: str | None) -> Network | None:
    """The network of this name and place, the first by id."""
    place = networks.c.ags.is_(None) if ags is None else networks.c.ags == ags
    found = _load(connection, select(networks).where(networks.c.name == name, place))
    return found[0] if found else None


def change_places(connection: Connection, keys: Mapping[str, str]) -> dict[str, str]:
    """Give networks the key that holds their area today; returns the former key of each changed network."""
    found: dict[str, str] = {}
    for chunk in chunks(keys):
        rows = connection.execute(select(networks.c.id, networks.c.ags).where(networks.c.ags.in_(chunk)))
        found |= {network_id: ags for network_id, ags in rows}
    set_places(connection, {network_id: keys[ags] for network_id, ags in found.items()})
    return found


def set_places(connection: Connection, places: Mapping[str, str]) -> None:
    """Set the place of networks by their id."""
    for network_id, ags in places.items():
        connection.execute(update(networks).where(networks.c.id == network_id).values(ags=ags))


def list_networks(
    connection: Connection, *, after: str = "", limit: int = 100, places: Collection[str] = ()
) -> list[Network]:
    """Networks by id after a given one, with their members; only those within the places, where any are given."""
    query = select(networks).where(networks.c.id > after).limit(limit)
    if places:
        query = query.where(or_(*(starts_with(networks.c.ags, canonical(place)) for place in places)))
    return _load(connection, query)


def list_networks_overlapping(connection: Connection, prefix: str) -> list[Network]:
    """Networks whose place contains the given one or lies in it, by id, with their members."""
    return _load(connection, select(networks).where(_overlaps(prefix)))


def list_memberships_of(connection: Connection, organisation_ids: Collection[str]) -> list[tuple[str, str]]:
    """(network id, organisation id) of every seat that one of these organisations has, sorted."""
    query = select(memberships.c.network_id, memberships.c.organisation_id)
    found: list[tuple[str, str]] = []
    for chunk in chunks(organisation_ids):
        rows = connection.execute(query.where(memberships.c.organisation_id.in_(chunk)))
        found += [(network_id, organisation_id) for network_id, organisation_id in rows]
    return sorted(found)


def list_seats_of(connection: Connection, organisation_id: str) -> list[tuple[str, Membership]]:
    """(network id, seat) of every seat that an organisation has, by network."""
    query = select(memberships).where(memberships.c.organisation_id == organisation_id)
    rows = connection.execute(query.order_by(memberships.c.network_id))
    return [(network_id, Membership(*seat)) for network_id, *seat in rows]


def seated(connection: Connection, organisation_ids: Collection[str]) -> set[str]:
    """Those of the organisations that sit in a network or about which a network decided."""
    found: set[str] = set()
    for chunk in chunks(organisation_ids):
        for table in (memberships, decisions):
            query = select(table.c.organisation_id).where(table.c.organisation_id.in_(chunk))
            found.update(connection.execute(query).scalars())
    return found


def save_network(connection: Connection, network: Network) -> bool:
    """Insert or replace a network with exactly its members; tells whether it was stored before.

    Members are kept by organisation: the last seat of one wins, and they are read in the order of their ids.
    """
    existed = bool(connection.execute(select(exists().where(networks.c.id == network.id))).scalar_one())
    row = {"id": network.id, "ags": network.ags, "district_name": network.district_name, "source": network.source}
    connection.execute(upsert(connection, networks), vars(network.profile) | row)
    connection.execute(delete(memberships).where(memberships.c.network_id == network.id))
    _save_memberships(connection, network.id, network.memberships)
    return existed


def delete_network(connection: Connection, network_id: str) -> bool:
    """Delete a network and its seats; False where it was not stored."""
    return connection.execute(delete(networks).where(networks.c.id == network_id)).rowcount > 0


def save_membership(connection: Connection, network_id: str, membership: Membership) -> None:
    """Give an organisation a seat or replace the one it has; both must be stored."""
    _save_memberships(connection, network_id, [membership])


def delete_membership(connection: Connection, network_id: str, organisation_id: str) -> bool:
    """Take a seat away; False where there was none."""
    seat = (memberships.c.network_id == network_id) & (memberships.c.organisation_id == organisation_id)
    return connection.execute(delete(memberships).where(seat)).rowcount > 0


def _save_memberships(connection: Connection, network_id: str, seats: Iterable[Membership]) -> None:
    rows = [{**vars(seat), "network_id": network_id} for seat in seats]
    if rows:
        connection.execute(upsert(connection, memberships), rows)


def _overlaps(prefix: str) -> ColumnElement[bool]:
    """`domain.places.overlaps` as a condition; a network without a place overlaps none."""
    key = canonical(prefix)
    containing = {key[:digits] for digits in DIGITS.values()} | {key[:5] + "000"}
    return networks.c.ags.in_(sorted(containing)) | starts_with(networks.c.ags, key)


def _load(connection: Connection, query: Select[Any]) -> list[Network]:
    rows = connection.execute(query.order_by(networks.c.id)).all()
    seats: dict[str, list[Membership]] = defaultdict(list)
    for chunk in chunks([row.id for row in rows]):
        held = select(memberships).where(memberships.c.network_id.in_(chunk)).order_by(memberships.c.organisation_id)
        for network_id, *seat in connection.execute(held):
            seats[network_id].append(Membership(*seat))
    return [_network(row, tuple(seats[row.id])) for row in rows]


def _network(row: Any, members: tuple[Membership, ...]) -> Network:
    profile = NetworkProfile(row.name, row.kind, row.level, row.phase, row.occasion, row.fields)
    return Network(row.id, profile, row.ags, row.district_name, row.source, members)
