"""The fitted role model is the one that serving loads."""

import numpy as np

from service.matching.name_words import NameWords
from service.matching.recognition import RoleModel
from training.role_fit import Ridge, fit_roles, name_features

NAMES = ["Jobcenter Nord", "Jobcenter Süd", "Moschee Nord", "Fatih Moschee", "Gymnasium Süd", "Gymnasium Nord"]
WORDS = NameWords({"place": frozenset({"nord"})}, frozenset())
LABELS = np.array([0, 0, 1, 1, 2, 2])


def fitted():
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((len(NAMES), 4)).astype(np.float32)
    features = name_features(NAMES, WORDS, vectors, 256)
    weights = fit_roles(features, LABELS, np.ones(len(NAMES), dtype=np.float32), 3, Ridge(0.01, 0.01))
    return features, vectors, weights


def test_words_and_ngrams_count_alike_however_long_the_name_is():
    features, _, _ = fitted()
    lengths = (features.tokens.multiply(features.tokens)).sum(axis=1)
    assert (lengths > 1.9).all()
    assert (lengths < 2.6).all()


def test_a_blank_name_has_no_features():
    features = name_features(["", "Jobcenter"], WORDS, np.zeros((2, 1), dtype=np.float32), 64)
    assert features.tokens[[0]].nnz == 0


def test_it_learns_its_names():
    features, _, weights = fitted()
    assert (weights.logits(features).argmax(axis=1) == LABELS).all()


def test_serving_computes_the_same_probabilities():
    features, vectors, weights = fitted()
    served = RoleModel(("a", "b", "c"), WORDS, weights.tokens, weights.vectors, weights.bias)
    chances = served.probabilities(NAMES, vectors)
    logits = weights.logits(features)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    assert np.allclose(chances, powers / powers.sum(axis=1, keepdims=True), atol=1e-5)


def test_fitting_twice_gives_the_same_weights():
    assert np.array_equal(fitted()[2].tokens, fitted()[2].tokens)
