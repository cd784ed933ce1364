"""Whole points add up to the points of the score, whatever the contributions."""

from hypothesis import given
from hypothesis import strategies as st

from service.web.candidate_rows import adding_up, points, signed


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=10))
def test_points_add_up_and_none_is_off_by_more_than_one(contributions: list[float]):
    shown = adding_up(contributions)
    assert sum(shown) == points(sum(contributions))
    assert all(abs(share - 100 * exact) <= 1.001 for share, exact in zip(shown, contributions, strict=True))


def test_points_carry_their_sign():
    assert [signed(one) for one in (3, 0, -12)] == ["+3", "±0", "−12"]
