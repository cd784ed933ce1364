import pathlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.retrieval.vectors import VectorIndex

VECTORS = np.random.default_rng(3).normal(size=(50, 8)).astype(np.float32)
QUERY = np.random.default_rng(4).normal(size=8).astype(np.float32)


@given(st.lists(st.integers(0, 49), unique=True), st.integers(0, 60))
def test_neighbours_and_scores_are_those_of_brute_force(chosen: list[int], n: int):
    index, rows = VectorIndex(VECTORS), np.array(sorted(chosen), dtype=np.int64)
    exact = VECTORS[rows] @ QUERY
    np.testing.assert_allclose(index.scores(QUERY, rows), exact, atol=1e-5)
    found, scores = index.nearest(QUERY, rows, n)
    order = np.argsort(-exact)[:n]
    assert found.tolist() == rows[order].tolist()
    np.testing.assert_allclose(scores, exact[order], atol=1e-5)


def test_the_vectors_are_kept_as_they_are(tmp_path: pathlib.Path):
    VectorIndex(VECTORS).write(tmp_path / "vectors.faiss")
    loaded = VectorIndex.read(tmp_path / "vectors.faiss")
    assert (len(loaded), loaded.dimension) == VECTORS.shape
    np.testing.assert_array_equal(loaded.vectors, VECTORS)


def test_an_index_may_be_empty():
    index, nothing = VectorIndex(np.zeros((0, 8), dtype=np.float32)), np.zeros(0, dtype=np.int64)
    assert not len(index)
    assert index.vectors.shape == (0, 8)
    assert not len(index.scores(QUERY, nothing))
    assert not len(index.nearest(QUERY, nothing, 5)[0])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_vector_that_is_not_finite_is_refused(value: float):
    with pytest.raises(ValueError, match="finite"):
        VectorIndex(np.array([[0.0, value]], dtype=np.float32))


def test_a_query_of_another_dimension_is_refused():
    index, rows = VectorIndex(VECTORS), np.arange(50)
    with pytest.raises(ValueError, match="dimensions"):
        index.scores(QUERY[:5], rows)
    with pytest.raises(ValueError, match="dimensions"):
        index.nearest(QUERY[:5], rows, 3)
