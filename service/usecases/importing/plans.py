"""What an import will do, told before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from service.domain.imports import Import, ImportOrder, Note, Source
from service.domain.organisations import Organisation
from service.resources import Resources
from service.usecases.importing.gather import Gathered, Told

#: A delivery that would remove a larger share of what is known is not believed at once.
SHRINKS = 0.2


@dataclass(frozen=True)
class Written:
    """Organisations that an import wrote and deleted, and whether places or their names changed."""

    changed: Sequence[Organisation] = ()
    deleted: Sequence[str] = ()
    places: bool = False


@dataclass(frozen=True)
class Plan:
    """What an import will do; valid as long as the directory stays at the generation `since`."""

    since: int
    counts: dict[str, int]
    notes: tuple[Note, ...]
    write: Callable[[Connection, int], Written]


@dataclass(frozen=True)
class Delivery:
    """A file that has been read, with its order and source, and who is told how planning goes."""

    ordered: Import
    order: ImportOrder
    source: Source
    day: str
    gathered: Gathered
    told: Told


Planner = Callable[[Resources, Delivery], Plan]
