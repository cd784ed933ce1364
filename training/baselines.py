"""Today's peers, to be judged on the same cases: lexical search, a transformer, n-grams, and recommenders of networks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.names import normal_name
from training.names import NamedRole

Matrix = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]

#: Constant of reciprocal rank fusion (Cormack et al. 2009).
_FUSION = 60
#: Nearest names and networks that vote.
_NEIGHBOURS = 10


@dataclass(frozen=True)
class RoleBaseline:
    """Scores of roles for names, shape (names, roles), learned from names with known roles."""

    name: str
    scores: Callable[[Sequence[NamedRole], Sequence[str], Sequence[str]], Matrix]


def role_baselines(encode: Encode) -> list[RoleBaseline]:
    """Logistic regression over n-grams, nearest names by BM25 and by a transformer, and their fusion."""
    single = [
        RoleBaseline("char-n-gram logistic regression", ngram_regression),
        RoleBaseline("BM25 nearest names", lambda seen, names, keys: votes(seen, bm25_names(seen, names), keys)),
        RoleBaseline(
            "all-MiniLM-L6-v2 + FAISS nearest names",
            lambda seen, names, keys: votes(seen, cosine([row.name for row in seen], names, encode), keys),
        ),
    ]

    def fusion(seen: Sequence[NamedRole], names: Sequence[str], keys: Sequence[str]) -> Matrix:
        return fused([baseline.scores(seen, names, keys) for baseline in single])

    return [*single, RoleBaseline("fusion of the three", fusion)]


def ngram_regression(seen: Sequence[NamedRole], names: Sequence[str], keys: Sequence[str]) -> Matrix:
    """Multinomial logistic regression over character n-grams."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = LogisticRegression(C=30.0, max_iter=200)
    model.fit(words.fit_transform([row.name for row in seen]), [row.role for row in seen])
    chances = model.predict_proba(words.transform(names))
    scores = np.zeros((len(names), len(keys)))
    for column, key in enumerate(model.classes_):
        scores[:, list(keys).index(key)] = chances[:, column]
    return scores


def bm25_names(seen: Sequence[NamedRole], names: Sequence[str]) -> Matrix:
    """BM25 scores of known names for each name."""
    return bm25([row.name for row in seen], names)


def votes(seen: Sequence[NamedRole], likeness: Matrix, keys: Sequence[str]) -> Matrix:
    """Roles by the summed likeness of the nearest known names."""
    column = {key: number for number, key in enumerate(keys)}
    role = np.array([column[row.role] for row in seen])
    scores = np.zeros((len(likeness), len(keys)))
    for row, near in enumerate(np.argsort(-likeness, axis=1, kind="stable")[:, :_NEIGHBOURS]):
        np.add.at(scores[row], role[near], np.maximum(likeness[row, near], 0.0))
    return scores


def bm25(texts: Sequence[str], queries: Sequence[str]) -> Matrix:
    """BM25 scores (bm25s), shape (queries, texts); words are folded, without stop words."""
    import bm25s

    index = bm25s.BM25()
    index.index([normal_name(text).split() or ["-"] for text in texts], show_progress=False)
    return np.stack([np.asarray(index.get_scores(normal_name(query).split() or ["-"])) for query in queries]).astype(
        float
    )


def cosine(texts: Sequence[str], queries: Sequence[str], encode: Encode) -> Matrix:
    """Cosine of a transformer's vectors by exact FAISS search, shape (queries, texts)."""
    import faiss

    vectors = np.ascontiguousarray(encode(texts), dtype=np.float32)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    found, rows = index.search(np.ascontiguousarray(encode(queries), dtype=np.float32), len(texts))
    scores = np.zeros((len(queries), len(texts)))
    np.put_along_axis(scores, rows, found, axis=1)
    return scores


def fused(scores: Sequence[Matrix]) -> Matrix:
    """Reciprocal rank fusion of several scorings of the same items."""
    ranks = [np.argsort(np.argsort(-one, axis=1, kind="stable"), axis=1, kind="stable") for one in scores]
    return np.asarray(sum(1.0 / (_FUSION + 1 + rank) for rank in ranks), dtype=np.float64)


def popular_roles(held: Matrix, present: Matrix) -> Matrix:
    """The share of networks that seat each role."""
    return np.asarray(held.mean(axis=0), dtype=np.float64)


def co_members(held: Matrix, present: Matrix) -> Matrix:
    """What the nearest networks by the roles present seat."""
    mine = (present > 0).astype(float)
    alike = (held @ mine) / np.sqrt(np.maximum(held.sum(axis=1) * mine.sum(), 1.0))
    near = np.argsort(-alike, kind="stable")[:_NEIGHBOURS]
    return np.asarray(alike[near] @ held[near] + 1e-6 * held.mean(axis=0), dtype=np.float64)


def ease(held: Matrix, present: Matrix, ridge: float = 20.0) -> Matrix:
    """EASE (Steck 2019): a linear item model in closed form."""
    inverse = np.linalg.inv(held.T @ held + ridge * np.eye(held.shape[1]))
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray((present > 0).astype(float) @ weights, dtype=np.float64)
