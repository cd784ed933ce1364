"""Additive logistic models whose contributions add up exactly to the score."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Reason

Matrix = NDArray[np.float64]


def logistic(z: Matrix) -> Matrix:
    """1 / (1 + exp(-z))."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(z, -60.0, 60.0))), dtype=np.float64)


def log_odds(share: Matrix) -> Matrix:
    """log(p / (1 - p)), with shares kept away from 0 and 1."""
    clipped = np.clip(share, 1e-4, 1.0 - 1e-4)
    return np.asarray(np.log(clipped / (1.0 - clipped)), dtype=np.float64)


@dataclass(frozen=True)
class AdditiveModel:
    """A logistic model over named features: z = intercept + sum(weight x value)."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float

    @cached_property
    def _weights(self) -> Matrix:
        return np.array(self.weights, dtype=np.float64)

    @property
    def base(self) -> float:
        """The score of an item whose features are all zero."""
        return float(logistic(np.array(self.intercept)))

    def scores(self, values: Matrix) -> Matrix:
        """Scores in [0, 1] of n items; values has shape (n, features)."""
        return logistic(self.intercept + values @ self._weights)

    def contributions(self, values: Matrix) -> Matrix:
        """Each feature's part of score - base, shape (n, features): w x (s(z) - s(b)) / (z - b), exact and order-keeping."""
        parts = values * self._weights
        rise = parts.sum(axis=1)
        gain = logistic(self.intercept + rise) - self.base
        flat = np.abs(rise) < 1e-9
        slope = np.where(flat, self.base * (1.0 - self.base), gain / np.where(flat, 1.0, rise))
        return np.asarray(parts * slope[:, None], dtype=np.float64)

    def reasons(self, contributions: NDArray[np.float64], facts: Sequence[dict[str, object]]) -> list[Reason]:
        """The base and one reason a feature that contributes, in the order of the features; facts has one entry a feature.

        A fact named `source` becomes the reason's source; a fact named `code` replaces the feature's name.
        """
        reasons = [Reason("base", self.base)]
        for feature, part, known in zip(self.features, contributions, facts, strict=True):
            if part != 0.0:
                rest = {name: value for name, value in known.items() if name not in ("source", "code")}
                source = known.get("source")
                reasons.append(
                    Reason(str(known.get("code", feature)), float(part), rest, str(source) if source else None)
                )
        return reasons
