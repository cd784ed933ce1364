from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.matching.directory import LocalDirectory
from service.matching.perspectives import find_perspectives

SUNNI, SHIA = ("denomination", "sunni"), ("denomination", "shia")


def _likeness(texts: Sequence[str]) -> NDArray[np.float32]:
    raise AssertionError("names are not compared here")


def directory_of(*facets: tuple[tuple[str, str], ...]) -> LocalDirectory:
    n = len(facets)
    nothing = np.zeros(n, dtype=np.bool_)
    zeros = np.zeros(n, dtype=np.float32)
    ids = [f"o{number}" for number in range(n)]
    return LocalDirectory(
        ids, ids, zeros.astype(np.int16), zeros, nothing, nothing, nothing, [()] * n, facets, lambda texts: zeros
    )


def test_a_facet_that_no_member_states_is_a_missing_perspective():
    directory = directory_of((SUNNI,), (SHIA,), (SUNNI,))
    found = find_perspectives(directory, [0], np.array([1, 2]), ["mosque_association"])
    assert [(p.facet, p.value, p.known, rows) for p, rows in found] == [("denomination", "shia", 1, [1])]


def test_silence_of_the_members_is_missing_data_and_no_missing_perspective():
    directory = directory_of((), (SHIA,))
    assert find_perspectives(directory, [0], np.array([1]), ["mosque_association"]) == []
