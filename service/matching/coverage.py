"""Coverage: which roles are represented, known but not involved, or without data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import RecognisedMember, RoleCoverage, RoleState
from service.domain.taxonomy import OTHER
from service.matching.directory import LocalDirectory


@dataclass(frozen=True)
class RoleCounts:
    """How many members and how many local organisations outside the network hold each role, one value a role."""

    present: NDArray[np.float64]
    known: NDArray[np.int64]


def count_roles(
    members: Sequence[RecognisedMember], directory: LocalDirectory, outside: NDArray[np.int64], role_keys: Sequence[str]
) -> RoleCounts:
    """Count members by role, and the local organisations at the rows `outside` by role."""
    number = {key: position for position, key in enumerate(role_keys)}
    present = np.zeros(len(role_keys))
    for member in members:
        present[number[member.role]] += member.confidence > 0
    known = (
        np.bincount(directory.roles[outside], minlength=len(role_keys)) if len(outside) else np.zeros(len(role_keys))
    )
    return RoleCounts(present, known.astype(np.int64))


def measure_coverage(
    members: Sequence[RecognisedMember], counts: RoleCounts, importance: NDArray[np.float64], role_keys: Sequence[str]
) -> tuple[RoleCoverage, ...]:
    """The state of every role but `other`, most important first."""
    names: dict[str, list[str]] = {}
    for member in members:
        names.setdefault(member.role, []).append(member.given)
    rows = [
        RoleCoverage(
            key, _state(counts, number), float(importance[number]), tuple(names.get(key, ())), int(counts.known[number])
        )
        for number, key in enumerate(role_keys)
        if key != OTHER
    ]
    return tuple(sorted(rows, key=lambda row: (-row.importance, row.role)))


def _state(counts: RoleCounts, number: int) -> RoleState:
    if counts.present[number]:
        return RoleState.REPRESENTED
    return RoleState.KNOWN if counts.known[number] else RoleState.NO_DATA
