"""Gather what the reader of a file tells, by kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from service.domain.deliveries import (
    Columns,
    Delivered,
    DeliveredMember,
    DeliveredOutline,
    DeliveredPlace,
    DeliveredPostcode,
    DeliveredStatistic,
    Event,
    Opened,
    Progress,
    Question,
    Rejected,
    Remark,
)
from service.domain.imports import Note

#: Told the step that is under way, its share from 0 to 1, and how many records have been read.
Told = Callable[[str, float, int], None]


@dataclass
class Gathered:
    """The events of one file; filled while it is read, then only read."""

    opened: Opened | None = None
    columns: list[Columns] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    places: list[DeliveredPlace] = field(default_factory=list)
    outlines: list[DeliveredOutline] = field(default_factory=list)
    statistics: list[DeliveredStatistic] = field(default_factory=list)
    postcodes: list[DeliveredPostcode] = field(default_factory=list)
    members: list[DeliveredMember] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records have been read, of whatever kind."""
        areas = len(self.places) + len(self.outlines) + len(self.statistics) + len(self.postcodes)
        return len(self.delivered) + len(self.members) + areas


def gather(events: Iterable[Event], told: Told) -> Gathered:
    """All events of a file by kind; raises the FileRefused of its reader."""
    found = Gathered()
    lists: dict[type, list[Any]] = {
        Columns: found.columns,
        Delivered: found.delivered,
        DeliveredPlace: found.places,
        DeliveredOutline: found.outlines,
        DeliveredStatistic: found.statistics,
        DeliveredPostcode: found.postcodes,
        DeliveredMember: found.members,
    }
    for event in events:
        if isinstance(event, Progress):
            told("read", event.share, found.records)
        elif isinstance(event, Opened):
            found.opened = event
        elif isinstance(event, Rejected | Remark | Question):
            found.notes.append(as_note(event))
        else:
            lists[type(event)].append(event)
    told("read", 1.0, found.records)
    return found


def as_note(event: Rejected | Remark | Question) -> Note:
    """What a reader says about one record, as it is kept with the import."""
    if isinstance(event, Question):
        return Note("question", event.at, event.code, {"given": event.given, "candidates": event.candidates})
    return Note("rejected" if isinstance(event, Rejected) else "remark", event.at, event.code, event.facts)
