"""A segment: immutable columns of organisations, ordered by id, with their vectors and lexical rows."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from service.domain.names import hashed, normal_name
from service.domain.organisations import Organisation
from service.domain.places import canonical
from service.domain.taxonomy import OTHER, Staffing, Taxonomy
from service.retrieval.encoder import Encoder
from service.retrieval.lexical import (
    Counts,
    Matrix,
    Postings,
    frequencies,
    likeness_at,
    likeness_of_all,
    normal_name_tokens,
    text_tokens,
    token_rows,
)
from service.retrieval.profile import profile_text
from service.retrieval.vectors import VectorIndex

Facet = tuple[str, str]
Rows = NDArray[np.int64]
Entry = TypeVar("Entry")

#: Columns that are numpy arrays, with their types; the others are lists with one entry a row.
ARRAYS = {
    "roles": np.int16,
    "confidences": np.float32,
    "staffing": np.int8,
    "described": np.bool_,
    "unverified": np.bool_,
    "generations": np.int64,
    "name_keys": np.int64,
}
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
    name_keys: NDArray[np.int64]
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
    def _rows_by_name(self) -> tuple[NDArray[np.int64], Rows]:
        order = np.argsort(self.name_keys, kind="stable")
        return self.name_keys[order], order

    @cached_property
    def name_frequencies(self) -> Counts:
        """In how many names each bucket occurs."""
        return frequencies(self.name_rows)

    @cached_property
    def text_frequencies(self) -> Counts:
        """In how many profiles each bucket occurs."""
        return frequencies(self.text_rows)

    @cached_property
    def _postings(self) -> dict[str, Postings]:
        return {name: sparse.csc_matrix(getattr(self, name)) for name in ("name_rows", "text_rows")}

    def likeness(self, name: str, queries: Matrix, rows: Rows) -> NDArray[np.float32]:
        """Inner products of queries with the "name_rows" or "text_rows" at the rows, shape (queries, rows)."""
        if queries.shape[0] == 1 and 2 * len(rows) > len(self):
            return likeness_of_all(self._postings[name], queries)[:, rows]
        return likeness_at(getattr(self, name), queries, rows)

    def prepare(self) -> None:
        """Build what questions look things up in, so that no question has to wait for it."""
        _ = self._prefixes_in_order, self._rows_by_name, self.name_frequencies, self.text_frequencies, self._postings

    def rows_named(self, normal: str) -> list[int]:
        """Rows whose comparable name is the given one, ascending."""
        keys, rows = self._rows_by_name
        first, last = np.searchsorted(keys, name_key(normal) + np.arange(2))
        return [row for row in rows[first:last].tolist() if normal_name(self.names[row]) == normal]

    def rows_of_place(self, prefix: str) -> Rows:
        """Rows of the organisations with a place that contains the given one or is contained in it, ascending."""
        key = canonical(prefix)
        found = [self._rows_of_prefix[key[:n]] for n in range(len(key)) if key[:n] in self._rows_of_prefix]
        for at in range(bisect_left(self._prefixes_in_order, key), len(self._prefixes_in_order)):
            if not self._prefixes_in_order[at].startswith(key):
                break
            found.append(self._rows_of_prefix[self._prefixes_in_order[at]])
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def name_key(normal: str) -> int:
    """The number by which a comparable name is looked up; two names may share one."""
    return hashed(normal, 1 << 32)


def make_segment(organisations: Sequence[Organisation], taxonomy: Taxonomy, encoder: Encoder) -> Segment:
    """Columns of the organisations; the last one of an id wins. A role that is no longer in the taxonomy is OTHER."""
    ordered = [item for _, item in sorted({item.id: item for item in organisations}.items())]
    number = {key: position for position, key in enumerate(taxonomy.role_keys)}
    staffing = list(Staffing)
    texts = [profile_text(item, taxonomy) for item in ordered]
    normal_names = [normal_name(item.name) for item in ordered]
    return Segment(
        ids=[item.id for item in ordered],
        names=[item.name for item in ordered],
        prefixes=shared(tuple(sorted({canonical(prefix) for prefix in item.prefixes})) for item in ordered),
        facets=shared(facets_of(item) for item in ordered),
        roles=np.array([number.get(item.role, number[OTHER]) for item in ordered], dtype=np.int16),
        confidences=np.array([item.role_confidence for item in ordered], dtype=np.float32),
        staffing=np.array([staffing.index(item.staffing) for item in ordered], dtype=np.int8),
        described=np.array([bool(item.description) for item in ordered], dtype=np.bool_),
        unverified=np.array([item.unverified for item in ordered], dtype=np.bool_),
        generations=np.zeros(len(ordered), dtype=np.int64),
        name_keys=np.array([name_key(normal) for normal in normal_names], dtype=np.int64),
        vectors=VectorIndex(encoder.encode(texts)),
        name_rows=token_rows(map(normal_name_tokens, normal_names)),
        text_rows=token_rows(map(text_tokens, texts)),
    )


def facets_of(organisation: Organisation) -> tuple[Facet, ...]:
    """What an organisation states of itself: languages, denomination, audiences and origins."""
    stated = [("language", language) for language in organisation.languages]
    stated += [("denomination", organisation.denomination)] if organisation.denomination else []
    stated += [("audience", audience) for audience in organisation.audiences]
    return tuple(stated + [("origin", origin) for origin in organisation.origins])


def shared(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with equal ones as one object: few places and facets stand in very many rows."""
    known: dict[Entry, Entry] = {}
    return [known.setdefault(entry, entry) for entry in entries]


def combine(parts: Sequence[tuple[Segment, Rows]]) -> Segment:
    """One segment of the given rows of several, ordered by id; no id may occur twice."""
    taken = {
        name: [
            column[row]
            for column, rows in [(getattr(segment, name), rows.tolist()) for segment, rows in parts]
            for row in rows
        ]
        for name in LISTS
    }
    order = sorted(range(len(taken["ids"])), key=taken["ids"].__getitem__)
    lists: dict[str, Any] = {name: [entries[i] for i in order] for name, entries in taken.items()}
    lists |= {name: shared(lists[name]) for name in ("prefixes", "facets")}
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


def joined(segments: Sequence[Segment]) -> Segment:
    """One segment of several (at least one) that have no id in common, such as the batches of a large load."""
    return combine([(segment, np.arange(len(segment))) for segment in segments])


def written_at(segment: Segment, generation: int) -> Segment:
    """The segment as written by one change of the directory."""
    return replace(segment, generations=np.full(len(segment), generation, dtype=np.int64))


def empty_segment(dimension: int) -> Segment:
    """A segment without rows."""
    columns: dict[str, Any] = dict.fromkeys(LISTS, ())
    columns |= {name: np.zeros(0, dtype=kind) for name, kind in ARRAYS.items()}
    vectors = VectorIndex(np.zeros((0, dimension), dtype=np.float32))
    return Segment(**columns, vectors=vectors, name_rows=token_rows([]), text_rows=token_rows([]))
