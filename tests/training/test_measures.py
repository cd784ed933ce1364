"""Measures of the library against their definitions, written out once more."""

import math
from random import Random

import numpy as np
import pytest

from training.measures import by_slice, equal_bins_error, expected_error, gain_at, interval, recall_at

RNG = Random(4)
ITEMS = [f"i{number}" for number in range(30)]
ORDERS = [RNG.sample(ITEMS, 25) for _ in range(40)]
GRADES = [{item: RNG.randint(1, 3) for item in RNG.sample([*ITEMS, "nowhere"], 5)} for _ in range(40)]


def gain(order: list[str], grades: dict[str, int], cut: int) -> float:
    found = sum((2 ** grades.get(item, 0) - 1) / math.log2(rank + 1) for rank, item in enumerate(order[:cut], 1))
    best = sum(
        (2**g - 1) / math.log2(rank + 1) for rank, g in enumerate(sorted(grades.values(), reverse=True)[:cut], 1)
    )
    return found / best


@pytest.mark.parametrize("cut", [5, 10, 40])
def test_discounted_gain(cut):
    for order, grades in zip(ORDERS, GRADES, strict=True):
        assert gain_at(order, grades, cut) == pytest.approx(gain(order, grades, cut))


def test_what_is_not_ranked_is_not_found():
    assert gain_at([], {"a": 3}, 10) == 0.0
    assert recall_at(["b"], {"a"}, 20) == 0.0


def test_recall_counts_the_first_ones_only():
    assert recall_at(["a", "b", "c"], {"a", "c"}, 2) == 0.5


def test_an_interval_holds_the_mean_and_narrows_with_more_groups():
    values = [float(number % 2) for number in range(400)]
    few = interval(values, [str(number // 100) for number in range(400)])
    many = interval(values, [str(number) for number in range(400)])
    assert many[0] < 0.5 < many[1]
    assert interval([1.0, 1.0], ["a", "b"]) == (1.0, 1.0)
    assert few[0] <= 0.5 <= few[1]


def test_calibration_is_zero_where_confidence_is_frequency():
    assert expected_error([0.25] * 4, [1, 0, 0, 0]) == pytest.approx(0.0)
    assert expected_error([0.9] * 4, [1, 0, 0, 0]) == pytest.approx(0.65)
    assert equal_bins_error(np.full(100, 0.5), np.tile([0.0, 1.0], 50)) == pytest.approx(0.0)


def test_slices_with_too_few_cases_are_left_out():
    assert by_slice([1, 0, 1], ["a", "a", "b"], fewest=2) == {"a": 0.5}
