"""Entity resolution: which of two sets of records are one organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.name_forms import NameForms
from service.domain.resolution import Contender, Match, Zone
from service.matching.additive import AdditiveModel
from service.matching.blocking import candidate_pairs
from service.matching.resolution_features import RESOLUTION_FEATURES, pair_features
from service.matching.resolution_records import Codes, Floats, Records, make_records

#: Pairs whose features are held in memory together.
_TOGETHER = 500_000


@dataclass(frozen=True)
class ResolutionModel:
    """An additive model with the scores from which on a pair is merged or asked about.

    `weights` holds the weights of common words of names; a word that it does not hold is rare and weighs 1.
    """

    name: str
    model: AdditiveModel
    merge_from: float
    ask_from: float
    weights: Mapping[str, float]

    def zone(self, score: float) -> Zone:
        """What is done with a pair of this score."""
        if score >= self.merge_from:
            return Zone.MERGE
        return Zone.ASK if score >= self.ask_from else Zone.APART


def find_matches(
    new: Sequence[Contender],
    known: Sequence[Contender],
    model: ResolutionModel,
    words: NameForms,
    vectors: NDArray[np.float32] | None = None,
) -> list[Match]:
    """All pairs of a new record with a known or another new one that are merged or asked about, the surest first.

    The new record stands first in a pair, of two new ones the earlier. `vectors` are the names' embeddings, of length 1, the
    new ones before the known ones. Places in names are told from others by `place`, which should be filled where it is known.
    """
    if not new:
        return []
    records = make_records([*new, *known], words, model.weights)
    first, second = candidate_pairs(records, len(new))
    matches: list[Match] = []
    for start in range(0, len(first), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        matches.extend(_likely(records, (first[part], second[part]), model, words, vectors))
    return sorted(matches, key=lambda match: (-match.score, match.first, match.second))


def _likely(
    records: Records,
    pairs: tuple[Codes, Codes],
    model: ResolutionModel,
    words: NameForms,
    vectors: NDArray[np.float32] | None,
) -> list[Match]:
    values = features_of(records, pairs, model.weights, words, vectors)
    scores = model.model.scores(values)
    kept = np.flatnonzero(scores >= model.ask_from)
    parts = values[kept] * np.array(model.model.weights)
    first, second = (side[kept].tolist() for side in pairs)
    return [
        Match(
            records.ids[a],
            records.ids[b],
            score,
            {"base": model.model.intercept, **{RESOLUTION_FEATURES[i]: row[i] for i in np.flatnonzero(row).tolist()}},
            model.zone(score),
        )
        for a, b, score, row in zip(first, second, scores[kept].tolist(), parts, strict=True)
    ]


def features_of(
    records: Records,
    pairs: tuple[Codes, Codes],
    weights: Mapping[str, float],
    words: NameForms,
    vectors: NDArray[np.float32] | None,
) -> Floats:
    """The features of pairs, the likeness of their vectors among them, shape (pairs, features)."""
    first, second = pairs
    values = pair_features(records, first, second, words.alone, weights.keys())
    if vectors is not None:
        cosine = np.einsum("nd,nd->n", vectors[first], vectors[second])
        values[:, RESOLUTION_FEATURES.index("meaning")] = np.clip(2.0 * cosine - 1.0, -1.0, 1.0)
    return values
