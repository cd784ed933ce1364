"""Put the role or the name of a member right, so that two people who do it at once lose nothing."""

from dataclasses import replace

from service.domain.networks import Membership
from service.domain.organisations import Organisation
from service.domain.versions import Edit, compared
from service.errors import InvalidInput, NotFound
from service.resources import Resources
from service.store.merges import find_organisations
from service.store.networks import get_network, save_membership
from service.store.session import reading, writing
from service.usecases.keep_networks import seat_of
from service.usecases.write_organisations import change_organisation


def stated_role(organisation: Organisation, seat: Membership | None) -> str:
    """The role that somebody stated, that of the seat first; "" where it was only recognised."""
    if seat is not None and seat.role is not None:
        return seat.role
    return organisation.role if organisation.role_stated else ""


def edit_role(
    resources: Resources, network_id: str, organisation_id: str, seen: str, sent: str, *, here: bool = False
) -> Edit:
    """State a member's role: in its seat where that has a role of its own or it is to count here only, else everywhere.

    Nothing is written where somebody else stated another role meanwhile. Raises NotFound, InvalidInput.
    """
    if sent not in resources.knowledge.taxonomy.roles:
        raise InvalidInput.at("/role", "unknown_role", role=sent)
    with resources.write_lock:
        organisation, seat = _read(resources, network_id, organisation_id)
        edit = compared({"role": seen}, {"role": stated_role(organisation, seat)}, {"role": sent})
        if edit.contested or not edit.changes:
            return edit
        if not here and (seat is None or seat.role is None):
            change_organisation(resources, organisation.id, edit.changes)
            return edit
    return _edit_seat(resources, network_id, organisation, seen, sent)


def _edit_seat(resources: Resources, network_id: str, organisation: Organisation, seen: str, sent: str) -> Edit:
    with writing(resources.store) as connection:
        network = get_network(connection, network_id)
        seat = seat_of(network, organisation.id) if network else None
        if seat is None:
            raise NotFound()
        edit = compared({"role": seen}, {"role": stated_role(organisation, seat)}, {"role": sent})
        if edit.changes and not edit.contested:
            save_membership(connection, network_id, replace(seat, **edit.changes))
    return edit


def edit_name(resources: Resources, organisation_id: str, seen: str, sent: str) -> Edit:
    """Put the name of an organisation right; nothing is written where somebody else did it otherwise.

    Raises NotFound, InvalidInput.
    """
    with resources.write_lock:
        organisation = _organisation(resources, organisation_id)
        edit = compared({"name": seen}, {"name": " ".join(organisation.name.split())}, {"name": sent})
        if edit.changes and not edit.contested:
            change_organisation(resources, organisation.id, edit.changes)
    return edit


def _organisation(resources: Resources, organisation_id: str) -> Organisation:
    with reading(resources.store) as connection:
        found = find_organisations(connection, [organisation_id]).get(organisation_id)
    if found is None:
        raise NotFound()
    return found


def _read(resources: Resources, network_id: str, organisation_id: str) -> tuple[Organisation, Membership | None]:
    organisation = _organisation(resources, organisation_id)
    with reading(resources.store) as connection:
        network = get_network(connection, network_id)
    if network is None:
        raise NotFound()
    return organisation, seat_of(network, organisation.id)
