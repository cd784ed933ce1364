import numpy as np
import pytest

from training.baselines import bm25, co_members, cosine, ease, fused, popular_roles, role_baselines
from training.names import NamedRole

SEEN = [
    NamedRole("Jobcenter Nord", "job"),
    NamedRole("Moschee Fatih", "faith"),
    NamedRole("Jobcenter Süd", "job"),
    NamedRole("Moschee Ulm", "faith"),
]
HELD = np.array([[1, 1, 0], [1, 1, 0], [0, 1, 1]], dtype=float)


def letters(texts):
    """Vectors that count letters: enough for like words to be alike."""
    counts = np.array([[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
    return (counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1)).astype(np.float32)


@pytest.mark.parametrize("baseline", role_baselines(letters), ids=lambda baseline: baseline.name)
def test_every_role_baseline_knows_what_it_has_seen(baseline):
    scores = baseline.scores(SEEN, ["Jobcenter West", "Moschee Selimiye"], ("faith", "job"))
    assert scores.shape == (2, 2)
    assert scores.argmax(axis=1).tolist() == [1, 0]


def test_text_scores_have_a_row_a_question():
    texts = ["Beratung für Frauen", "Fußball"]
    assert bm25(texts, ["Frauen", "!"]).shape == (2, 2)
    assert bm25(texts, ["Frauen"]).argmax() == 0
    assert cosine(texts, ["fussball", "frauen"], letters).argmax(axis=1).tolist() == [1, 0]


def test_fusion_prefers_what_both_place_high():
    assert fused([np.array([[3.0, 2.0, 1.0]]), np.array([[1.0, 3.0, 2.0]])]).argmax() == 1


@pytest.mark.parametrize("recommend", [popular_roles, co_members, ease])
def test_recommenders_name_the_companion(recommend):
    scores = recommend(HELD, np.array([1.0, 0.0, 0.0]))
    assert scores[1] > scores[2]
