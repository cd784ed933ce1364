"""Lexical index: hashed words and character n-grams as sparse rows of length 1."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.domain.names import hashed, ngrams, normal_name

#: Buckets of the hashed tokens; collisions are rare enough at this size.
BUCKETS = 1 << 18

Matrix = sparse.csr_matrix
Postings = sparse.csc_matrix
Counts = NDArray[np.int32]


@lru_cache(maxsize=1 << 12)
def name_tokens(name: str) -> frozenset[int]:
    """Buckets of the words and character n-grams of a name."""
    return frozenset(normal_name_tokens(normal_name(name)))


def normal_name_tokens(normal: str) -> set[int]:
    """Buckets of the words and character n-grams of a name in its comparable form."""
    return set().union(*map(_spelling, normal.split()))


def text_tokens(text: str) -> set[int]:
    """Buckets of the words of a text and of their beginnings, so that inflected and compound words meet."""
    return set().union(*map(_word_and_beginning, normal_name(text).split()))


# Few words make up most names; hashing each n-gram anew took most of the time of building an index.
@lru_cache(maxsize=1 << 13)
def _spelling(word: str) -> tuple[int, ...]:
    return tuple({hashed(token, BUCKETS) for token in (word, *ngrams(word, (3, 4)))})


@lru_cache(maxsize=1 << 13)
def _word_and_beginning(word: str) -> tuple[int, ...]:
    return tuple(hashed(token, BUCKETS) for token in ([word, word[:5] + "*"] if len(word) > 5 else [word]))


def token_rows(texts: Iterable[Iterable[int]]) -> Matrix:
    """One sparse row of length 1 a text, from the buckets of its tokens; a token counts once."""
    indices: list[int] = []
    ends = [0]
    for tokens in texts:
        indices += sorted(set(tokens))
        ends.append(len(indices))
    sizes = np.diff(ends)
    weights = np.repeat(1.0 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    data = (weights, np.array(indices, dtype=np.int32), np.array(ends, dtype=np.int64))
    return sparse.csr_matrix(data, shape=(len(sizes), BUCKETS))


def frequencies(rows: Matrix) -> Counts:
    """In how many rows each bucket occurs."""
    return np.bincount(rows.indices, minlength=BUCKETS).astype(np.int32)


def query_rows(queries: Sequence[Iterable[int]], found_in: Counts, total: int) -> Matrix:
    """Queries as sparse rows of length 1 in which rare tokens weigh more (inverse document frequency)."""
    rows = token_rows(queries)
    rows.data = rows.data * np.log((2.0 + total) / (1.0 + found_in[rows.indices])).astype(np.float32)
    sizes = np.diff(rows.indptr)
    of_query = np.repeat(np.arange(len(sizes)), sizes)
    lengths = np.sqrt(np.bincount(of_query, weights=rows.data**2, minlength=len(sizes)))
    rows.data = (rows.data / lengths[of_query]).astype(np.float32)
    return rows


def likeness(rows: Matrix, queries: Matrix) -> NDArray[np.float32]:
    """Inner products, shape (queries, rows)."""
    return np.asarray((queries @ rows.T).toarray(), dtype=np.float32)


def likeness_at(rows: Matrix, queries: Matrix, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
    """Inner products with the chosen rows only, shape (queries, chosen)."""
    return likeness(sparse.csr_matrix(rows[chosen]), queries)


def likeness_of_all(postings: Postings, query: Matrix) -> NDArray[np.float32]:
    """Inner products of one query with all rows, by the rows of its tokens alone: a large directory costs little more."""
    return np.asarray(postings[:, query.indices] @ query.data, dtype=np.float32)[np.newaxis]
