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


def test_a_network_of_one_or_of_nobody_is_no_side_of_a_bridge():
    networks = [Seats("n1", "N1", frozenset("ab")), Seats("n2", "N2", frozenset("z")), Seats("n3", "N3", frozenset())]
    assert find_bridges(networks, frozenset("ab"), directory_of(*"abz")) == []


def test_who_sits_with_more_of_the_weaker_side_comes_first():
    networks = [
        Seats("n1", "N1", frozenset("abx")),
        Seats("n2", "N2", frozenset("cdxy")),
        Seats("n3", "N3", frozenset("ay")),
    ]
    candidates = find_bridges(networks, frozenset("abcd"), directory_of(*"abcdxy"))[0].candidates
    assert [(one.organisation_id, round(one.score, 3)) for one in candidates] == [("x", 0.667), ("y", 0.5)]


def test_members_are_joined_through_others_of_them_alone():
    networks = [
        Seats("n1", "N1", frozenset("ab")),
        Seats("n2", "N2", frozenset("bc")),
        Seats("n3", "N3", frozenset("dx")),
    ]
    bridges = find_bridges(networks, frozenset("abcd"), directory_of(*"abcdx"))
    assert [bridge.between for bridge in bridges] == [(("a", "b", "c"), ("d",))]


def test_candidates_of_bridges_carry_their_hints():
    networks = [Seats("n1", "N1", frozenset("abx")), Seats("n2", "N2", frozenset("cdx"))]
    candidate = find_bridges(networks, frozenset("abcd"), directory_of(*"abcdx"))[0].candidates[0]
    assert [caution.code for caution in candidate.cautions] == ["thin_profile"]
