"""Attendance lists and minutes as a whole: which of their lines tell members, and who was only a guest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.line_items import items_of
from service.domain.member_lines import MemberLine, member_line
from service.domain.member_words import MemberWords
from service.domain.names import folded, without_bullet

_TOP = re.compile(r"^\W*tops?\b\W*\d*", re.IGNORECASE)
_NUMBER = re.compile(r"^\W*(?:\d{1,2}|[ivx]{1,4})(?:\.\d{1,2})*[.):]?\s+", re.IGNORECASE)
_HEADER_WORDS = re.compile(r"[^\s/,()]+(?:/-?in(?:nen)?)?")
#: A sentence has at least this many words; a line without a known verb is one from the second number on.
_SENTENCE, _LONG_SENTENCE = 6, 25
#: From this share of lines with persons on, and so many of them, two unknown words are taken for a person too.
_PERSONS_SHARE, _PERSONS_LINES = 0.4, 3


@dataclass(frozen=True)
class ListedLine:
    """A line or a row of a document with its cells; `at` is where it stands."""

    at: str
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its cells as one text."""
        return " | ".join(cell for cell in self.cells if cell.strip())


@dataclass(frozen=True)
class ListedMembers:
    """What a line of a list tells, where it stands, and whether those it names were guests."""

    at: str
    found: MemberLine
    guests: bool = False


def listed_members(lines: Iterable[ListedLine], words: MemberWords) -> list[ListedMembers]:
    """The members told by a list or minutes, line by line; agenda, running text and headers tell none."""
    told = [
        ListedMembers(line.at, member_line(line.text, words), guests)
        for line, guests in _attending(list(lines), words)
        if line.text and not _is_header(line, words) and not _is_heading(line.text, words)
    ]
    with_persons = sum(entry.found.persons for entry in told)
    if with_persons < _PERSONS_LINES or with_persons < _PERSONS_SHARE * len(told):
        return told
    return [replace(entry, found=_without_unknown(entry.found, words)) for entry in told]


def _without_unknown(found: MemberLine, words: MemberWords) -> MemberLine:
    """The line without what may well be a person in a list of persons: two or three words that nobody knows."""
    if found.persons or len(found.organisations) != 1:
        return found
    items = items_of(found.organisations[0], words)
    unknown = len(items) == 1 and re.fullmatch("[CP]{1,2}C", items[0].kinds)
    return MemberLine((), persons=True) if unknown else found


def _attending(lines: Sequence[ListedLine], words: MemberWords) -> Iterator[tuple[ListedLine, bool]]:
    """The lines under headings of attendance, all where there is none, and whether they stand under guests."""
    part = "other" if any(_opens(line.text, words) for line in lines) else "attendance"
    columns: tuple[int, ...] = ()
    for line in lines:
        if _is_header(line, words):
            columns = _organisation_columns(line, words)
            continue
        if _is_sentence(line.text, words) and not _opens(line.text, words):
            part = "other" if part == "guests" else part
            continue
        pieces = _pieces(line.text, words)
        if len(line.cells) > 1 and pieces == [("", line.text)]:
            yield from [(_only(line, columns), part == "guests")] if part != "other" else []
            continue
        for label, text in pieces:
            here = label or part
            part = part if label == "aside" else here
            if here in ("attendance", "guests") and text:
                yield ListedLine(line.at, (text,)), here == "guests"


def _pieces(text: str, words: MemberWords) -> list[tuple[str, str]]:
    """The parts of a line, each with the kind of heading before it: "attendance", "guests", "other", "aside" or ""."""
    if _TOP.match(text) and not text.lower().startswith("topf"):
        return [("other", "")]
    pieces: list[tuple[str, str]] = []
    for segment in re.split(r"[;|]\s*(?=[^;:|]{3,40}:)|(?<=\w\.)\s+(?=[^.:;]{3,40}:)", text):
        head, colon, rest = segment.partition(":")
        kind = _heading(head if colon else segment, words)
        if kind == "other" and colon and rest.strip():
            kind = "aside" if folded(head.strip()) not in ("tagesordnung", "agenda") else "other"
        if kind:
            pieces.append((kind, rest.strip()))
        elif pieces and pieces[-1][0] != "aside":
            pieces.append((pieces[-1][0], segment))
        else:
            pieces.append(("", segment))
    return pieces


def _heading(text: str, words: MemberWords) -> str:
    """The kind of a heading; "" for what is none."""
    plain = re.sub(r"\(.*?\)|\d+", "", folded(_NUMBER.sub("", without_bullet(text)))).strip(" .,:;|-–*_")
    for kind in ("attendance", "guests"):
        if plain in words.lists[kind]:
            return kind
    return "other" if plain in words.lists["other_parts"] else ""


def _opens(text: str, words: MemberWords) -> bool:
    return any(kind in ("attendance", "guests") for kind, _ in _pieces(text, words))


def _is_sentence(text: str, words: MemberWords) -> bool:
    tokens = text.split()
    verbs = any(folded(token.strip(".,;:")) in words.lists["sentence_verbs"] and token.islower() for token in tokens)
    return (verbs and len(tokens) >= _SENTENCE) or (len(tokens) >= _LONG_SENTENCE and text.rstrip().endswith("."))


def _is_heading(text: str, words: MemberWords) -> bool:
    """Whether a line is the title or the footer of a list ("Anwesenheitsliste Integrationsbeirat", "Seite 1 von 3")."""
    first = re.search(r"[^\W\d_]+", text)
    if first is None or folded(first.group()) in words.lists["headings"]:
        return True
    return bool(re.search(r"\b(?:sitzung|treffen)\b.*\d", folded(text)))


def _is_header(line: ListedLine, words: MemberWords) -> bool:
    """Whether a line only names columns."""
    if len(line.cells) == 1 and _heading(line.text, words):
        return False
    kinds = [_column(cell, words) for cell in _header_cells(line)]
    return bool(kinds) and all(kinds)


def _header_cells(line: ListedLine) -> list[str]:
    cells = [cell for cell in line.cells if cell.strip(" .:#*|_")]
    return (
        cells
        if len(cells) > 1
        else [part for cell in cells for part in re.split(r"[|,;\t]|\s{3,}", cell) if part.strip()]
    )


def _column(cell: str, words: MemberWords) -> str:
    """What a header says of its column: "organisation", "name", "both", "aside"; "" for what is no header."""
    tokens = [folded(word).strip(".:*()-") for word in _HEADER_WORDS.findall(cell)]
    told = {kind for token in tokens if token for kind in _kinds_of_header(token, words)}
    if not tokens or "" in told or told == {"joining"}:
        return ""
    if {"organisation", "name"} <= told:
        return "both"
    return next((kind for kind in ("organisation", "name") if kind in told), "aside")


def _kinds_of_header(token: str, words: MemberWords) -> set[str]:
    kinds = {kind for kind in ("organisation", "name", "joining") if token in words.lists[f"{kind}_columns"]}
    return kinds or ({"aside"} if token in words.lists["other_columns"] else {""})


def _organisation_columns(line: ListedLine, words: MemberWords) -> tuple[int, ...]:
    kinds = [_column(cell, words) for cell in line.cells]
    told = tuple(place for place, kind in enumerate(kinds) if kind == "organisation")
    return told or tuple(place for place, kind in enumerate(kinds) if kind in ("both", "name"))


def _only(line: ListedLine, columns: tuple[int, ...]) -> ListedLine:
    """The row with the cells of these columns, with all where none is known or they are blank."""
    cells = tuple(line.cells[place] for place in columns if place < len(line.cells))
    return replace(line, cells=cells) if any(cell.strip() for cell in cells) else line
