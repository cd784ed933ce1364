"""Logistic regression with weights that may not fall below zero, and weights that are set by design."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from service.matching.additive import AdditiveModel

Matrix = NDArray[np.float64]


def fit_logistic(
    values: Matrix, labels: Matrix, features: Sequence[str], set_by_design: Mapping[str, float], ridge: float = 1.0
) -> AdditiveModel:
    """The additive model of greatest penalised likelihood (L-BFGS-B); fitted weights are at least 0.

    `values` has shape (n, features). The weights named in `set_by_design` are kept as they are.
    """
    fixed = np.array([set_by_design.get(name, 0.0) for name in features])
    free = np.array([name not in set_by_design for name in features])
    offset = values @ fixed

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        weights = np.zeros(len(features))
        weights[free] = parameters[1:]
        z = np.clip(parameters[0] + offset + values @ weights, -40, 40)
        chance = 1.0 / (1.0 + np.exp(-z))
        cost = -(labels * np.log(chance + 1e-12) + (1 - labels) * np.log(1 - chance + 1e-12)).sum()
        slope = chance - labels
        gradient = np.concatenate([[slope.sum()], (values.T @ slope)[free] + ridge * parameters[1:]])
        return float(cost + 0.5 * ridge * (parameters[1:] ** 2).sum()), gradient

    start = np.zeros(1 + int(free.sum()))
    bounds = [(None, None)] + [(0.0, None)] * int(free.sum())
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    weights = fixed.copy()
    weights[free] = found.x[1:]
    return AdditiveModel(tuple(features), tuple(float(round(w, 6)) for w in weights), float(round(found.x[0], 6)))
