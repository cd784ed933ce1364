"""The outlines of places that have been imported, and whom to name for them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.resources import Resources
from service.store.places import list_attributions
from service.store.session import reading

if TYPE_CHECKING:
    from service.matching.containment import Outlines


@dataclass(frozen=True)
class Outlined:
    """Outlines, None where none have been imported, with their attributions."""

    outlines: "Outlines | None"
    attributions: tuple[str, ...]


def read_outlined(resources: Resources) -> Outlined:
    """The outlines as they are served now."""
    outlines = resources.gazetteer.outlines
    if outlines is None:
        return Outlined(None, ())
    with reading(resources.store) as connection:
        return Outlined(outlines, tuple(list_attributions(connection)))
