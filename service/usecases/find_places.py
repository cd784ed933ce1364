"""Find places of the register by name or key."""

from dataclasses import dataclass
from itertools import islice

from service.domain.deliveries import DeliveredOutline, DeliveredStatistic
from service.domain.names import folded
from service.domain.places import Place, is_key
from service.errors import InvalidInput, NotFound
from service.resources import Resources
from service.store.places import get_outline, get_statistics
from service.store.session import reading


@dataclass(frozen=True)
class PlaceFacts:
    """A place with what has been imported about it; no statistic and no outline mean that there is no data."""

    place: Place
    statistics: tuple[DeliveredStatistic, ...]
    outline: DeliveredOutline | None


def get_place(resources: Resources, key: str) -> PlaceFacts:
    """What is known of a place; raises InvalidInput for a malformed key, NotFound for one that does not exist."""
    register = resources.knowledge.register
    if not is_key(key):
        raise InvalidInput.at("/ags", "malformed_ags")
    current = register.current(key)
    if not current or not register.knows(current):
        raise NotFound()
    with reading(resources.store) as connection:
        statistics = tuple(get_statistics(connection, current))
        outline = get_outline(connection, current)
    return PlaceFacts(register.place(current), statistics, outline)


def find_places(resources: Resources, query: str, limit: int) -> list[Place]:
    """Places whose name (or a word of it) or key begins with the query, the largest first; each place once."""
    wanted = folded(query.strip())
    findable = resources.knowledge.register.findable
    found = (place for name, place in findable if _begins(name, wanted) or place.key.startswith(wanted))
    return list(islice(found, limit))


def _begins(name: str, wanted: str) -> bool:
    # Most names do not hold the query at all, and the register has thousands of them.
    return wanted in name and (name.startswith(wanted) or any(word.startswith(wanted) for word in _words(name)))


def _words(name: str) -> list[str]:
    return name.replace("-", " ").split()
