"""Weights drawn to a prior by the ridge."""

import numpy as np
import pytest

from service.matching.additive import AdditiveModel
from training.logistic import calibrated, fit_choice, fit_logistic

FEATURES = ("a", "b", "c")
PRIOR = AdditiveModel(FEATURES, (2.0, 0.3, 1.0), -1.0)


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(3)
    values = rng.normal(size=(200, 3))
    return values, (rng.random(200) < 1 / (1 + np.exp(-values @ [1.0, 0.3, -2.0]))).astype(float)


@pytest.fixture(scope="module")
def choices():
    rng = np.random.default_rng(4)
    values, open_ = rng.normal(size=(40, 6, 3)), np.ones((40, 6), dtype=np.bool_)
    return values, open_, (values @ [1.0, 0.0, -2.0]).argmax(axis=1)


def test_a_strong_ridge_keeps_the_weights_of_the_prior_but_not_its_intercept(rows):
    held = fit_logistic(*rows, FEATURES, {"b": 0.3}, 1e6, PRIOR)
    assert held.weights == pytest.approx(PRIOR.weights, abs=1e-2)
    assert held.intercept > PRIOR.intercept


def test_a_weak_ridge_forgets_the_prior(rows):
    forgot, free = (
        fit_logistic(*rows, FEATURES, {"b": 0.3}, 1e-6, PRIOR),
        fit_logistic(*rows, FEATURES, {"b": 0.3}, 1e-6),
    )
    assert forgot.weights == pytest.approx(free.weights, abs=1e-2)


@pytest.mark.parametrize("prior", [None, PRIOR])
def test_no_weight_falls_below_zero_and_designed_ones_are_kept(rows, prior):
    model = fit_logistic(*rows, FEATURES, {"b": 0.3}, 1.0, prior)
    assert min(model.weights) >= 0
    assert model.weights[1] == 0.3


def test_labels_that_are_all_alike_leave_a_finite_intercept(rows):
    model = fit_logistic(rows[0], np.ones(200), FEATURES, {}, 1.0, PRIOR)
    assert abs(model.intercept) < 20


def test_a_choice_is_drawn_to_its_prior_too(choices):
    fixed = [False, True, False]
    held = fit_choice(*choices, fixed, 1e6, PRIOR.weights)
    assert held == pytest.approx([2.0, 0.0, 1.0], abs=1e-2)
    between = fit_choice(*choices, fixed, 1.0, PRIOR.weights)
    assert between[2] < held[2]
    assert between.min() >= 0


def test_calibration_is_drawn_to_the_factor_one(rows):
    scores, labels = rows[0][:, 0], rows[1]
    assert calibrated(scores, labels, 1e6, -1.0)[1] == pytest.approx(1.0, abs=1e-3)
    assert calibrated(scores, labels, 1e-6, -1.0) == pytest.approx(calibrated(scores, labels), abs=1e-2)
