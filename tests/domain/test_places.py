import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.places import Level, canonical, is_key, overlaps, truncate

keys = st.sampled_from(["", "09", "091", "09162", "09162000", "09562", "09571136", "05", "05315000"])


@pytest.mark.parametrize("text", ["9162000", "0956", "0916200O", "09-162", "०९", " 09"])
def test_is_key_refuses_what_is_no_key(text: str):
    assert not is_key(text)


def test_a_kreisfreie_stadt_is_one_place_in_both_spellings():
    assert canonical("09562000") == canonical("09562")
    assert overlaps("09562000", "09562")


@given(keys, keys)
def test_overlap_has_no_direction(first: str, second: str):
    assert overlaps(first, second) == overlaps(second, first)


def test_truncate_names_the_place_of_a_level():
    assert truncate("09571136", Level.DISTRICT) == "09571"
    assert truncate("09", Level.DISTRICT) is None
    assert truncate("09571136", Level.FEDERAL) == ""
