"""Recognition: a pasted line to the organisation it names and the roles it may hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from service.domain.answers import RecognisedMember, RoleGuess
from service.domain.names import clean_line, hashed, ngrams, normal_name
from service.domain.taxonomy import OTHER
from service.matching.name_words import FILLERS, NameWords

#: What the role model reads of a name; a fitted model that reads otherwise is refused.
NAME_FEATURES = ("words, pairs and kinds of words", "character 2-5-grams of words", "embedding")
#: Roles told for each line.
ROLES_TOLD = 10
#: A name of the directory is taken for the given one from this similarity of sorted words on (rapidfuzz, 0-100).
SAME_NAME = 92.0
#: A role that is less sure than this is to be looked at.
DOUBTFUL = 0.5

Floats = NDArray[np.float32]


def word_tokens(plain: Sequence[str], kinds: Sequence[str | None]) -> Iterator[str]:
    """Words of a name in their comparable form with their kinds: singly, in pairs, first, last and all together.

    A place or a number is read as its kind alone: towns that no training text names must not matter.
    """
    shown = [f"<{kind}>" if kind in FILLERS else word for word, kind in zip(plain, kinds, strict=True)]
    masked = [f"<{kind}>" if kind else word for word, kind in zip(plain, kinds, strict=True)]
    telling = [word for word in masked if word != "<place>"]
    yield f"^{shown[0]}"
    yield f"{shown[-1]}$"
    yield from (f"w:{word}" for word in shown)
    yield from (f"k:{kind}" for kind in kinds if kind)
    for mark, row in (("p", shown), ("m", masked), ("t", telling)):
        yield from (f"{mark}:{first} {second}" for first, second in pairwise(row))
    yield "all:" + " ".join(telling)


# Few words make up most names; hashing each n-gram anew took most of the time of recognition.
@lru_cache(maxsize=1 << 14)
def spelling_buckets(word: str, size: int) -> frozenset[int]:
    """Buckets of the character n-grams of a word."""
    return frozenset(hashed(gram, size) for gram in ngrams(word, (2, 3, 4, 5)))


@dataclass(frozen=True)
class RoleModel:
    """A calibrated linear classifier over hashed tokens of the name and its embedding.

    `token_weights` has shape (buckets, roles), `vector_weights` (dimension, roles), `bias` (roles,);
    column j belongs to `role_keys[j]`. `words` tells places, communities and the like from words that speak for themselves.
    """

    role_keys: tuple[str, ...]
    words: NameWords
    token_weights: Floats
    vector_weights: Floats
    bias: Floats

    def probabilities(self, names: Sequence[str], vectors: Floats) -> Floats:
        """Probability of each role for each name, shape (names, roles); `vectors` are the names' embeddings."""
        logits = self.bias + vectors @ self.vector_weights
        for row, name in enumerate(names):
            buckets, values = self.features(name)
            if len(buckets):
                logits[row] += values @ self.token_weights[buckets]
        logits -= logits.max(axis=1, keepdims=True)
        powers = np.exp(logits)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)

    def features(self, name: str) -> tuple[NDArray[np.int64], Floats]:
        """Buckets of a name's tokens, ascending, and their values: words and n-grams have length 1 each, however many."""
        plain = normal_name(clean_line(name)).split()
        if not plain:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        kinds = [self.words.kind(word) for word in plain]
        size = len(self.token_weights)
        spelled = (spelling_buckets(word, size) for word, kind in zip(plain, kinds, strict=True) if kind not in FILLERS)
        values: dict[int, float] = {}
        for found in ({hashed(token, size) for token in word_tokens(plain, kinds)}, frozenset().union(*spelled)):
            for bucket in found:
                values[bucket] = values.get(bucket, 0.0) + len(found) ** -0.5
        buckets = sorted(values)
        return np.array(buckets, dtype=np.int64), np.array([values[bucket] for bucket in buckets], dtype=np.float32)


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


def is_doubtful(role: str, confidence: float) -> bool:
    """Whether somebody should look at a recognised role."""
    return role == OTHER or confidence < DOUBTFUL
