import pytest

from service.matching.freshness import Age, age_in_days, age_of


@pytest.mark.parametrize(
    ("verified_on", "days"),
    [
        ("2026-11-25", 0),
        ("2026-11-24", 1),
        ("2027-01-01", 0),
        ("2026", 328),
        ("2026-02", 297),
        (None, None),
        ("?", None),
    ],
)
def test_days_are_counted_from_what_the_date_tells(verified_on: str | None, days: int | None):
    assert age_in_days(verified_on, "2026-11-25") == days


@pytest.mark.parametrize(
    ("days", "age"), [(0, Age(0, "days")), (59, Age(59, "days")), (60, Age(2, "months")), (800, Age(2, "years"))]
)
def test_ages_are_told_in_units_that_fit(days: int, age: Age):
    assert age_of(days) == age
