"""The words by which pages of Integreat name organisations."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from service.sources.files import read_yaml
from service.sources.shipped import import_words


@dataclass(frozen=True)
class IntegreatWords:
    """Word lists of data/imports/integreat.yaml, which explains each of them; all folded."""

    icons: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    endings: tuple[str, ...]
    legal_forms: tuple[str, ...]
    not_organisations: frozenset[str]
    ways: frozenset[str]
    umbrellas: tuple[str, ...]
    parts: tuple[str, ...]
    small_words: frozenset[str]
    openings: frozenset[str]
    bridges: tuple[str, ...]
    heading_bridges: tuple[str, ...]
    contact_words: frozenset[str]
    common: frozenset[str]
    persons: frozenset[str]
    streets: tuple[str, ...]


@functools.cache
def integreat_words() -> IntegreatWords:
    """The word lists; raises DataDamaged."""
    words: IntegreatWords = read_yaml(import_words("integreat.yaml"), TypeAdapter(IntegreatWords))
    return words
