"""Logistic regression with weights that may not fall below zero, and weights that are set by design."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from service.matching.additive import AdditiveModel

Matrix = NDArray[np.float64]


def fit_logistic(
    values: Matrix,
    labels: Matrix,
    features: Sequence[str],
    set_by_design: Mapping[str, float],
    ridge: float = 1.0,
    prior: AdditiveModel | None = None,
) -> AdditiveModel:
    """The additive model of greatest penalised likelihood (L-BFGS-B); fitted weights are at least 0.

    `values` has shape (n, features). The weights named in `set_by_design` are kept as they are. The penalty is ridge / 2
    x |w - prior|^2, with weights of 0 where there is no prior; it hardly holds the intercept.
    """
    fixed = np.array([set_by_design.get(name, 0.0) for name in features])
    free = np.array([name not in set_by_design for name in features])
    offset = values @ fixed
    centre, pull = np.zeros(1 + int(free.sum())), np.full(1 + int(free.sum()), ridge)
    if prior is not None:
        centre = np.array([prior.intercept, *np.array(prior.weights)[free]])
    # Labels that are all alike would drive an intercept without any pull beyond every bound.
    pull[0] = 0.0 if prior is None else min(ridge, 1.0)

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        weights = np.zeros(len(features))
        weights[free] = parameters[1:]
        z = np.clip(parameters[0] + offset + values @ weights, -40, 40)
        chance = 1.0 / (1.0 + np.exp(-z))
        cost = -(labels * np.log(chance + 1e-12) + (1 - labels) * np.log(1 - chance + 1e-12)).sum()
        slope = chance - labels
        gradient = np.concatenate([[slope.sum()], (values.T @ slope)[free]])
        away = parameters - centre
        return float(cost + 0.5 * (pull * away**2).sum()), gradient + pull * away

    bounds = [(None, None)] + [(0.0, None)] * int(free.sum())
    found = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=bounds)
    weights = fixed.copy()
    weights[free] = found.x[1:]
    return AdditiveModel(tuple(features), tuple(float(round(w, 6)) for w in weights), float(round(found.x[0], 6)))


def fit_choice(
    values: Matrix,
    open_: NDArray[np.bool_],
    chosen: NDArray[np.int64],
    fixed: Sequence[bool],
    ridge: float = 1.0,
    prior: Sequence[float] | None = None,
) -> Matrix:
    """Weights of a conditional logit (McFadden 1974): which of the open alternatives was chosen; none is negative.

    `values` has shape (cases, alternatives, features); `fixed` features keep the weight 0. The penalty is ridge / 2 x
    |w - prior|^2, with 0 where there is no prior.
    """
    rows = np.arange(len(chosen))
    centre = np.where(fixed, 0.0, np.zeros(len(fixed)) if prior is None else np.array(prior))

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        z = np.where(open_, values @ weights, -np.inf)
        z = z - z.max(axis=1, keepdims=True)
        powers = np.exp(z)
        chance = powers / powers.sum(axis=1, keepdims=True)
        away = weights - centre
        cost = -np.log(chance[rows, chosen] + 1e-12).sum() + 0.5 * ridge * (away**2).sum()
        slope = np.einsum("nr,nrf->f", chance, values) - values[rows, chosen].sum(axis=0) + ridge * away
        return float(cost), slope

    bounds = [(0.0, 0.0) if kept else (0.0, None) for kept in fixed]
    start = np.array([0.0 if kept else 0.5 for kept in fixed]) if prior is None else centre
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x, dtype=np.float64)


def calibrated(
    scores: Matrix, labels: Matrix, ridge: float = 1e-6, intercept: float | None = None
) -> tuple[float, float]:
    """Intercept and factor that make logistic(intercept + factor x score) a probability (Platt 1999).

    Where an intercept is given, they are drawn to it and to the factor 1.
    """
    prior = None if intercept is None else AdditiveModel(("score",), (1.0,), intercept)
    model = fit_logistic(scores[:, None], labels, ("score",), {}, ridge, prior)
    return model.intercept, model.weights[0]
