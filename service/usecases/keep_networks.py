"""Keep networks: store, read, change and remove them and their members."""

import uuid
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection

from service.domain.networks import Membership, Network, NetworkDraft
from service.errors import FieldProblem, InvalidInput, NotFound
from service.resources import Resources
from service.store.merges import successors_of
from service.store.networks import (
    delete_membership,
    delete_network,
    find_network,
    get_network,
    list_networks,
    save_membership,
    save_network,
)
from service.store.organisations import get_organisations
from service.store.session import reading, writing
from service.usecases.places import checked_key


def get_one(resources: Resources, network_id: str) -> Network:
    """The network stored under an id; raises NotFound."""
    with reading(resources.store) as connection:
        return _existing(connection, network_id)


def exists(resources: Resources, network_id: str) -> bool:
    """Whether a network is stored under an id."""
    with reading(resources.store) as connection:
        return get_network(connection, network_id) is not None


def named(resources: Resources, name: str, ags: str | None) -> Network | None:
    """The stored network of this name and place."""
    with reading(resources.store) as connection:
        return find_network(connection, name, ags)


def list_page(resources: Resources, after: str, limit: int, places: Collection[str] = ()) -> list[Network]:
    """Networks by id after a given one; only those within the places, where any are given."""
    with reading(resources.store) as connection:
        return list_networks(connection, after=after, limit=limit, places=places)


def save(resources: Resources, draft: NetworkDraft) -> tuple[Network, bool]:
    """Store a network and tell whether it existed; raises InvalidInput for unknown keys, roles or organisations."""
    network_id = draft.id or f"net-{uuid.uuid4().hex[:16]}"
    ags = checked_key(draft.ags, "/ags", resources.knowledge.register)
    with writing(resources.store) as connection:
        known = get_network(connection, network_id)
        memberships = draft.memberships
        if memberships is None:
            memberships = known.memberships if known else ()
        memberships = _current(connection, memberships)
        _check(resources, connection, draft, memberships)
        network = Network(network_id, draft.profile, ags, draft.district_name, draft.source, memberships)
        return network, save_network(connection, network)


def remove(resources: Resources, network_id: str) -> None:
    """Delete a network; raises NotFound."""
    with writing(resources.store) as connection:
        if not delete_network(connection, network_id):
            raise NotFound()


def add_member(resources: Resources, network_id: str, membership: Membership) -> Network:
    """Give an organisation a seat, or change its seat; raises NotFound for either, InvalidInput for an unknown role."""
    with writing(resources.store) as connection:
        _, seat = _to_seat(resources, connection, network_id, membership)
        save_membership(connection, network_id, seat)
        return _existing(connection, network_id)


def give_seat(resources: Resources, network_id: str, membership: Membership) -> bool:
    """Seat an organisation and tell whether it had no seat, which is kept as it is; raises NotFound, InvalidInput."""
    with writing(resources.store) as connection:
        network, seat = _to_seat(resources, connection, network_id, membership)
        if seat_of(network, seat.organisation_id):
            return False
        save_membership(connection, network_id, seat)
        return True


def take_seat(resources: Resources, network_id: str, organisation_id: str) -> Membership | None:
    """Take an organisation's seat away and return it, None where it has none any more; raises NotFound."""
    with writing(resources.store) as connection:
        network = _existing(connection, network_id)
        seat = seat_of(network, _current(connection, (Membership(organisation_id),))[0].organisation_id)
        if seat is not None:
            delete_membership(connection, network_id, seat.organisation_id)
    return seat


def remove_member(resources: Resources, network_id: str, organisation_id: str) -> None:
    """Take an organisation's seat away; raises NotFound."""
    with writing(resources.store) as connection:
        if not delete_membership(connection, network_id, organisation_id):
            raise NotFound()


def seat_of(network: Network, organisation_id: str) -> Membership | None:
    """The seat of an organisation in a network."""
    return next((seat for seat in network.memberships if seat.organisation_id == organisation_id), None)


def _to_seat(
    resources: Resources, connection: Connection, network_id: str, membership: Membership
) -> tuple[Network, Membership]:
    """The network, and the seat of the organisation that holds the id now."""
    if membership.role is not None and membership.role not in resources.knowledge.taxonomy.roles:
        raise InvalidInput.at("/role", "unknown_role", role=membership.role)
    network = _existing(connection, network_id)
    seat = _current(connection, (membership,))[0]
    if not get_organisations(connection, {seat.organisation_id}):
        raise NotFound()
    return network, seat


def _existing(connection: Connection, network_id: str) -> Network:
    network = get_network(connection, network_id)
    if network is None:
        raise NotFound()
    return network


def _current(connection: Connection, memberships: tuple[Membership, ...]) -> tuple[Membership, ...]:
    """Seats of the organisations that hold the ids now, where some were merged."""
    into = successors_of(connection, [seat.organisation_id for seat in memberships])
    return tuple(
        replace(seat, organisation_id=into.get(seat.organisation_id, seat.organisation_id)) for seat in memberships
    )


def _check(
    resources: Resources, connection: Connection, draft: NetworkDraft, memberships: tuple[Membership, ...]
) -> None:
    taxonomy = resources.knowledge.taxonomy
    stored = get_organisations(connection, {membership.organisation_id for membership in memberships})
    problems = [
        FieldProblem(f"/network/fields/{n}", "unknown_field", {"field": key})
        for n, key in enumerate(draft.profile.fields)
        if key not in taxonomy.fields
    ]
    for number, membership in enumerate(memberships):
        if membership.organisation_id not in stored:
            problems.append(FieldProblem(f"/members/{number}/organisation_id", "unknown_organisation", {}))
        if membership.role is not None and membership.role not in taxonomy.roles:
            problems.append(FieldProblem(f"/members/{number}/role", "unknown_role", {"role": membership.role}))
    if problems:
        raise InvalidInput(problems)
