"""Names and occasions of networks as vectors of weighted character n-grams, without the places in them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.names import hashed, ngrams
from service.matching.name_words import NameWords

Floats = NDArray[np.float32]

_BUCKETS = 1 << 13


@dataclass(frozen=True)
class TextSpace:
    """Weights of the n-grams (rare ones tell more), and the words that are places: those tell nothing of a network."""

    idf: Floats
    words: NameWords

    def vector(self, text: str) -> Floats:
        """The text as a vector of length 1, shape (buckets,); zero for a text without words."""
        return np.asarray(_unit(_counts(text, self.words) * self.idf), dtype=np.float32)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One column a text, shape (buckets, texts): comparing reads the rows of a few buckets, which lie together."""
        return np.ascontiguousarray(np.stack([self.vector(text) for text in texts], axis=1))


def make_text_space(texts: Sequence[str], words: NameWords) -> TextSpace:
    """The space in which these texts are told apart."""
    found = np.stack([_counts(text, words) > 0 for text in texts]).sum(axis=0)
    return TextSpace(np.log((1 + len(texts)) / (1 + found)).astype(np.float32), words)


def likeness(columns: Floats, vector: Floats) -> Floats:
    """Cosine of each column with the vector; only the buckets that the vector has are read."""
    buckets = np.flatnonzero(vector)
    return np.asarray(vector[buckets] @ columns[buckets], dtype=np.float32)


def _counts(text: str, words: NameWords) -> Floats:
    counts = np.zeros(_BUCKETS, dtype=np.float32)
    for token in ngrams(words.without_places(text), (3, 4, 5)):
        counts[hashed(token, _BUCKETS)] += 1.0
    return np.asarray(np.log1p(counts), dtype=np.float32)


def _unit(row: Floats) -> Floats:
    length = float(np.linalg.norm(row))
    return row / length if length else row
