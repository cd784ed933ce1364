"""Where a sheet's header stands and what its columns hold: proposed by headers and content, overruled by a person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain.deliveries import Columns, Reading
from service.sources.contacts import is_functional
from service.sources.tables.column_words import column_words, squeezed, words_of
from service.sources.tables.columns import fields_by_content, fields_by_header, has_name_word, is_value, person_headers
from service.sources.tables.sheets import Line

_SEARCHED = 30
_SAMPLES, _SAMPLE_CHARACTERS = 3, 100
#: A cell of more words is a sentence, not a header.
_HEADER_WORDS = 6
#: Fields whose header alone tells that the row is one.
_TELLING = ("name", "ags")


@dataclass(frozen=True)
class Layout:
    """The header of a sheet, the field of each column that has one, the columns about persons, and the first data line."""

    sheet: str
    headers: tuple[str, ...]
    fields: Mapping[str, str]
    persons: frozenset[str]
    first: int

    @property
    def named(self) -> bool:
        """Whether a column holds names of organisations."""
        return "name" in self.fields.values()

    def columns(self, lines: Sequence[Line]) -> Columns:
        """The proposal with the first values of each column; nothing about persons is shown."""
        rows = [line.cells for line in lines[self.first :]]
        shown = {h: _samples(rows, n) for n, h in enumerate(self.headers) if h not in self.persons}
        return Columns(self.sheet, {header: self.fields.get(header, "") for header in self.headers}, shown)


def _samples(rows: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    values = (" ".join(row[column].split())[:_SAMPLE_CHARACTERS] for row in rows if column < len(row))
    told = (value for value in values if value and ("@" not in value or is_functional(value, "")))
    return tuple(value for value, _ in zip(told, range(_SAMPLES), strict=False))


def find_layout(sheet: str, lines: Sequence[Line], how: Reading) -> Layout:
    """The layout of a sheet by its first lines; without header the columns are called by their numbers."""
    asked = {**how.columns.get("", {}), **(how.columns.get(sheet, {}) if sheet else {})}
    place = _header_place(lines, asked)
    if place is None:
        return _overruled(_by_content(sheet, lines), asked)
    headers = unique_headers(lines[place].cells)
    fields = fields_by_header(headers)
    if "name" not in fields.values():
        guessed = fields_by_content(headers, _rows(lines, place + 1), fields)
        fields |= {header: field for header, field in guessed.items() if field == "name"}
    return _overruled(Layout(sheet, headers, fields, person_headers(headers), place + 1), asked)


def _rows(lines: Sequence[Line], first: int) -> list[tuple[str, ...]]:
    return [line.cells for line in lines[first:] if not line.blank]


def unique_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """The headers with single spaces; a blank one is called by its number, a repeated one has it behind it."""
    headers: dict[str, None] = {}
    width = max((number for number, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    for number, cell in enumerate(cells[:width], start=1):
        header = " ".join(cell.split())[:_SAMPLE_CHARACTERS] or f"#{number}"
        headers[header if header not in headers else f"{header} (#{number})"] = None
    return tuple(headers)


def _header_place(lines: Sequence[Line], asked: Mapping[str, str]) -> int | None:
    """The line that names most fields; None where none names a few, or names of organisations outright."""
    usual = Counter(_filled(line) for line in lines if not line.blank).most_common(1)
    width = usual[0][0] if usual else 0
    called = {squeezed(header) for header in asked if not header.startswith("#")}
    best: tuple[int, int] = (0, 0)
    seen = 0
    for place, line in enumerate(lines):
        if line.blank:
            continue
        if called & {squeezed(cell) for cell in line.cells if cell.strip()}:
            return place
        if 2 * _filled(line) >= width:
            best = max(best, (_header_score(line), -place))
        seen += 1
        if seen == _SEARCHED:
            break
    return -best[1] if best[0] >= 3 else None


def _filled(line: Line) -> int:
    return sum(bool(cell.strip()) for cell in line.cells)


def _header_score(line: Line) -> int:
    """Two for each cell that is a known header, one for each that holds the words of one; names and keys count once more."""
    words, score = column_words(), 0
    if any(is_value(cell) for cell in line.cells):
        return 0
    cells = [cell for cell in line.cells if cell.strip() and len(words_of(cell)) <= _HEADER_WORDS]
    known = fields_by_header(list(dict.fromkeys(cells)))
    for cell, field in known.items():
        whole = squeezed(cell) in words.fields[field].whole
        score += 2 + (field in _TELLING) if whole else 1
    return score + len(person_headers(cells)) if score else 0


def _by_content(sheet: str, lines: Sequence[Line]) -> Layout:
    rows = _rows(lines, 0)
    numbers = tuple(f"#{number}" for number in range(1, max(map(len, rows), default=0) + 1))
    fields = fields_by_content(numbers, rows, {})
    first = next((place for place, line in enumerate(lines) if not line.blank), 0)
    if rows and "name" in fields.values() and _is_data(rows[0], fields, numbers):
        return Layout(sheet, numbers, fields, frozenset(), first)
    headers = unique_headers(rows[0]) if rows else ()
    named = {headers[numbers.index(n)]: f for n, f in fields.items() if numbers.index(n) < len(headers)}
    persons = person_headers(headers)
    return Layout(sheet, headers, {h: f for h, f in named.items() if h not in persons}, persons, first + 1)


def _is_data(row: Sequence[str], fields: Mapping[str, str], numbers: Sequence[str]) -> bool:
    """Whether the first row is one of organisations: its values are like those below, or its name reads like one."""
    given = [(row[numbers.index(n)], field) for n, field in fields.items() if numbers.index(n) < len(row)]
    patterned = [(value, field) for value, field in given if field != "name" and value.strip()]
    if patterned:
        return any(character.isdigit() or character in "@." for value, _ in patterned for character in value)
    return any(has_name_word(value) and len(words_of(value)) > 1 for value, field in given if field == "name")


def _overruled(layout: Layout, asked: Mapping[str, str]) -> Layout:
    """The layout as a person wants it; what is about persons stays unread all the same."""
    fields = dict(layout.fields)
    persons = layout.persons
    compact = {squeezed(header): header for header in reversed(layout.headers)}
    for given, field in asked.items():
        header = given if given in layout.headers else compact.get(squeezed(given))
        if header is None or header in person_headers([header]):
            continue
        if field and field != "description":
            fields = {known: other for known, other in fields.items() if other != field}
        fields[header] = field
        persons -= {header}
    return replace(layout, fields={header: field for header, field in fields.items() if field}, persons=persons)
