"""Exact inner products over a fixed set of vectors (FAISS flat index)."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

# One thread a search: requests run in parallel already, and a fork after a parallel search can hang.
faiss.omp_set_num_threads(1)


class VectorIndex:
    """Vectors that never change, numbered from 0."""

    def __init__(self, vectors: Vectors) -> None:
        if vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise ValueError("vectors must be a table of finite numbers")
        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    @classmethod
    def read(cls, path: Path) -> "VectorIndex":
        """The index kept in a file, whose checksum the caller has verified."""
        instance = cls.__new__(cls)
        instance._index = faiss.read_index(str(path))
        return instance

    def write(self, path: Path) -> None:
        """Keep the index in a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self._index.d)

    @property
    def vectors(self) -> Vectors:
        """All vectors, shape (n, dimension), as a view of the index's own memory."""
        if not len(self):
            return np.zeros((0, self.dimension), dtype=np.float32)
        flat = faiss.rev_swig_ptr(self._index.get_xb(), len(self) * self.dimension)
        return np.asarray(flat, dtype=np.float32).reshape(len(self), self.dimension)

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """Inner products of a query with the vectors at the rows; raises ValueError for another dimension."""
        self._check(query)
        if 2 * len(rows) > len(self):
            # Copying most of the vectors would take longer than multiplying them all.
            return np.asarray((self.vectors @ query)[rows], dtype=np.float32)
        return np.asarray(self.vectors[rows] @ query, dtype=np.float32)

    def nearest(self, query: Vectors, rows: Rows, n: int) -> tuple[Rows, Vectors]:
        """The n rows among the given ones with the greatest inner product, and these products.

        Raises ValueError for a query of another dimension.
        """
        self._check(query)
        if not len(rows) or n <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        selector = faiss.IDSelectorBatch(np.ascontiguousarray(rows, dtype=np.int64))
        parameters: Any = faiss.SearchParameters()
        parameters.sel = selector
        scores, found = self._index.search(query.reshape(1, -1), min(n, len(rows)), params=parameters)
        real = found[0] >= 0
        return found[0][real].astype(np.int64), scores[0][real]

    def _check(self, query: Vectors) -> None:
        if query.shape != (self.dimension,):
            raise ValueError(f"the query has shape {query.shape}, the index {self.dimension} dimensions")
