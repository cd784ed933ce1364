"""data/imports/name_forms.yaml -> NameForms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from service.domain.name_forms import NameForms, Words, split_words
from service.sources.files import read_yaml


@dataclass(frozen=True)
class _Kind:
    alone: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Written:
    legal_forms: tuple[str, ...]
    legal_endings: tuple[str, ...]
    fillers: tuple[str, ...]
    soft: tuple[str, ...]
    titles: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]
    kinds: Mapping[str, _Kind]
    stems: Mapping[str, str]
    shared_domains: tuple[str, ...]


def read_name_forms(path: Path) -> NameForms:
    """The words of the file, folded; raises DataDamaged."""
    written = read_yaml(path, TypeAdapter(_Written))
    same = dict(_same(written.same))
    return NameForms(
        same=same,
        legal_forms=frozenset(tuple(split_words(form)) for form in written.legal_forms),
        legal_endings=frozenset(written.legal_endings),
        fillers=_words(written.fillers, {}),
        soft=_words(written.soft, same),
        titles=_words(written.titles, {}) | _words(written.titles, same),
        kind_of={word: kind for kind, known in written.kinds.items() for word in _words(known.words, same)},
        stems={split_words(stem)[0]: kind for stem, kind in written.stems.items()},
        alone={kind: known.alone for kind, known in written.kinds.items()},
        shared_domains=frozenset(written.shared_domains),
    )


def _same(lines: Iterable[Sequence[str]]) -> Iterator[tuple[Words, Words]]:
    for first, *others in lines:
        meant = tuple(split_words(first))
        for phrase in (first, *others):
            yield tuple(split_words(phrase)), meant


def _words(texts: Iterable[str], same: Mapping[Words, Words]) -> frozenset[str]:
    """The words of some texts as they are compared."""
    split = (tuple(split_words(text)) for text in texts)
    return frozenset(word for words in split for word in same.get(words, words))
