"""Lexical index: hashed words and character n-grams as sparse rows of length 1."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.domain.names import hashed, ngrams, normal_name

#: Buckets of the hashed tokens; collisions are rare enough at this size.
BUCKETS = 1 << 18

Matrix = sparse.csr_matrix


def name_tokens(name: str) -> Iterator[str]:
    """Words and character n-grams of a name."""
    normal = normal_name(name)
    yield from normal.split()
    yield from ngrams(normal, (3, 4))


def text_tokens(text: str) -> Iterator[str]:
    """Words of a text and their beginnings, so that inflected and compound words meet."""
    for word in normal_name(text).split():
        yield word
        if len(word) > 5:
            yield word[:5] + "*"


def token_rows(texts: Iterable[Iterator[str]]) -> Matrix:
    """One sparse row of length 1 a text; a token counts once."""
    indices: list[int] = []
    lengths: list[int] = [0]
    weights: list[float] = []
    for tokens in texts:
        buckets = sorted({hashed(token, BUCKETS) for token in tokens})
        indices += buckets
        weights += [float(len(buckets)) ** -0.5] * len(buckets) if buckets else []
        lengths.append(len(indices))
    data = (np.array(weights, dtype=np.float32), np.array(indices, dtype=np.int32), np.array(lengths, dtype=np.int64))
    return sparse.csr_matrix(data, shape=(len(lengths) - 1, BUCKETS))


def frequencies(rows: Matrix) -> NDArray[np.int64]:
    """In how many rows each bucket occurs."""
    return np.bincount(rows.indices, minlength=BUCKETS)


def query_rows(queries: Sequence[Iterator[str]], found_in: NDArray[np.int64], total: int) -> Matrix:
    """Queries as sparse rows of length 1 in which rare tokens weigh more (inverse document frequency)."""
    rows = token_rows(queries)
    rows.data = rows.data * np.log((2.0 + total) / (1.0 + found_in[rows.indices])).astype(np.float32)
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).A1
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ rows)


def likeness(rows: Matrix, queries: Matrix) -> NDArray[np.float32]:
    """Inner products, shape (queries, rows)."""
    return np.asarray((queries @ rows.T).toarray(), dtype=np.float32)
