"""data/accessibility -> who sees to it that the websites of public bodies are accessible, by Land."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from service.sources.files import read_yaml


@dataclass(frozen=True)
class Office:
    """An office by its official name, with its page where that is known."""

    name: str
    url: str | None


@dataclass(frozen=True)
class LandOffices:
    """The law of a Land and who supervises, enforces and arbitrates; None for what has to be asked of the Land."""

    law: str | None
    monitoring: Office | None
    enforcement: Office | None
    arbitration: Office | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Offices:
    """Offices by the key of their Land."""

    looked_up_on: str
    laender: dict[str, LandOffices]


_OFFICES = TypeAdapter(Offices)


@cache
def read_offices(folder: Path) -> Offices:
    """The offices of all Laender; raises DataDamaged."""
    return read_yaml(folder / "laender.yaml", _OFFICES)
