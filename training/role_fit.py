"""Fitting the role model: multinomial logistic regression over exactly the features that serving computes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from service.matching.name_words import NameWords
from service.matching.recognition import RoleModel

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NameFeatures:
    """Features of n names: `tokens` is a sparse (n, buckets) matrix, `vectors` is (n, dimension)."""

    tokens: sparse.csr_array
    vectors: Floats

    def rows(self, chosen: NDArray[np.int64]) -> "NameFeatures":
        """The features of some of the names."""
        return NameFeatures(sparse.csr_array(self.tokens[chosen]), self.vectors[chosen])


def name_features(names: Sequence[str], words: NameWords, vectors: Floats, buckets: int) -> NameFeatures:
    """The features of names as RoleModel reads them; `vectors` are the names' embeddings."""
    empty = np.zeros((buckets, 1), dtype=np.float32)
    reader = RoleModel(("",), words, empty, np.zeros((0, 1), dtype=np.float32), np.zeros(1, dtype=np.float32))
    found = [reader.features(name) for name in names]
    starts = np.cumsum([0, *(len(columns) for columns, _ in found)])
    columns = np.concatenate([columns for columns, _ in found]) if found else np.zeros(0, dtype=np.int64)
    values = np.concatenate([values for _, values in found]) if found else np.zeros(0, dtype=np.float32)
    return NameFeatures(sparse.csr_array((values, columns, starts), shape=(len(names), buckets)), vectors)


@dataclass(frozen=True)
class Ridge:
    """Penalties of the token weights and of the vector weights."""

    tokens: float
    vectors: float


@dataclass(frozen=True)
class RoleWeights:
    """Weights of the role model: (buckets, roles), (dimension, roles) and (roles,)."""

    tokens: Floats
    vectors: Floats
    bias: Floats

    def logits(self, features: NameFeatures) -> Floats:
        """Log odds up to a constant a row, shape (names, roles)."""
        return np.asarray(features.tokens @ self.tokens + features.vectors @ self.vectors + self.bias, dtype=np.float32)


def fit_roles(
    features: NameFeatures,
    labels: NDArray[np.int64],
    weights: Floats,
    roles: int,
    ridge: Ridge,
    start: RoleWeights | None = None,
) -> RoleWeights:
    """Weights that minimise sum(weight x -log p(label)) + ridge / 2 x |weights|^2, by L-BFGS from zero or from `start`."""
    buckets, dimension = features.tokens.shape[1], features.vectors.shape[1]
    sizes = (buckets * roles, (buckets + dimension) * roles)
    transposed = sparse.csr_array(features.tokens.T)
    truth = np.zeros((len(labels), roles), dtype=np.float32)
    truth[np.arange(len(labels)), labels] = 1.0

    def unpack(flat: NDArray[np.float64]) -> RoleWeights:
        tokens, vectors, bias = np.split(flat.astype(np.float32), sizes)
        return RoleWeights(tokens.reshape(buckets, roles), vectors.reshape(dimension, roles), bias)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        now = unpack(flat)
        logits = now.logits(features)
        logits -= logits.max(axis=1, keepdims=True)
        powers = np.exp(logits)
        totals = powers.sum(axis=1, keepdims=True)
        value = float(weights @ (np.log(totals[:, 0]) - logits[np.arange(len(labels)), labels]))
        slope = weights[:, None] * (powers / totals - truth)
        value += 0.5 * (ridge.tokens * float((now.tokens**2).sum()) + ridge.vectors * float((now.vectors**2).sum()))
        parts = (
            transposed @ slope + ridge.tokens * now.tokens,
            features.vectors.T @ slope + ridge.vectors * now.vectors,
            slope.sum(axis=0),
        )
        return value, np.concatenate([part.ravel() for part in parts]).astype(np.float64)

    first = np.zeros(sizes[1] + roles)
    if start is not None:
        first = np.concatenate([start.tokens.ravel(), start.vectors.ravel(), start.bias]).astype(np.float64)
    options = {"maxiter": 120 if start is None else 40, "maxcor": 8}
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options=options)  # type: ignore[call-overload]
    return unpack(found.x)
