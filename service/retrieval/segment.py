"""A segment: immutable columns of organisations, ordered by id, with their vectors and lexical rows."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.domain.names import normal_name
from service.domain.organisations import Organisation
from service.domain.places import canonical
from service.domain.taxonomy import Staffing, Taxonomy
from service.retrieval.encoder import Encoder
from service.retrieval.lexical import Matrix, name_tokens, text_tokens, token_rows
from service.retrieval.profile import profile_text
from service.retrieval.vectors import VectorIndex

Facet = tuple[str, str]
Rows = NDArray[np.int64]

#: Columns that are numpy arrays; the others are lists with one entry a row.
ARRAYS = ("roles", "confidences", "staffing", "described", "unverified", "generations")
LISTS = ("ids", "names", "prefixes", "facets")


@dataclass(frozen=True)
class Segment:
    """Columns of n organisations ordered by id; `roles` numbers the roles, `staffing` the values of Staffing."""

    ids: Sequence[str]
    names: Sequence[str]
    prefixes: Sequence[tuple[str, ...]]
    facets: Sequence[tuple[Facet, ...]]
    roles: NDArray[np.int16]
    confidences: NDArray[np.float32]
    staffing: NDArray[np.int8]
    described: NDArray[np.bool_]
    unverified: NDArray[np.bool_]
    generations: NDArray[np.int64]
    vectors: VectorIndex
    name_rows: Matrix
    text_rows: Matrix

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, organisation_id: str) -> int | None:
        """The row of an id."""
        at = bisect_left(self.ids, organisation_id)
        return at if at < len(self.ids) and self.ids[at] == organisation_id else None

    @cached_property
    def _rows_of_prefix(self) -> dict[str, Rows]:
        rows: dict[str, list[int]] = {}
        for row, prefixes in enumerate(self.prefixes):
            for prefix in prefixes:
                rows.setdefault(prefix, []).append(row)
        return {prefix: np.array(found, dtype=np.int64) for prefix, found in rows.items()}

    @cached_property
    def _prefixes_in_order(self) -> list[str]:
        return sorted(self._rows_of_prefix)

    @cached_property
    def rows_of_name(self) -> dict[str, list[int]]:
        """Rows by comparable name."""
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(self.names):
            rows.setdefault(normal_name(name), []).append(row)
        return rows

    def rows_of_place(self, prefix: str) -> Rows:
        """Rows of the organisations with a place that contains the given one or is contained in it, ascending."""
        key = canonical(prefix)
        found = [self._rows_of_prefix[key[:n]] for n in range(len(key)) if key[:n] in self._rows_of_prefix]
        for at in range(bisect_left(self._prefixes_in_order, key), len(self._prefixes_in_order)):
            if not self._prefixes_in_order[at].startswith(key):
                break
            found.append(self._rows_of_prefix[self._prefixes_in_order[at]])
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def make_segment(organisations: Sequence[Organisation], taxonomy: Taxonomy, encoder: Encoder) -> Segment:
    """Columns of the organisations; the last one of an id wins."""
    ordered = [item for _, item in sorted({item.id: item for item in organisations}.items())]
    number = {key: position for position, key in enumerate(taxonomy.role_keys)}
    staffing = list(Staffing)
    texts = [profile_text(item, taxonomy) for item in ordered]
    return Segment(
        ids=[item.id for item in ordered],
        names=[item.name for item in ordered],
        prefixes=[tuple(sorted({canonical(prefix) for prefix in item.prefixes})) for item in ordered],
        facets=[facets_of(item) for item in ordered],
        roles=np.array([number[item.role] for item in ordered], dtype=np.int16),
        confidences=np.array([item.role_confidence for item in ordered], dtype=np.float32),
        staffing=np.array([staffing.index(item.staffing) for item in ordered], dtype=np.int8),
        described=np.array([bool(item.description) for item in ordered], dtype=np.bool_),
        unverified=np.array([item.unverified for item in ordered], dtype=np.bool_),
        generations=np.zeros(len(ordered), dtype=np.int64),
        vectors=VectorIndex(encoder.encode(texts)),
        name_rows=token_rows(name_tokens(item.name) for item in ordered),
        text_rows=token_rows(text_tokens(text) for text in texts),
    )


def facets_of(organisation: Organisation) -> tuple[Facet, ...]:
    """What an organisation states of itself: languages, denomination, audiences and origins."""
    stated = [("language", language) for language in organisation.languages]
    stated += [("denomination", organisation.denomination)] if organisation.denomination else []
    stated += [("audience", audience) for audience in organisation.audiences]
    return tuple(stated + [("origin", origin) for origin in organisation.origins])


def combine(parts: Sequence[tuple[Segment, Rows]]) -> Segment:
    """One segment of the given rows of several, ordered by id; no id may occur twice."""
    ids = [segment.ids[row] for segment, rows in parts for row in rows]
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    lists: dict[str, Any] = {
        name: [values[i] for values in [[getattr(s, name)[row] for s, rows in parts for row in rows]] for i in order]
        for name in LISTS
    }
    arrays: dict[str, Any] = {
        name: np.concatenate([getattr(s, name)[rows] for s, rows in parts])[order] for name in ARRAYS
    }
    return Segment(
        **lists,
        **arrays,
        vectors=VectorIndex(np.concatenate([s.vectors.vectors[rows] for s, rows in parts])[order]),
        name_rows=sparse.csr_matrix(sparse.vstack([s.name_rows[rows] for s, rows in parts], format="csr")[order]),
        text_rows=sparse.csr_matrix(sparse.vstack([s.text_rows[rows] for s, rows in parts], format="csr")[order]),
    )


def written_at(segment: Segment, generation: int) -> Segment:
    """The segment as written by one change of the directory."""
    return replace(segment, generations=np.full(len(segment), generation, dtype=np.int64))


def empty_segment(dimension: int) -> Segment:
    """A segment without rows."""
    columns: dict[str, Any] = dict.fromkeys(LISTS, ())
    kinds = (np.int16, np.float32, np.int8, np.bool_, np.bool_, np.int64)
    columns |= {name: np.zeros(0, dtype=kind) for name, kind in zip(ARRAYS, kinds, strict=True)}
    vectors = VectorIndex(np.zeros((0, dimension), dtype=np.float32))
    return Segment(**columns, vectors=vectors, name_rows=token_rows([]), text_rows=token_rows([]))
