"""Words with which names of organisations are brought into forms that can be compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from service.domain.names import folded

Words = tuple[str, ...]

_ASSOCIATION = re.compile(r"\b(?:[eE]\.\s?[vV]\b\.?|eV\b|e V\b)")
_LETTERS = re.compile(r"\b((?:[a-z] )+[a-z])\b")
_INFLECTED = re.compile(r"(\w{3,}(?:isch|lich|orthodox|kommunal|regional|sozial|national|integriert))(?:e|er|es|en|em)")
_GENDER = re.compile(r"[:*_]in|(?<=[a-zäöü])/-?in")
_WORDS = re.compile(r"[^\W_]+")

#: Kinds of words that tell organisations apart, in the order in which they are compared (data/imports/name_forms.yaml).
KINDS = (
    "unit",
    "territory",
    "number",
    "direction",
    "saint",
    "school",
    "confession",
    "body",
    "origin",
    "affiliate",
    "group",
)


@dataclass(frozen=True)
class NameForms:
    """Words in names, all folded.

    `same` holds what each phrase is compared as; `legal_forms` are dropped wherever they stand, `legal_endings` as the last
    word, `fillers` always; `soft` words count little; `titles` stand before places. `kind_of` tells the kind of a word that
    tells organisations apart, `stems` that of words that begin so, `alone` how much a kind tells when one name lacks it.
    """

    same: Mapping[Words, Words]
    legal_forms: frozenset[Words]
    legal_endings: frozenset[str]
    fillers: frozenset[str]
    soft: frozenset[str]
    titles: frozenset[str]
    kind_of: Mapping[str, str]
    stems: Mapping[str, str]
    alone: Mapping[str, float]
    shared_domains: frozenset[str]

    @cached_property
    def phrases(self) -> Mapping[str, tuple[tuple[Words, Words], ...]]:
        """Phrases and what they are compared as, by their first word, the longest first."""
        found: dict[str, list[tuple[Words, Words]]] = {}
        for phrase, meant in [*((words, ()) for words in self.legal_forms), *self.same.items()]:
            found.setdefault(phrase[0], []).append((phrase, meant))
        return {first: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for first, rows in found.items()}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words that the lists hold."""
        listed = {word for phrase, meant in self.same.items() for word in (*phrase, *meant)}
        return frozenset(listed | self.kind_of.keys() | self.soft)

    def kind(self, word: str) -> str | None:
        """The kind of a word that tells organisations apart."""
        if word.isdigit():
            return "number"
        if word in self.kind_of:
            return self.kind_of[word]
        return next((kind for stem, kind in self.stems.items() if word.startswith(stem)), None)


def split_words(text: str) -> list[str]:
    """Folded words of a name: initials joined ("D.I.T.I.B." -> "ditib"), endings of adjectives cut."""
    plain = _GENDER.sub("in", _ASSOCIATION.sub(" eingetragener Verein ", text))
    joined = _LETTERS.sub(lambda found: found.group(1).replace(" ", ""), " ".join(_WORDS.findall(folded(plain))))
    return [inflected.group(1) if (inflected := _INFLECTED.fullmatch(word)) else word for word in joined.split()]
