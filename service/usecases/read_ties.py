"""Who sits together with whom in other networks."""

from collections import defaultdict
from collections.abc import Collection

from service.domain.networks import Network
from service.resources import Resources
from service.store.networks import list_memberships_of
from service.store.session import reading


def ties_beyond(resources: Resources, network: Network, ids: Collection[str]) -> dict[str, frozenset[str]]:
    """For each of these organisations those among them that sit with it in a stored network other than the given one."""
    with reading(resources.store) as connection:
        seats = list_memberships_of(connection, set(ids))
    together: dict[str, set[str]] = defaultdict(set)
    for network_id, organisation_id in seats:
        if network_id != network.id:
            together[network_id].add(organisation_id)
    ties: dict[str, set[str]] = {one: set() for one in ids}
    for seated in together.values():
        for one in seated:
            ties[one] |= seated - {one}
    return {one: frozenset(found) for one, found in ties.items()}
