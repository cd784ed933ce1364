"""What importing, provenance and resolution answer, for the documentation of the interface."""

from typing import Any

from service.domain.imports import ImportState
from service.web.answers import Answered, OrganisationOut


class ProblemOut(Answered):
    """Why an import failed or what it waits for."""

    code: str
    detail: str


class ColumnsOut(Answered):
    """How the columns of a sheet were read: field by header, with the first values of each column."""

    fields: dict[str, str]
    samples: dict[str, list[str]]


class ImportOut(Answered):
    """An import as it stands."""

    id: str
    file: str
    source: str | None
    format: str | None
    state: ImportState
    progress: float
    counts: dict[str, int | str]
    columns: dict[str, ColumnsOut]
    created_at: str
    ended_at: str | None
    problem: ProblemOut | None


class Imports(Answered):
    """A page of imports, the newest first."""

    imports: list[ImportOut]


class NoteOut(Answered):
    """What an import says about one record."""

    position: int
    kind: str
    at: str
    code: str
    detail: str
    given: str | None
    candidates: list[str]


class Notes(Answered):
    """A page of what an import says about single records."""

    notes: list[NoteOut]


class SourceOut(Answered):
    """Where organisations come from."""

    name: str
    licence: str | None
    attribution: str | None
    columns: dict[str, dict[str, str]]
    answers: dict[str, str]
    zeros_lost: bool


class Sources(Answered):
    """All sources by name."""

    sources: list[SourceOut]


class OfferOut(Answered):
    """A value that could be taken over."""

    value: Any
    source: str
    licence: str | None
    date: str


class OriginOut(Answered):
    """Where a value comes from, and what other sources state instead."""

    field: str
    value: Any
    source: str
    licence: str | None
    date: str
    offers: list[OfferOut]


class MergedOut(Answered):
    """An organisation that was taken in."""

    id: str
    name: str
    merged_at: str


class ProvenanceOut(Answered):
    """Where an organisation's values come from, and which organisations it took in."""

    fields: list[OriginOut]
    merged: list[MergedOut]


class VersionOut(Answered):
    """A change, and how the organisation was before it; null where it did not exist."""

    generation: int
    changed_at: str
    cause: str
    import_id: str | None
    before: OrganisationOut | None


class History(Answered):
    """Changes of an organisation, the newest first."""

    versions: list[VersionOut]


class PairOut(Answered):
    """Two organisations that may be one, and the parts of the likeness."""

    first: OrganisationOut
    second: OrganisationOut
    score: float
    features: dict[str, float]


class Pairs(Answered):
    """A page of pairs that wait for a decision, the likeliest first."""

    pairs: list[PairOut]
