"""Close reading of a few profiles: the sentence that answers a question counts, and each of its words.

An average over a whole profile hides one sentence among many, and a sentence one word among many. Words are compared as in
late interaction (Khattab and Zaharia 2020): each word of the question with the likest one of the profile.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.retrieval.encoder import StaticEncoder, plain_text, unit_rows

Profile = Sequence[str]
Tokens = Sequence[int]

_END = re.compile(r"(?<=[.;:!?])\s+")
#: A passage of fewer tokens ("e. V.", "z. B.") says nothing alone.
_FEWEST = 3


def read_closely(encoder: StaticEncoder, question: str, profiles: Sequence[Profile]) -> NDArray[np.float32]:
    """Likeness in [0, 1] of each profile (its texts) to the question: by its likest passage and, twice, by its words."""
    found = [passages(texts) for texts in profiles]
    asked, *told = encoder.tokens([plain_text(question), *(piece for pieces in found for piece in pieces)])
    ends = np.cumsum([0, *(len(pieces) for pieces in found)]).tolist()
    of_profiles = [told[first:last] for first, last in pairwise(ends)]
    passage = best_passages(encoder, asked, of_profiles)
    return np.clip((passage + 2 * word_likeness(encoder, asked, of_profiles)) / 3, 0.0, 1.0)


def passages(texts: Sequence[str]) -> list[str]:
    """The sentences of the texts, spelled plainly."""
    return [piece for text in texts for piece in _END.split(plain_text(text)) if piece]


def best_passages(encoder: StaticEncoder, asked: Tokens, profiles: Sequence[Sequence[Tokens]]) -> NDArray[np.float32]:
    """The likeness of the likest passage of each profile; 0 where it has none that says enough or all are unlike."""
    told = [tokens for profile in profiles for tokens in profile if len(tokens) >= _FEWEST]
    if not asked or not told:
        return np.zeros(len(profiles), dtype=np.float32)
    starts = np.cumsum([0, *(len(tokens) for tokens in told[:-1])])
    sums = np.add.reduceat(encoder.token_vectors([token for tokens in told for token in tokens]), starts, axis=0)
    likeness = iter(unit_rows(sums) @ unit_rows(encoder.token_vectors(asked).sum(axis=0, keepdims=True))[0])
    best = [max([0.0, *(next(likeness) for tokens in profile if len(tokens) >= _FEWEST)]) for profile in profiles]
    return np.array(best, dtype=np.float32)


def word_likeness(encoder: StaticEncoder, asked: Tokens, profiles: Sequence[Sequence[Tokens]]) -> NDArray[np.float32]:
    """Mean over the question's words of the likeness to the likest word of each profile; long vectors tell more."""
    words = encoder.token_vectors(asked)
    weights = np.linalg.norm(words, axis=1)
    if not weights.sum():
        return np.zeros(len(profiles), dtype=np.float32)
    known = sorted({token for profile in profiles for tokens in profile for token in tokens})
    column = {token: number for number, token in enumerate(known)}
    likeness = unit_rows(words) @ unit_rows(encoder.token_vectors(known)).T
    columns = ([column[token] for tokens in profile for token in tokens] for profile in profiles)
    best = [likeness[:, chosen].max(axis=1, initial=0.0) @ weights for chosen in columns]
    return np.array(best, dtype=np.float32) / np.float32(weights.sum())
