"""The served directory: a large immutable base and a small immutable delta, replaced as one object."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.retrieval.lexical import Counts, Matrix, frequencies, name_tokens, query_rows, text_tokens
from service.retrieval.segment import Rows, Segment, combine, empty_segment, written_at

#: A delta is merged into the base when it is larger than this and than a quarter of the base.
SMALL = 4096


@dataclass(frozen=True)
class Snapshot:
    """Rows are numbered base first, then delta; `hidden` are base rows that a later write replaced or removed."""

    base: Segment
    delta: Segment
    hidden: frozenset[int] = frozenset()
    deleted: Mapping[str, int] = field(default_factory=dict)
    generation: int = 0

    def __len__(self) -> int:
        return len(self.base) - len(self.hidden) + len(self.delta)

    def with_changes(self, changed: Segment, deleted: Collection[str], generation: int) -> "Snapshot":
        """The directory after a write; costs the delta, never the base."""
        written = set(changed.ids)
        touched = written.union(deleted)
        kept = np.array([row for row, one in enumerate(self.delta.ids) if one not in touched], dtype=np.int64)
        new = written_at(changed, generation)
        delta = combine([(self.delta, kept), (new, np.arange(len(new)))])
        covered = {row for one in touched if (row := self.base.row(one)) is not None}
        gone = {one: when for one, when in self.deleted.items() if one not in touched}
        gone |= dict.fromkeys(touched - written, generation)
        return Snapshot(self.base, delta, self.hidden | covered, gone, generation)

    def with_deleted(self, deleted: Collection[str], generation: int) -> "Snapshot":
        """The directory without some organisations."""
        return self.with_changes(empty_segment(self.base.vectors.dimension), deleted, generation)

    def needs_merge(self) -> bool:
        """Whether the delta, or what it hides, has grown too large beside the base."""
        return max(len(self.delta), len(self.hidden)) > max(SMALL, len(self.base) // 4)

    def merged(self) -> "Snapshot":
        """The same directory as one base without delta."""
        if not len(self.delta) and not self.hidden:
            return self
        kept = np.flatnonzero(self._visible[: len(self.base)])
        base = combine([(self.base, kept), (self.delta, np.arange(len(self.delta)))])
        base.prepare()
        return Snapshot(base, empty_segment(base.vectors.dimension), generation=self.generation)

    def following(self, current: "Snapshot", before: "Snapshot") -> "Snapshot":
        """This merged directory with what `current` has that `before`, which was merged, had not."""
        newer = np.flatnonzero(current.delta.generations > before.generation)
        deleted = [one for one, when in current.deleted.items() if when > before.generation]
        if not len(newer) and not deleted:
            return self
        snapshot = self.with_deleted(deleted, current.generation)
        return snapshot.with_changes(combine([(current.delta, newer)]), (), current.generation)

    @cached_property
    def _visible(self) -> NDArray[np.bool_]:
        visible = np.ones(len(self.base) + len(self.delta), dtype=np.bool_)
        visible[list(self.hidden)] = False
        return visible

    def rows_of_place(self, prefix: str | None) -> Rows:
        """Rows of the organisations of a place, by id; all of them for None and for Germany ("")."""
        if not prefix:
            base, delta = np.arange(len(self.base)), np.arange(len(self.delta))
        else:
            base, delta = self.base.rows_of_place(prefix), self.delta.rows_of_place(prefix)
        rows = base[self._visible[base]] if self.hidden else base
        if not len(delta):
            return rows
        return np.insert(rows, np.searchsorted(rows, self._delta_places[delta]), delta + len(self.base))

    @cached_property
    def _delta_places(self) -> Rows:
        """The base row before which each row of the delta stands in the order of ids."""
        return np.array([bisect_left(self.base.ids, one) for one in self.delta.ids], dtype=np.int64)

    def rows_named(self, normal: str) -> Rows:
        """Rows whose comparable name is the given one."""
        base = [row for row in self.base.rows_named(normal) if row not in self.hidden]
        return np.array(base + [row + len(self.base) for row in self.delta.rows_named(normal)], dtype=np.int64)

    def ids(self, rows: Sequence[int] | Rows) -> list[str]:
        """Ids of the rows."""
        return self._list("ids", rows)

    def names(self, rows: Sequence[int] | Rows) -> list[str]:
        """Names of the rows."""
        return self._list("names", rows)

    def prefixes(self, rows: Rows) -> list[tuple[str, ...]]:
        """Places of the rows."""
        return self._list("prefixes", rows)

    def facets(self, rows: Rows) -> list[tuple[tuple[str, str], ...]]:
        """Facets that the organisations state of themselves."""
        return self._list("facets", rows)

    def _list(self, name: str, rows: Sequence[int] | Rows) -> list[Any]:
        size, base, delta = len(self.base), getattr(self.base, name), getattr(self.delta, name)
        return [base[row] if row < size else delta[row - size] for row in np.asarray(rows, dtype=np.int64).tolist()]

    def roles(self, rows: Rows) -> NDArray[np.int16]:
        """Numbers of the roles."""
        found: NDArray[np.int16] = self._array("roles", rows)
        return found

    def confidences(self, rows: Rows) -> NDArray[np.float32]:
        """Confidences of the roles."""
        found: NDArray[np.float32] = self._array("confidences", rows)
        return found

    def staffing(self, rows: Rows) -> NDArray[np.int8]:
        """Numbers of the values of Staffing."""
        found: NDArray[np.int8] = self._array("staffing", rows)
        return found

    def described(self, rows: Rows) -> NDArray[np.bool_]:
        """Whether there is a description."""
        found: NDArray[np.bool_] = self._array("described", rows)
        return found

    def unverified(self, rows: Rows) -> NDArray[np.bool_]:
        """Whether nobody checked the record."""
        found: NDArray[np.bool_] = self._array("unverified", rows)
        return found

    def _array(self, name: str, rows: Rows) -> Any:
        base, delta = getattr(self.base, name), getattr(self.delta, name)
        return self._by_row(rows, lambda at: base[at], lambda at: delta[at])

    def _by_row(self, rows: Rows, of_base: Callable[[Rows], Any], of_delta: Callable[[Rows], Any]) -> Any:
        """Values of the rows (the last axis), each asked of the segment that holds it."""
        if not len(self.delta):
            return of_base(rows)
        in_base = rows < len(self.base)
        first, second = of_base(rows[in_base]), of_delta(rows[~in_base] - len(self.base))
        values = np.empty((*first.shape[:-1], len(rows)), dtype=first.dtype)
        values[..., in_base], values[..., ~in_base] = first, second
        return values

    def semantic_scores(self, vector: NDArray[np.float32], rows: Rows) -> NDArray[np.float32]:
        """Exact inner products of a query with the profiles at the rows."""
        base, delta = self.base.vectors, self.delta.vectors
        scores = self._by_row(rows, lambda at: base.scores(vector, at), lambda at: delta.scores(vector, at))
        return np.asarray(scores, dtype=np.float32)

    def nearest(self, vector: NDArray[np.float32], rows: Rows, n: int) -> Rows:
        """The n rows among the given ones whose profiles are closest to a query."""
        size = len(self.base)
        found, scores = self.base.vectors.nearest(vector, rows[rows < size], n)
        late, late_scores = self.delta.vectors.nearest(vector, rows[rows >= size] - size, n)
        both, score = np.concatenate([found, late + size]), np.concatenate([scores, late_scores])
        return both[np.argsort(-score, kind="stable")[:n]]

    def name_scores(self, queries: Sequence[str], rows: Rows) -> NDArray[np.float32]:
        """Likeness of names to queries by spelling, shape (queries, rows)."""
        wanted = query_rows([name_tokens(query) for query in queries], self._name_frequencies, len(self))
        return self._likeness("name_rows", wanted, rows)

    def text_scores(self, query: str, rows: Rows) -> NDArray[np.float32]:
        """Likeness of profiles to a query by words."""
        wanted = query_rows([text_tokens(query)], self._text_frequencies, len(self))
        scores: NDArray[np.float32] = self._likeness("text_rows", wanted, rows)[0]
        return scores

    def _likeness(self, name: str, wanted: Matrix, rows: Rows) -> NDArray[np.float32]:
        base, delta = self.base, self.delta
        scores = self._by_row(rows, partial(base.likeness, name, wanted), partial(delta.likeness, name, wanted))
        return np.asarray(scores, dtype=np.float32)

    @cached_property
    def _name_frequencies(self) -> Counts:
        return self.base.name_frequencies + self.delta.name_frequencies - frequencies(self._hidden_rows("name_rows"))

    @cached_property
    def _text_frequencies(self) -> Counts:
        return self.base.text_frequencies + self.delta.text_frequencies - frequencies(self._hidden_rows("text_rows"))

    def _hidden_rows(self, name: str) -> Matrix:
        rows: Matrix = getattr(self.base, name)[sorted(self.hidden)]
        return rows


def empty_snapshot(dimension: int) -> Snapshot:
    """A directory without organisations, before the first change."""
    return Snapshot(empty_segment(dimension), empty_segment(dimension))
