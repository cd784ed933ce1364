import pytest

from service.sources.geography.numbers import has_decimal_comma, read_number


@pytest.mark.parametrize(
    ("cells", "comma"),
    [
        (["16,9", "8"], True),
        (["1.234,5"], True),
        (["1.234", "12.345"], True),
        (["16.9", "1.234"], False),
        (["1,234.5"], False),
        (["12", "7"], False),
    ],
)
def test_the_way_of_writing_is_told_by_the_column(cells: list[str], comma: bool):
    assert has_decimal_comma(cells) is comma


@pytest.mark.parametrize(
    ("cell", "comma", "value"),
    [
        ("16,9", True, 16.9),
        ("1.234.567", True, 1234567),
        ("1 234,5", True, 1234.5),
        ("-0,5 %", True, -0.5),
        ("1,234.5", False, 1234.5),
        ("1e3", False, 1000),
        ("0", True, 0),
    ],
)
def test_numbers(cell: str, comma: bool, value: float):
    assert read_number(cell, comma) == value


@pytest.mark.parametrize("cell", ["", "nan", "inf", "1e999", "12a", "1-2", "٣"])
def test_what_is_no_finite_number_is_none(cell: str):
    assert read_number(cell, comma=False) is None
