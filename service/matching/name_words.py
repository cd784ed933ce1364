"""Kinds of words in names: places, communities, parties, people, saints and numbers, which stand for one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from service.domain.names import normal_name

#: Kinds whose words say nothing of the role by themselves: only the kind is read.
FILLERS = frozenset({"place", "number"})
#: Longest ending of an inflected adjective of origin ("türkisch-e", "türkisch-er").
_ENDING = 2


@dataclass(frozen=True)
class NameWords:
    """Words of names by kind, all folded; `stems` holds the stems of adjectives of origin ("tuerkisch").

    Where a word is of several kinds, the first kind of `kinds` counts.
    """

    kinds: Mapping[str, frozenset[str]]
    stems: frozenset[str]

    @cached_property
    def _kind_of(self) -> dict[str, str]:
        return {word: kind for kind, words in reversed(list(self.kinds.items())) for word in words}

    def kind(self, word: str) -> str | None:
        """The kind of a folded word; None for a word that speaks for itself."""
        if word.isdigit():
            return "number"
        if word in self._kind_of:
            return self._kind_of[word]
        stemmed = any(word[: len(word) - cut] in self.stems for cut in range(_ENDING + 1))
        return "demonym" if stemmed else None

    def without_places(self, name: str) -> str:
        """The comparable form of a name without places and numbers."""
        return " ".join(word for word in normal_name(name).split() if self.kind(word) not in FILLERS)
