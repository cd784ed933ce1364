"""Imports: what was asked, what came of it, and where an organisation's values come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ImportState(StrEnum):
    """Where an import stands; the last five are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    #: It would remove too much of its source, or nobody said what the columns mean; nothing has been written.
    WAITING = "waiting"
    #: A dry run that has been told.
    TRIED = "tried"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


@dataclass(frozen=True)
class ImportOrder:
    """What a person asked for when importing a file.

    `path` is where the file lies; `ags` the place of rows that name none; `network` the name of the network whose members
    an attendance list tells; `keep_missing` keeps what a delivery no longer names, `accept_removals` lets it go;
    `pid` is the process that runs it, None where the service does.
    """

    path: str
    source: str | None = None
    licence: str | None = None
    attribution: str | None = None
    format: str | None = None
    ags: str | None = None
    network: str | None = None
    dry_run: bool = False
    accept_removals: bool = False
    keep_missing: bool = False
    zeros_lost: bool = False
    columns: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    pid: int | None = None
    attempts: int = 0


@dataclass(frozen=True)
class Import:
    """An import as it was ordered and where it stands.

    `options` holds what the person asked for (ImportOrder), `counts` what came of it, `progress` the share that has been
    read; `problem` and `facts` tell why it failed or what it waits for; `generation` is the change that it made.
    """

    id: str
    file: str
    source: str | None
    format: str | None
    state: ImportState
    options: Mapping[str, Any]
    counts: Mapping[str, Any]
    progress: float
    created_at: str
    ended_at: str | None = None
    problem: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    generation: int | None = None


@dataclass(frozen=True)
class Note:
    """What an import says about one record: rejected, question, remark, merged or pair."""

    kind: str
    at: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """When and why the directory changed: written, deleted, import, undo, merge, part."""

    generation: int
    made_at: str
    cause: str
    import_id: str | None = None


@dataclass(frozen=True)
class Merge:
    """An organisation that was taken into another one, with what is needed to part them again.

    `before` holds the organisation, its records, corrections, seats and decisions.
    """

    merged_id: str
    into_id: str
    made_at: str
    generation: int
    before: Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """Where organisations come from: its licence, whom to name, and how its files are to be read.

    `columns` holds the columns that somebody corrected, by sheet and header; `answers` the key that a place or a broken
    key of its files means, by what the file says.
    """

    name: str
    licence: str | None = None
    attribution: str | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    zeros_lost: bool = False


@dataclass(frozen=True)
class Record:
    """What a source says of an organisation: stated fields by name, licence, day of delivery.

    The main record is the one that the organisation was made from.
    """

    source: str
    key: str
    organisation_id: str
    stated: Mapping[str, Any]
    licence: str | None
    delivered_on: str
    import_id: str
    main: bool = False


@dataclass(frozen=True)
class Correction:
    """A value that people of this place put right."""

    organisation_id: str
    field: str
    value: Any
    made_on: str
