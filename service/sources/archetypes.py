"""data/archetypes -> archetypes of networks."""

from pathlib import Path

from pydantic import TypeAdapter

from service.domain.networks import Archetype
from service.sources.files import read_yaml

_ARCHETYPES = TypeAdapter(tuple[Archetype, ...])


def read_archetypes(folder: Path) -> tuple[Archetype, ...]:
    """All archetypes in the order of the file; raises DataDamaged."""
    return read_yaml(folder / "networks.yaml", _ARCHETYPES)
