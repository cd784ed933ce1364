"""Find places of the register by name or key."""

from itertools import islice

from service.domain.names import folded
from service.domain.places import Place
from service.resources import Resources


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
