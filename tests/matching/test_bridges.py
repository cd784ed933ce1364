from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.matching.bridges import Seats, find_bridges
from service.matching.directory import LocalDirectory


def _likeness(texts: Sequence[str]) -> NDArray[np.float32]:
    raise AssertionError("names are not compared here")


def directory_of(*ids: str) -> LocalDirectory:
    n = len(ids)
    nothing = np.zeros(n, dtype=np.bool_)
    zeros = np.zeros(n, dtype=np.float32)
    return LocalDirectory(
        ids, ids, zeros.astype(np.int16), zeros, nothing, nothing, nothing, [()] * n, [()] * n, lambda texts: zeros
    )


def test_an_organisation_that_sits_with_both_groups_can_connect_them():
    networks = [Seats("n1", "N1", frozenset("abx")), Seats("n2", "N2", frozenset("cdx"))]
    bridges = find_bridges(networks, frozenset("abcd"), directory_of(*"abcdx"))
    assert bridges[0].between == (("a", "b"), ("c", "d"))
    assert [candidate.organisation_id for candidate in bridges[0].candidates] == ["x"]
    score = bridges[0].candidates[0]
    assert abs(sum(reason.contribution for reason in score.reasons) - score.score) < 1e-9


def test_members_who_sit_together_elsewhere_need_no_bridge():
    networks = [Seats("n1", "N1", frozenset("abcd"))]
    assert find_bridges(networks, frozenset("abcd"), directory_of(*"abcd")) == []


def test_without_ties_nothing_is_said():
    assert find_bridges([], frozenset("ab"), directory_of(*"ab")) == []
