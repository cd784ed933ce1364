"""What matching sees of the directory: columns of the organisations of one place, ordered by id."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Facet = tuple[str, str]
Likeness = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class LocalDirectory:
    """Columns of n public organisations, ordered by id.

    `roles` numbers the roles of the taxonomy; `name_likeness` tells the likeness in [0, 1] of given texts to each name,
    shape (texts, n); `ties` maps an organisation to the stored networks of the place in which it sits.
    """

    ids: Sequence[str]
    names: Sequence[str]
    roles: NDArray[np.int16]
    confidences: NDArray[np.float32]
    volunteer: NDArray[np.bool_]
    described: NDArray[np.bool_]
    unverified: NDArray[np.bool_]
    prefixes: Sequence[tuple[str, ...]]
    facets: Sequence[tuple[Facet, ...]]
    name_likeness: Likeness
    ties: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def position(self) -> dict[str, int]:
        """Row of each id."""
        return {organisation_id: row for row, organisation_id in enumerate(self.ids)}

    def without(self, excluded: frozenset[str]) -> NDArray[np.int64]:
        """Rows of the organisations that are not among the excluded ids."""
        gone = {self.position[i] for i in excluded if i in self.position}
        return np.array([row for row in range(len(self)) if row not in gone], dtype=np.int64)
