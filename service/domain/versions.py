"""What two people make of the same values at once: what their editor saw, what is stored by now, what is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Versions:
    """A field as its editor saw it, as it is stored by now, and as the editor sends it."""

    field: str
    seen: Any
    stored: Any
    sent: Any

    @property
    def changed(self) -> bool:
        """Whether anybody changed it."""
        return not self.seen == self.stored == self.sent

    @property
    def changed_meanwhile(self) -> bool:
        """Whether somebody else changed it and the editor did not."""
        return bool(self.sent == self.seen != self.stored)

    @property
    def contested(self) -> bool:
        """Whether both changed it, each to another value."""
        return self.stored not in (self.seen, self.sent) and self.sent != self.seen

    @property
    def merged(self) -> Any:
        """The value of the side that changed it, the editor's own where both did."""
        return self.stored if self.changed_meanwhile else self.sent


@dataclass(frozen=True)
class Edit:
    """What became of the values of a form; nothing of it is written where one of them is contested."""

    fields: tuple[Versions, ...]

    @property
    def contested(self) -> bool:
        """Whether somebody has to choose."""
        return any(one.contested for one in self.fields)

    @property
    def changes(self) -> dict[str, Any]:
        """The values to be stored in place of those that are."""
        return {one.field: one.merged for one in self.fields if one.merged != one.stored}

    @property
    def meanwhile(self) -> tuple[str, ...]:
        """The fields that only somebody else changed."""
        return tuple(one.field for one in self.fields if one.changed_meanwhile)


def compared(seen: Mapping[str, Any], stored: Mapping[str, Any], sent: Mapping[str, Any]) -> Edit:
    """The values that were sent beside those that were seen and those that are stored by now."""
    return Edit(tuple(Versions(name, seen[name], stored[name], value) for name, value in sent.items()))
