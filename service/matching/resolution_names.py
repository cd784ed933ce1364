"""Names as words that are compared: abbreviations written out, legal forms dropped, words that tell apart found."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA
from scipy import sparse

from service.domain.name_forms import KINDS, NameForms, Words, split_words

#: A word of at least this length that is one stroke away from a listed word is taken for it.
_SURE_LENGTH = 7
#: How much a word counts that says little, and an acronym beside the full name ("AGABY - Arbeitsgemeinschaft ...").
_SOFT, _GLOSS = 0.05, 0.3
_GLOSSES = (re.compile(r"\(\s*([A-ZÄÖÜ][A-Za-zÄÖÜäöü0-9-]{1,9})\s*\)"), re.compile(r"^\s*([A-ZÄÖÜ]{2,9})\s+[-–—:]\s"))


@dataclass(frozen=True)
class Spelled:
    """The words of one name in their order, and those of them that are only an acronym of the rest."""

    words: Words
    glosses: frozenset[str] = frozenset()

    def without(self, dropped: Collection[str]) -> "Spelled":
        """The name without some words; the name as it is where nothing would be left."""
        kept = tuple(word for word in self.words if word not in dropped)
        return Spelled(kept, self.glosses) if kept and len(kept) < len(self.words) else self


@dataclass(frozen=True)
class FormTable:
    """Distinct names as rows of sparse matrices of word weights.

    `weights` holds all words, `rest` those without a kind; `kinds` has shape (names, kinds): a number for each set of
    words of that kind, 0 for none. `ordered` are a name's words sorted, `telling` those that are not soft, `letters` all
    letters run together.
    """

    spelled: tuple[Spelled, ...]
    weights: sparse.csr_array
    rest: sparse.csr_array
    kinds: NDArray[np.int64]
    ordered: NDArray[np.object_]
    telling: NDArray[np.object_]
    letters: NDArray[np.object_]


def spell_names(names: Sequence[str], words: NameForms) -> dict[str, Spelled]:
    """The words of each distinct name, misspelt ones of the lists put right."""
    raw = {name: split_words(name) for name in dict.fromkeys(names)}
    right = _corrections({word for row in raw.values() for word in row}, words)
    spelled = {}
    for name, row in raw.items():
        plain = _meant(_without_ending([right.get(word, word) for word in row], words), words)
        glosses = frozenset(word.casefold() for mark in _GLOSSES for word in mark.findall(name))
        spelled[name] = Spelled(plain or tuple(row) or (name.casefold(),), glosses if len(plain) > 2 else frozenset())
    return spelled


def _without_ending(row: Sequence[str], words: NameForms) -> Sequence[str]:
    while len(row) > 1 and row[-1] in words.legal_endings:
        row = row[:-1]
    return row


def _meant(row: Sequence[str], words: NameForms) -> Words:
    """The words with every phrase as it is compared, without fillers and repetitions."""
    found: dict[str, None] = {}
    position = 0
    while position < len(row):
        taken = 1
        meant: Words = (row[position],)
        for phrase, stands_for in words.phrases.get(row[position], ()):
            if tuple(row[position : position + len(phrase)]) == phrase:
                taken, meant = len(phrase), stands_for
                break
        found.update(dict.fromkeys(word for word in meant if word not in words.fillers))
        position += taken
    return tuple(found)


def _corrections(found: Iterable[str], words: NameForms) -> dict[str, str]:
    """Listed words by their genitives and by the misspelt words that are one stroke away from just one of them."""
    known = words.vocabulary
    strange = sorted(word for word in set(found) if len(word) >= _SURE_LENGTH and word not in known)
    right = {word: stem for word in strange for stem in (word[:-1], word[:-2]) if word[-1] == "s" and stem in known}
    inflected = {f"{word}e": word for word in known if word.endswith("isch")}
    listed = _by_first([*known, *inflected])
    unknown = _by_first(word for word in strange if word not in right)
    for first, misspelt in unknown.items():
        if first in listed:
            near = process.cdist(misspelt, listed[first], scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) <= 1
            for row in np.flatnonzero(near.sum(axis=1) == 1):
                meant = listed[first][int(near[row].argmax())]
                right[misspelt[row]] = inflected.get(meant, meant)
    return right


def _by_first(found: Iterable[str]) -> Mapping[str, list[str]]:
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(found):
        if len(word) >= _SURE_LENGTH and not word.isdigit():
            by_first[word[0]].append(word)
    return by_first


def table_of(spelled: Sequence[Spelled], words: NameForms, weights: Mapping[str, float]) -> FormTable:
    """The table of distinct names; `weights` holds the weights of common words, others weigh 1."""
    columns = {word: number for number, word in enumerate(dict.fromkeys(w for name in spelled for w in name.words))}
    told = {word: words.kind(word) for word in columns}
    weigh = {word: _SOFT if word in words.soft else weights.get(word, 1.0) for word in columns}
    lengths = np.array([len(name.words) for name in spelled], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    flat = [
        (columns[w], _GLOSS if w in name.glosses else weigh[w], told[w] is None) for name in spelled for w in name.words
    ]
    index = np.array([row[0] for row in flat], dtype=np.int32)
    values = np.array([row[1] for row in flat], dtype=np.float64)
    free = np.array([row[2] for row in flat], dtype=np.float64)
    shape = (len(spelled), max(1, len(columns)))
    return FormTable(
        tuple(spelled),
        sparse.csr_array((values, index, starts), shape=shape),
        sparse.csr_array((values * free, index, starts), shape=shape),
        _kinds(spelled, told),
        np.array([" ".join(sorted(name.words)) for name in spelled], dtype=object),
        np.array([_telling(name, words) for name in spelled], dtype=object),
        np.array(["".join(name.words) for name in spelled], dtype=object),
    )


def _telling(name: Spelled, words: NameForms) -> str:
    told = [word for word in name.words if word not in words.soft]
    return " ".join(sorted(told or name.words))


def _kinds(spelled: Sequence[Spelled], told: Mapping[str, str | None]) -> NDArray[np.int64]:
    numbers: dict[frozenset[str], int] = {frozenset(): 0}
    table = np.zeros((len(spelled), len(KINDS)), dtype=np.int64)
    column = {kind: position for position, kind in enumerate(KINDS)}
    for row, name in enumerate(spelled):
        by_kind: dict[str, set[str]] = {}
        for word in name.words:
            if (kind := told[word]) is not None:
                by_kind.setdefault(kind, set()).add(word)
        for kind, members in by_kind.items():
            table[row, column[kind]] = numbers.setdefault(frozenset(members), len(numbers))
    return table
