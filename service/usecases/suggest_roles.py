"""Roles that a name may stand for, where the recognised one is in doubt."""

from collections.abc import Sequence

from service.domain.taxonomy import OTHER
from service.matching.recognition import guess_roles
from service.resources import Resources
from service.usecases.recognise_members import encode_names


def likely_roles(resources: Resources, names: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """For each name the roles that it may stand for, the likeliest first."""
    if not names:
        return []
    keys = resources.knowledge.taxonomy.role_keys
    chances = resources.role_model.probabilities(names, encode_names(resources, names))
    guesses = (guess_roles(row, keys, count + 1) for row in chances)
    return [tuple(one.role for one in guess if one.role != OTHER)[:count] for guess in guesses]
