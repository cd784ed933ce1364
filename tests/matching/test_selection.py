import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.answers import RoleCoverage, RoleState
from service.matching.selection import choose_invitations

ROLES = [f"role_{number}" for number in range(8)]


def coverage_of(importance: list[float], represented: set[str]) -> list[RoleCoverage]:
    states = [RoleState.REPRESENTED if role in represented else RoleState.KNOWN for role in ROLES]
    return [RoleCoverage(r, s, i, (), 1) for r, s, i in zip(ROLES, states, importance, strict=True)]


@given(
    st.lists(st.floats(0, 1), min_size=8, max_size=8),
    st.sets(st.sampled_from(ROLES)),
    st.lists(st.tuples(st.uuids().map(str), st.sampled_from(ROLES)), max_size=12),
    st.integers(1, 6),
)
def test_coverage_before_and_gains_add_up_to_after(importance, represented, ranked, seats):
    chosen = choose_invitations(seats, coverage_of(importance, represented), ranked, ())
    assert chosen.before + sum(one.gain for one in chosen.chosen) == pytest.approx(chosen.after)
    assert len(chosen.chosen) <= seats
    closed = [role for one in chosen.chosen for role in one.closes]
    assert len(closed) == len(set(closed))
    assert not set(closed) & represented


def test_the_most_important_open_role_is_invited_first():
    coverage = coverage_of([0.1, 0.5, 0.3, 0, 0, 0, 0, 0], set())
    chosen = choose_invitations(2, coverage, [("a", "role_0"), ("b", "role_2"), ("c", "role_1")], ())
    assert [one.organisation_id for one in chosen.chosen] == ["c", "b"]


def test_a_pinned_organisation_comes_first():
    coverage = coverage_of([0.1, 0.5, 0.3, 0, 0, 0, 0, 0], set())
    chosen = choose_invitations(2, coverage, [("a", "role_0"), ("c", "role_1")], ("a",))
    assert [one.organisation_id for one in chosen.chosen] == ["a", "c"]
