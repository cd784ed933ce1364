import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.matching.distance import kilometres

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
MUNICH, ERLANGEN = (48.1374, 11.5755), (49.5964, 11.0043)


def test_known_towns_are_as_far_apart_as_on_the_map():
    assert kilometres(MUNICH, ERLANGEN) == pytest.approx(167.4, abs=1)
    assert kilometres((0, 0), (0, 180)) == pytest.approx(20015, abs=1)


@given(POINTS, POINTS)
def test_the_way_back_is_as_long_and_no_way_is_longer_than_half_around(
    first: tuple[float, float], second: tuple[float, float]
):
    assert kilometres(first, second) == pytest.approx(kilometres(second, first), abs=1e-6)
    assert 0 <= kilometres(first, second) <= 20016
