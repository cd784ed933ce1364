import pytest

from service.sources.keys import StatedKey, read_key


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("09", "09"),
        ("095", "095"),
        ("09571", "09571"),
        ("09571136", "09571136"),
        ("09 5 71 136", "09571136"),
        ("095715306136", "09571136"),
    ],
)
def test_whole_keys_are_kept(cell: str, key: str):
    assert read_key(cell) == StatedKey(key)


@pytest.mark.parametrize(("cell", "meant"), [("9571", "09571"), ("9571136", "09571136"), ("95715306136", "09571136")])
def test_a_lost_zero_is_a_guess_unless_somebody_said_that_zeros_are_lost(cell: str, meant: str):
    assert read_key(cell) == StatedKey(None, meant)
    assert read_key(cell, zeros_lost=True) == StatedKey(meant)


@pytest.mark.parametrize("cell", ["", "DG", "17001", "00", "095711", "०९५७१", "9x71", "-9571"])
def test_what_names_no_place_is_no_key(cell: str):
    assert read_key(cell) == StatedKey()
