"""Statistics by Kreis or municipality: a table with a column of keys, each numeric column being one measure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

from pydantic import TypeAdapter

from service.domain.deliveries import (
    DeliveredStatistic,
    Event,
    Format,
    Opened,
    Progress,
    Question,
    Reading,
    Rejected,
    Remark,
)
from service.domain.names import folded
from service.errors import FileDamagedAt, FileEmpty
from service.sources.files import read_yaml
from service.sources.geography.numbers import has_decimal_comma, read_number
from service.sources.keys import read_key
from service.sources.shipped import import_words
from service.sources.tables.delimited import delimited_rows

_SAMPLE_ROWS = 500
_ROWS_BETWEEN_PROGRESS = 500
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_WORDS = re.compile(r"[^\W_]+")

Row = tuple[int, float, list[str]]


@dataclass(frozen=True)
class _Vocabulary:
    """Folded headers by what they hold, and cells that mean that there is no number."""

    measures: Mapping[str, tuple[str, ...]]
    keys: frozenset[str]
    years: frozenset[str]
    ignored: frozenset[str]
    no_data: frozenset[str]


@dataclass(frozen=True)
class _Measure:
    """A numeric column: its place in the row, what it measures, its header's year, and how it writes decimals."""

    column: int
    name: str
    year: int | None
    comma: bool


@dataclass(frozen=True)
class _Layout:
    """Where a table has its keys, its years and its measures."""

    key: int
    year: int | None
    measures: tuple[_Measure, ...]


def read(path: Path, how: Reading) -> Iterator[Event]:
    """A number for each key and measure; a cell without number is no data and never 0.

    Raises FileEmpty and FileDamagedAt, the latter where no column holds keys.
    """
    rows = delimited_rows(path)
    sample = list(islice(rows, _SAMPLE_ROWS))
    if not sample:
        raise FileEmpty(file=path.name)
    start, layout = _layout(sample, path)
    yield Opened(Format.STATISTICS)
    for count, row in enumerate(chain(sample[start:], rows), start=1):
        yield from _numbers(row, layout, how)
        if count % _ROWS_BETWEEN_PROGRESS == 0:
            yield Progress(row[1])


def _numbers(row: Row, layout: _Layout, how: Reading) -> Iterator[Event]:
    at, cells = str(row[0]), row[2]
    given = _cell(cells, layout.key)
    stated = read_key(how.answers.get(given, given), how.zeros_lost)
    if stated.meant is not None:
        yield Question(at, "short_key", given, (stated.meant,))
        return
    if stated.key is None:
        yield Rejected(at, "malformed_key" if given else "missing_key", {"given": given} if given else {})
        return
    year = _year(_cell(cells, layout.year)) if layout.year is not None else None
    for measure in layout.measures:
        cell = _cell(cells, measure.column)
        if _is_blank(cell):
            continue
        value = read_number(cell, measure.comma)
        if value is None:
            yield Remark(at, "no_number", {"given": cell, "column": measure.name})
        else:
            yield DeliveredStatistic(stated.key, measure.name, value, measure.year or year)


def _layout(sample: Sequence[Row], path: Path) -> tuple[int, _Layout]:
    """The row at which the numbers start, and what the columns hold."""
    table = [cells for _, _, cells in sample]
    found = _named_keys(table) or _keys_by_content(table)
    if found is None:
        raise FileDamagedAt(file=path.name, at="1")
    header, key = found
    headers, body = table[header], table[header + 1 :]
    words = [_plain(text) for text in headers]
    year = next((column for column, text in enumerate(words) if text in _vocabulary().years), None)
    left = [column for column in range(len(headers)) if column not in (key, year)]
    measures = [_measure(column, headers[column], words[column], body) for column in left]
    return header + 1, _Layout(key, year, tuple(filter(None, measures)))


def _named_keys(table: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The first row with the name of a column of keys, and that column; some files begin with lines of explanation."""
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            if len(cells) > 1 and _plain(cell) in _vocabulary().keys:
                return row, column
    return None


def _keys_by_content(table: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The row above the first key, and the column that holds most keys of a Kreis or municipality."""
    found: dict[int, list[int]] = {}
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            if len(cell) >= 5 and read_key(cell).key:
                found.setdefault(column, []).append(row)
    if not found:
        return None
    column = max(found, key=lambda number: (len(found[number]), -number))
    first, most = found[column][0], len(found[column])
    return (first - 1, column) if first > 0 and 2 * most >= len(table) - first else None


def _measure(column: int, header: str, words: str, body: Iterable[Sequence[str]]) -> _Measure | None:
    """The measure of a column; None where it is text or measures nothing."""
    cells = [cell for row in body if not _is_blank(cell := _cell(row, column))]
    comma = has_decimal_comma(cells)
    numbers = sum(read_number(cell, comma) is not None for cell in cells)
    # A few words among many numbers are told row by row; a column of words is no measure.
    if not header or words in _vocabulary().ignored or not numbers or 10 * numbers < 9 * len(cells):
        return None
    name = next((name for name, known in _vocabulary().measures.items() if words in known), header)
    return _Measure(column, name, _year(header), comma)


def _plain(header: str) -> str:
    """Folded words of a header without its year."""
    return " ".join(_WORDS.findall(_YEAR.sub(" ", folded(header.replace("_", " ")))))


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _is_blank(cell: str) -> bool:
    return not cell or cell.casefold() in _vocabulary().no_data


@cache
def _vocabulary() -> _Vocabulary:
    return read_yaml(import_words("measures.yaml"), TypeAdapter(_Vocabulary))
