"""Which field of Organisation each column of a table holds."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from service.sources.tables.column_words import ColumnWords, column_words, squeezed, words_of

#: A misspelt header is taken from this likeness on (rapidfuzz, 0-100), where no other field comes near.
_ALIKE, _CLEAR = 88.0, 8.0
#: Fields that several columns may hold together.
_SEVERAL = frozenset({"description"})
_WHOLE, _WORDS, _FUZZY = 3000, 2000, 1000


def fields_by_header(headers: Sequence[str]) -> dict[str, str]:
    """The field of each header that means one, the best header for each field; columns about persons have none."""
    words = column_words()
    persons = person_headers(headers)
    scored = sorted(
        (-score, column, field)
        for column, header in enumerate(headers)
        if header not in persons
        for field, score in _scores(header, words).items()
    )
    found: dict[str, str] = {}
    for _, column, field in scored:
        if headers[column] not in found and (field in _SEVERAL or field not in found.values()):
            found[headers[column]] = field
    return found


def person_headers(headers: Sequence[str]) -> frozenset[str]:
    """The headers of columns about persons; a "Name" beside a "Vorname" is one."""
    words = column_words()
    persons = {header for header in headers if _is_person(header, words)}
    if any(squeezed(header) in words.names_of_persons for header in headers):
        persons |= {header for header in headers if squeezed(header) in words.beside_persons}
    return frozenset(persons)


def _is_person(header: str, words: ColumnWords) -> bool:
    compact, parts = squeezed(header), words_of(header)
    persons = words.persons
    return (
        compact in persons.whole
        or any(part in compact for part in persons.parts)
        or any(part in persons.words for part in parts)
    )


def _scores(header: str, words: ColumnWords) -> dict[str, float]:
    """How well the header names each field: whole before words before misspelt, the earlier entry the better."""
    compact, spaced = squeezed(header), f" {' '.join(words_of(header))} "
    scores: dict[str, float] = {}
    for name, field in words.fields.items():
        if compact in field.whole:
            scores[name] = _WHOLE - field.whole.index(compact)
        elif (place := next((n for n, word in enumerate(field.words) if f" {word} " in spaced), None)) is not None:
            scores[name] = _WORDS - 10 * place - len(spaced)
    return scores or _misspelt(compact, words)


def _misspelt(compact: str, words: ColumnWords) -> dict[str, float]:
    if len(compact) < 6:
        return {}
    likeness = sorted(
        (max(fuzz.ratio(compact, entry) for entry in field.whole), name) for name, field in words.fields.items()
    )
    (second, _), (best, name) = likeness[-2:]
    return {name: _FUZZY + best} if best >= _ALIKE and best - second >= _CLEAR else {}


_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE),
    "website": re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),
    "postcode": re.compile(r"(?:D-)?\d{5}"),
    "ags": re.compile(r"(?:0\d|1[0-6])\d{6}(?:\d{4})?"),
    "lat": re.compile(r"(?:4[6-9]|5[0-5])[.,]\d{2,}"),
    "lon": re.compile(r"(?:[5-9]|1[0-5])[.,]\d{2,}"),
    "phone": re.compile(r"(?:\+49|0)[\d /()-]{6,}"),
}
_MOST = 0.8
_NAMED = 0.3


def fields_by_content(
    headers: Sequence[str], rows: Sequence[Sequence[str]], known: Mapping[str, str]
) -> dict[str, str]:
    """Fields that the values of further columns tell: those with a pattern, and names by the words within them."""
    found = dict(known)
    persons = person_headers(headers)
    names: list[tuple[float, int]] = []
    for column, header in enumerate(headers):
        values = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
        if header in found or header in persons or not values:
            continue
        field = next((f for f, pattern in _PATTERNS.items() if _share(pattern, values) >= _MOST), None)
        if field and field not in found.values():
            found[header] = field
        elif field is None:
            names.append((name_share(values), -column))
    if "name" not in found.values() and names and max(names)[0] >= _NAMED:
        found[headers[-max(names)[1]]] = "name"
    return found


def is_value(cell: str) -> bool:
    """Whether the cell is a mailbox, a postcode or the like, which no header is."""
    return any(pattern.fullmatch(cell.strip()) for pattern in _PATTERNS.values())


def name_share(values: Sequence[str]) -> float:
    """The share of values that look like names of organisations, each counted once; 0 for long texts."""
    distinct = set(values)
    if not distinct or sum(map(len, distinct)) / len(distinct) > 100:
        return 0.0
    return sum(map(has_name_word, distinct)) / len(values)


def has_name_word(value: str) -> bool:
    """Whether a word of the value stands in names of organisations ("Landratsamt", "e.V.")."""
    text = " ".join(words_of(value)) + " "
    return any(f"{word} " in text or (len(word) > 5 and word in text) for word in column_words().name_words)


def _share(pattern: re.Pattern[str], values: Sequence[str]) -> float:
    return sum(bool(pattern.fullmatch(value)) for value in values) / len(values)
