"""Role models that have not seen the Kreis they are asked about."""

from collections import Counter

import numpy as np
import pytest

from service.matching.name_words import NameWords
from training.crossfit import cross_fit
from training.names import NamedRole, RealNames
from training.options import TrainingOptions
from training.role_fit import name_features
from training.roles import Corpus

KEYS = ("faith", "job", "other")
WORDS = NameWords({"place": frozenset({"nord", "sued"})}, frozenset())
ROWS = tuple(
    NamedRole(f"{word} {place} {kreis}", role, kreis)
    for kreis in ("01001", "02000", "03001")
    for place in ("Nord", "Süd")
    for word, role in (("Jobcenter", "job"), ("Moschee", "faith"))
)


class Letters:
    """Counts letters: enough for vectors that differ."""

    name, fingerprint, dimension = "letters", "letters", 26

    def encode(self, texts):
        counts = [[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts]
        return np.array(counts, dtype=np.float32)


@pytest.fixture(scope="module")
def fitted():
    options = TrainingOptions(folds=3, buckets=512, ridge_tokens=0.01, ridge_vector=1.0)
    names = [row.name for row in ROWS]
    features = name_features(names, WORDS, Letters().encode(names), options.buckets)
    labels = np.array([KEYS.index(row.role) for row in ROWS])
    corpus = Corpus(RealNames(ROWS, Counter()), WORDS, 0, features, labels, np.ones(len(ROWS), dtype=np.float32))
    return cross_fit(corpus, KEYS, ["01001", "02000", "03001"], Letters(), options)


def test_every_kreis_has_the_model_that_does_not_know_it(fitted):
    assert sorted(fitted.fold_of.values()) == [0, 1, 2]
    assert len(fitted.models) == 3


def test_unseen_names_are_recognised_as_serving_would(fitted):
    told = fitted.recognise(["Jobcenter West", "Moschee West", "—"], "01001")
    assert [member.role for member in told] == ["job", "faith", "other"]
    assert told[2].confidence == 0.0


def test_probabilities_sum_to_one(fitted):
    chances = fitted.probabilities(["Jobcenter", "Moschee Süd"], "02000")
    np.testing.assert_allclose(chances.sum(axis=1), 1.0, atol=1e-5)
