"""What the page of an import asks, and what its form answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.imports import Import, ImportState, Note
from service.domain.places import Place
from service.resources import Resources
from service.sources.tables.column_words import column_words
from service.usecases.importing.order_import import read_notes

#: Kinds of remarks in the order in which they are shown.
KINDS = ("rejected", "question", "merged", "remark", "member")
#: Remarks of each kind at first and of one kind on a page of its own; questions that one form asks.
FEW, MANY, QUESTIONS = 20, 200, 100


@dataclass(frozen=True)
class Column:
    """A column of a sheet: the field it was read as, its first values, and the name of its choice in the form."""

    name: str
    sheet: str
    header: str
    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class PlaceQuestion:
    """A place of the file that nobody knows for sure, and the name of its choice in the form."""

    name: str
    given: str
    candidates: tuple[Place, ...]


@dataclass(frozen=True)
class Remarks:
    """What an import says about records, by kind; `following` is the position after which there is more."""

    kind: str
    lines: tuple[tuple[str, str], ...]
    following: int | None


@dataclass(frozen=True)
class Answered:
    """An import with what its page asked, to read the form that comes back."""

    found: Import
    asked: Sequence[Column]
    questions: Sequence[PlaceQuestion]

    def columns(self, form: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """The columns that were put right, with those of before."""
        stated = {sheet: dict(fields) for sheet, fields in self.found.options.get("columns", {}).items()}
        for column in self.asked:
            chosen = form.get(column.name)
            if chosen in column_fields() and chosen != column.field:
                stated.setdefault(column.sheet, {})[column.header] = str(chosen)
        return stated

    def places(self, form: Mapping[str, Any]) -> dict[str, str]:
        """The places that were answered, with those of before."""
        return {**self.found.options.get("answers", {}), **self.chosen(form)}

    def chosen(self, form: Mapping[str, Any]) -> dict[str, str]:
        """The places that were answered now."""
        return {
            question.given: str(form.get(question.name))
            for question in self.questions
            if form.get(question.name) in {place.key for place in question.candidates}
        }


def column_fields() -> tuple[str, ...]:
    """Fields that a column may hold; "" leaves it out."""
    return ("", *sorted(column_words().fields))


def columns_of(found: Import) -> list[Column]:
    """The columns of an import; of a table that nobody could read, its headers."""
    if found.problem == "file_without_names":
        headers = str(found.facts.get("headers", "")).split(", ")
        return [Column(f"column-{n}", "", header, "", ()) for n, header in enumerate(headers) if header]
    told = found.facts.get("columns", {}) if found.problem is None else {}
    columns: list[Column] = []
    for sheet, read in told.items():
        for header in dict.fromkeys((*read["fields"], *read["samples"])):
            samples = tuple(read["samples"].get(header, ()))
            columns.append(Column(f"column-{len(columns)}", sheet, header, read["fields"].get(header, ""), samples))
    return columns


def questions_of(resources: Resources, found: Import) -> list[PlaceQuestion]:
    """The places that an import asks about, each once; of one that is done, those that nobody answered yet."""
    asked: dict[str, PlaceQuestion] = {}
    answered = found.options.get("answers", {}) if found.state is ImportState.DONE else {}
    for position, note in read_notes(resources, found.id, "question", -1, QUESTIONS):
        given, keys = note.facts.get("given"), note.facts.get("candidates", ())
        late = found.state is ImportState.DONE and note.code != "ambiguous_place"
        if given is not None and given not in asked and given not in answered and not late:
            places = tuple(resources.knowledge.register.place(key) for key in keys)
            asked[given] = PlaceQuestion(f"place-{position}", given, places)
    return list(asked.values())


def notes_of(resources: Resources, found: Import, tell: Callable[[Note], str], kind: str, after: int) -> list[Remarks]:
    """What an import says about records: the first of each kind, or all of one kind, page by page."""
    if found.state in (ImportState.QUEUED, ImportState.RUNNING):
        return []
    limit, kinds = (MANY, (kind,)) if kind in KINDS else (FEW, KINDS)
    remarks = []
    for one in kinds:
        read = read_notes(resources, found.id, one, after if kind in KINDS else -1, limit + 1)
        lines = tuple((note.at, tell(note)) for _, note in read[:limit])
        if lines:
            remarks.append(Remarks(one, lines, read[limit - 1][0] if len(read) > limit else None))
    return remarks
