"""In which networks an organisation sits."""

from service.domain.networks import Network
from service.resources import Resources
from service.store.networks import get_network, list_memberships_of
from service.store.session import reading


def networks_of(resources: Resources, organisation_id: str) -> list[Network]:
    """The stored networks in which an organisation has a seat, by name."""
    with reading(resources.store) as connection:
        seats = list_memberships_of(connection, {organisation_id})
        found = [get_network(connection, network_id) for network_id, _ in seats]
    return sorted((one for one in found if one is not None), key=lambda one: (one.profile.name.casefold(), one.id))
