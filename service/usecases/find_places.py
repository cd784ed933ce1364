"""Find places of the register by name or key."""

from service.domain.names import folded
from service.domain.places import Place, canonical
from service.resources import Resources


def find_places(resources: Resources, query: str, limit: int) -> list[Place]:
    """Places whose name (or a word of it) or key begins with the query, the largest first; each place once."""
    register = resources.knowledge.register
    wanted = folded(query.strip())
    places = {canonical(place.key): place for place in register.towns.values()}
    places |= {**register.districts, **register.states}
    found = [place for place in places.values() if place.key.startswith(wanted) or _named(place.name, wanted)]
    return sorted(found, key=lambda place: (-(place.population or 0), place.key))[:limit]


def _named(name: str, wanted: str) -> bool:
    plain = folded(name)
    return plain.startswith(wanted) or any(word.startswith(wanted) for word in plain.replace("-", " ").split())
