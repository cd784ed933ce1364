"""Recognition: a pasted line to the organisation it names and the roles it may hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from service.domain.answers import RecognisedMember, RoleGuess
from service.domain.names import clean_line, hashed, ngrams, normal_name
from service.domain.taxonomy import OTHER

#: Roles told for each line.
ROLES_TOLD = 10
#: A name of the directory is taken for the given one from this similarity of sorted words on (rapidfuzz, 0-100).
SAME_NAME = 92.0

Floats = NDArray[np.float32]


def name_tokens(name: str) -> Iterator[str]:
    """The tokens by which the role model reads a name: words, pairs of words, first and last word, character n-grams."""
    normal = normal_name(clean_line(name))
    words = normal.split()
    if not words:
        return
    yield f"^{words[0]}"
    yield f"{words[-1]}$"
    for word in words:
        yield f"w:{word}"
    for first, second in pairwise(words):
        yield f"p:{first} {second}"
    yield from ngrams(normal, (2, 3, 4, 5))


@dataclass(frozen=True)
class RoleModel:
    """A calibrated linear classifier over hashed tokens of the name and its embedding.

    `token_weights` has shape (buckets, roles), `vector_weights` (dimension, roles), `bias` (roles,);
    column j belongs to `role_keys[j]`.
    """

    role_keys: tuple[str, ...]
    token_weights: Floats
    vector_weights: Floats
    bias: Floats

    def probabilities(self, names: Sequence[str], vectors: Floats) -> Floats:
        """Probability of each role for each name, shape (names, roles); `vectors` are the names' embeddings."""
        logits = self.bias + vectors @ self.vector_weights
        for row, name in enumerate(names):
            buckets = self.buckets(name)
            if len(buckets):
                logits[row] += self.token_weights[buckets].sum(axis=0) / np.sqrt(len(buckets))
        logits -= logits.max(axis=1, keepdims=True)
        powers = np.exp(logits)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)

    def buckets(self, name: str) -> NDArray[np.int64]:
        """The distinct buckets of a name's tokens, ascending."""
        size = len(self.token_weights)
        return np.array(sorted({hashed(token, size) for token in name_tokens(name)}), dtype=np.int64)


def guess_roles(probabilities: Floats, role_keys: Sequence[str], told: int = ROLES_TOLD) -> tuple[RoleGuess, ...]:
    """The likeliest roles of one name with their probabilities; equal ones in the order of the keys."""
    best = np.argsort(-probabilities, kind="stable")[:told]
    return tuple(RoleGuess(role_keys[i], round(float(probabilities[i]), 6)) for i in best)


def nothing_recognised(role_keys: Sequence[str]) -> tuple[RoleGuess, ...]:
    """The answer to a blank or meaningless line: `other` with confidence 0, the rest at 0 too."""
    rest = [key for key in role_keys if key != OTHER]
    return tuple(RoleGuess(key, 0.0) for key in [OTHER, *rest][:ROLES_TOLD])


def has_words(name: str) -> bool:
    """Whether a line holds anything that could be a name."""
    return any(character.isalpha() for character in clean_line(name))


def same_name(given: str, known: Sequence[str]) -> int | None:
    """The position of the known name that the given one spells, nearly or in short; None where none is close enough.

    A short form ("Caritasverband") counts where just one of the known names holds all of its words.
    """
    wanted = normal_name(clean_line(given))
    if not wanted or not known:
        return None
    normal = [normal_name(name) for name in known]
    scores = [fuzz.token_sort_ratio(wanted, name) for name in normal]
    best = int(np.argmax(scores))
    if scores[best] >= SAME_NAME:
        return best
    words = set(wanted.split())
    holding = [position for position, name in enumerate(normal) if words <= set(name.split())]
    return holding[0] if len(holding) == 1 else None


def stated(role: str) -> tuple[RoleGuess, ...]:
    """A role that was given wins, with confidence 1."""
    return (RoleGuess(role, 1.0),)


def with_role(member: RecognisedMember, role: str, confidence: float) -> RecognisedMember:
    """The member with the role that the directory records for it, before the other guesses."""
    share = max(0.0, 1.0 - confidence)
    rest = [guess for guess in member.roles if guess.role != role]
    others = tuple(RoleGuess(guess.role, round(guess.confidence * share, 6)) for guess in rest)
    return RecognisedMember(member.given, member.organisation_id, (RoleGuess(role, confidence), *others)[:ROLES_TOLD])
