"""Perspectives missing inside represented roles, by facets that organisations state of themselves."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Perspective, Reason
from service.matching.directory import Facet, LocalDirectory

#: At most so many perspectives are told.
TOLD = 12


def find_perspectives(
    directory: LocalDirectory, members: Sequence[int], outside: NDArray[np.int64], role_keys: Sequence[str]
) -> list[tuple[Perspective, list[int]]]:
    """Facets that organisations outside state and no member of the same role does, most widespread first, with their rows.

    `members` and `outside` are rows of the directory. A facet counts only where a member of the role states one of the
    same kind: silence is missing data, not a missing perspective.
    """
    found = []
    for number in sorted({int(directory.roles[row]) for row in members}):
        stated = {facet for row in members if directory.roles[row] == number for facet in directory.facets[row]}
        missing: dict[Facet, list[int]] = {}
        for row, facet in _facets_of(directory, outside, number):
            if facet not in stated and any(kind == facet[0] for kind, _ in stated):
                missing.setdefault(facet, []).append(row)
        found += [(_perspective(role_keys[number], facet, len(rows)), rows) for facet, rows in missing.items()]
    return sorted(found, key=lambda item: (-item[0].known, item[0].role, item[0].facet, item[0].value))[:TOLD]


def _facets_of(directory: LocalDirectory, rows: NDArray[np.int64], number: int) -> Iterator[tuple[int, Facet]]:
    for row in rows:
        if directory.roles[row] == number:
            for facet in directory.facets[row]:
                yield int(row), facet


def _perspective(role: str, facet: Facet, known: int) -> Perspective:
    reason = Reason("facet_missing", 0.0, {"facet": facet[0], "value": facet[1], "known": known})
    return Perspective(role, facet[0], facet[1], known, (reason,), ())
