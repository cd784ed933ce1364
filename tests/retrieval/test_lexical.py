import numpy as np
import pytest
from scipy import sparse

from service.domain.names import hashed, ngrams
from service.retrieval.lexical import (
    BUCKETS,
    frequencies,
    likeness,
    likeness_at,
    likeness_of_all,
    name_tokens,
    query_rows,
    text_tokens,
    token_rows,
)

NAMES = ["Türkischer Kulturverein e.V.", "Kulturverein Nord", "Caritasverband", "Jobcenter Coburg", "", "Verein"]
ROWS = token_rows(map(name_tokens, NAMES))


def test_a_name_is_its_words_and_their_ngrams():
    wanted = {"deutscher", "verein", *ngrams("deutscher verein", (3, 4))}
    assert name_tokens("Deutscher Verein e. V.") == {hashed(token, BUCKETS) for token in wanted}


def test_rows_have_length_one_and_no_text_gives_an_empty_row():
    lengths = np.sqrt(np.asarray(ROWS.multiply(ROWS).sum(axis=1)).ravel())
    np.testing.assert_allclose(lengths, [1, 1, 1, 1, 0, 1], atol=1e-6)
    assert token_rows([]).shape == (0, BUCKETS)


def test_a_token_counts_once():
    assert (token_rows([[5, 3, 5]]) != token_rows([[3, 5]])).nnz == 0


@pytest.mark.parametrize("queries", [["Kulturverein"], ["Kulturverein", "", "Caritas-Verband Coburg"], [""]])
def test_likeness_is_that_of_brute_force(queries: list[str]):
    counts = frequencies(ROWS)
    wanted = query_rows([name_tokens(query) for query in queries], counts, len(NAMES))
    exact = wanted.toarray() @ ROWS.toarray().T
    np.testing.assert_allclose(likeness(ROWS, wanted), exact, atol=1e-6)
    if len(queries) == 1:
        np.testing.assert_allclose(likeness_of_all(sparse.csc_matrix(ROWS), wanted), exact, atol=1e-6)
    for chosen in ([], [2], [5, 0, 1, 3], list(range(6))):
        rows = np.array(chosen, dtype=np.int64)
        np.testing.assert_allclose(likeness_at(ROWS, wanted, rows), exact[:, rows], atol=1e-6)


def test_rare_words_weigh_more_than_common_ones():
    counts = frequencies(ROWS)
    scores = likeness(ROWS, query_rows([name_tokens("Verein Caritasverband")], counts, len(NAMES)))[0]
    assert scores[2] == scores.max()


def test_inflected_and_compound_words_meet_in_texts():
    assert text_tokens("Beratungen") & text_tokens("Beratungsstelle")
    assert not text_tokens("Schule") & text_tokens("Sport")
