"""data/imports/columns.yaml: what headers and values of tables mean."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from service.domain.names import folded
from service.sources.files import read_yaml
from service.sources.shipped import import_words

_WORDS = re.compile(r"[a-z0-9]+")
Words = tuple[str, ...]


@dataclass(frozen=True)
class HeaderWords:
    """Headers that mean a field, the better ones first: the whole header, or words side by side within it."""

    whole: Words
    words: Words


@dataclass(frozen=True)
class PersonWords:
    """Headers of columns about persons: parts of their words, the whole header, or single words."""

    parts: Words
    whole: Words
    words: Words


@dataclass(frozen=True)
class ColumnWords:
    """All tables of words for reading a table."""

    fields: Mapping[str, HeaderWords]
    persons: PersonWords
    beside_persons: Words
    names_of_persons: Words
    name_words: Words
    blanks: Words
    countries: Words
    staffing: Mapping[str, Words]
    errors: Words


@functools.cache
def column_words() -> ColumnWords:
    """The tables of data/imports/columns.yaml with their headers in comparable form; raises DataDamaged."""
    read: ColumnWords = read_yaml(import_words("columns.yaml"), TypeAdapter(ColumnWords))
    persons = PersonWords(*(_squeezed(words) for words in (read.persons.parts, read.persons.whole, read.persons.words)))
    return ColumnWords(
        fields={
            name: HeaderWords(_squeezed(field.whole), tuple(" ".join(words_of(word)) for word in field.words))
            for name, field in read.fields.items()
        },
        persons=persons,
        beside_persons=_squeezed(read.beside_persons),
        names_of_persons=_squeezed(read.names_of_persons),
        name_words=tuple(" ".join(words_of(word)) for word in read.name_words),
        blanks=tuple(word.casefold() for word in read.blanks),
        countries=tuple(word.casefold() for word in read.countries),
        staffing={key: tuple(folded(word) for word in words) for key, words in read.staffing.items()},
        errors=read.errors,
    )


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a header."""
    return tuple(_WORDS.findall(folded(text)))


def squeezed(text: str) -> str:
    """A header in comparable form: folded letters and digits only."""
    return "".join(words_of(text))


def _squeezed(words: Words) -> Words:
    return tuple(dict.fromkeys(squeezed(word) for word in words))
