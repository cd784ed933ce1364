"""The keys of the roles that a source may state."""

import functools
from typing import Any

from pydantic import TypeAdapter

from service.sources.files import read_yaml
from service.sources.shipped import import_words

_ROLES = TypeAdapter(list[dict[str, Any]])


@functools.cache
def role_keys() -> frozenset[str]:
    """The keys of data/taxonomy/roles.yaml; raises DataDamaged."""
    roles = read_yaml(import_words("columns.yaml").parents[1] / "taxonomy" / "roles.yaml", _ROLES)
    return frozenset(str(role["key"]) for role in roles)
