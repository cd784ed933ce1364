"""Measures of rankings and of calibration, with bootstrap intervals that draw whole groups."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import ndcg_score

Floats = NDArray[np.float64]

#: Relevant items with their grades.
Grades = Mapping[str, int]


def gain_at(order: Sequence[str], grades: Grades, cut: int) -> float:
    """nDCG of a ranked list up to `cut` (scikit-learn); a grade gains 2^grade - 1 (Burges et al. 2005)."""
    unranked = [item for item in grades if item not in set(order)]
    gains = (
        [2.0 ** grades.get(item, 0) - 1 for item in order]
        + [0.0] * cut
        + [2.0 ** grades[item] - 1 for item in unranked]
    )
    return float(ndcg_score([gains], [-np.arange(len(gains))], k=cut))


def recall_at(order: Sequence[str], relevant: Collection[str], cut: int) -> float:
    """Share of the relevant items that stand among the first ones."""
    return len(set(order[:cut]) & set(relevant)) / len(relevant)


def interval(
    values: Sequence[float] | Floats, groups: Sequence[str], seed: int = 7, draws: int = 500
) -> tuple[float, float]:
    """95 % bootstrap interval of a mean, drawing whole groups of cases."""
    of: dict[str, list[float]] = defaultdict(list)
    for value, group in zip(values, groups, strict=True):
        of[group].append(float(value))
    sums = np.array([sum(found) for found in of.values()])
    sizes = np.array([len(found) for found in of.values()])
    drawn = np.random.default_rng(seed).integers(0, len(sums), size=(draws, len(sums)))
    means = np.sort(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    return float(means[int(draws * 0.025)]), float(means[int(draws * 0.975)])


def expected_error(sure: Sequence[float] | Floats, hits: Sequence[float] | Floats, bins: int = 10) -> float:
    """Expected calibration error over equally wide bins of confidence (Guo et al. 2017)."""
    confidence, right = np.asarray(sure, dtype=np.float64), np.asarray(hits, dtype=np.float64)
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    parts = [bin_of == number for number in range(bins) if (bin_of == number).any()]
    return float(sum(part.mean() * abs(confidence[part].mean() - right[part].mean()) for part in parts))


def equal_bins_error(scores: Floats, labels: Floats, bins: int = 10) -> float:
    """Expected calibration error over bins that hold equally many pairs; most severities are small."""
    order = np.array_split(np.argsort(scores, kind="stable"), bins)
    return float(sum(len(rows) * abs(scores[rows].mean() - labels[rows].mean()) for rows in order) / len(scores))


def hits_among(scores: Floats, truths: Sequence[set[str]], keys: Sequence[str], first: int) -> Floats:
    """1 where a right key is among the first ones; scores have shape (cases, keys)."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :first]
    return np.array([float(bool({keys[i] for i in row} & truth)) for row, truth in zip(best, truths, strict=True)])


def by_truth(hits: Floats, truths: Sequence[set[str]], fewest: int = 3) -> dict[str, float]:
    """Mean of the hits of each right key that has enough cases."""
    pairs = [(key, hit) for hit, truth in zip(hits, truths, strict=True) for key in truth]
    return by_slice([hit for _, hit in pairs], [key for key, _ in pairs], fewest)


def by_slice(values: Sequence[float] | Floats, slices: Sequence[str], fewest: int = 1) -> dict[str, float]:
    """Mean of each slice that has enough cases, by its name."""
    of: dict[str, list[float]] = defaultdict(list)
    for value, name in zip(values, slices, strict=True):
        of[name].append(float(value))
    return {name: float(np.mean(found)) for name, found in sorted(of.items()) if len(found) >= fewest}
