from collections.abc import Iterator
from pathlib import Path

import pytest

from service.domain.deliveries import DeliveredOutline, DeliveredPlace, DeliveredPostcode, DeliveredStatistic
from service.domain.places import FormerKey
from service.store.places import (
    get_statistics,
    list_former_keys,
    list_outlines,
    list_places,
    list_postcodes,
    replace_outlines,
    replace_places,
    save_former_keys,
    save_postcodes,
    save_statistics,
)
from service.store.session import Store, open_store, reading, writing

DISTRICT = DeliveredPlace("09571", "09571", "Ansbach", "Landkreis", 100, 2000, seat="Ansbach")
MARKET = DeliveredPlace("09571136", "095715306136", "Musterau", "Markt", 60, 500, "01541", None, 49.1, 10.1)
ASSOCIATION = DeliveredPlace("", "095715306", "Musterau (VGem)", "Verwaltungsgemeinschaft")
SQUARE = {"type": "Polygon", "coordinates": [[[10.0, 49.0], [11.0, 49.0], [11.0, 50.0], [10.0, 49.0]]]}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def test_places_are_kept_in_the_order_of_their_regionalschluessel(store: Store):
    with writing(store) as connection:
        replace_places(connection, [MARKET, ASSOCIATION, DISTRICT])
    with reading(store) as connection:
        assert list_places(connection) == [DISTRICT, ASSOCIATION, MARKET]


def test_a_new_register_takes_the_place_of_the_old_one(store: Store):
    with writing(store) as connection:
        replace_places(connection, [DISTRICT, MARKET])
        replace_places(connection, [ASSOCIATION])
        assert list_places(connection) == [ASSOCIATION]
        replace_places(connection, [])
        assert list_places(connection) == []


def test_a_whole_register_is_written(store: Store):
    many = [DeliveredPlace(f"{n:08}", f"{n:012}", "Muster", "Gemeinde") for n in range(16_035)]
    with writing(store) as connection:
        replace_places(connection, many)
        assert list_places(connection) == many


def test_a_former_key_has_one_successor_the_latest(store: Store):
    first = FormerKey("16056000", "16063104", "2021-07-01", "area_sum")
    later = FormerKey("16056000", "16063105", "2021-07-01", "same_name")
    with writing(store) as connection:
        save_former_keys(connection, [first])
        save_former_keys(connection, [later, FormerKey("05313", "05334", "2009-10-21", "parts")])
        assert [one.former for one in list_former_keys(connection)] == ["05313", "16056000"]
        assert list_former_keys(connection)[1] == later


def test_outlines_of_another_level_are_left_alone(store: Store):
    with writing(store) as connection:
        replace_outlines(connection, [DeliveredOutline("09", SQUARE)], "© Muster")
        replace_outlines(connection, [DeliveredOutline(key, SQUARE) for key in ("09571", "09572")])
        replace_outlines(connection, [DeliveredOutline("09573", SQUARE)])
        found = list_outlines(connection)
        assert [outline.key for outline in found] == ["09", "09573"]
        assert found[0].geometry["type"] == "Polygon"
        assert found[0].geometry["coordinates"][0][1] == (11.0, 49.0)
        replace_outlines(connection, [])
        assert len(list_outlines(connection)) == 2


def test_of_a_measure_the_latest_year_is_kept(store: Store):
    with writing(store) as connection:
        numbers = [DeliveredStatistic("09571", "Vereine", float(year), year) for year in (2022, 2024, 2023)]
        save_statistics(connection, numbers, "© Muster")
        assert get_statistics(connection, "09571") == [DeliveredStatistic("09571", "Vereine", 2024.0, 2024)]
        assert get_statistics(connection, "09572") == []


@pytest.mark.parametrize(
    ("delivered", "asked"),
    [("02", "02000000"), ("02000", "02"), ("11000000", "11000"), ("09562", "09562000"), ("09562000", "09562")],
)
def test_a_city_has_its_numbers_under_each_of_its_keys(store: Store, delivered: str, asked: str):
    with writing(store) as connection:
        save_statistics(connection, [DeliveredStatistic(delivered, "Vereine", 1.5)])
        assert get_statistics(connection, asked) == [DeliveredStatistic(asked, "Vereine", 1.5)]


def test_a_postcode_may_serve_several_places(store: Store):
    rows = [
        DeliveredPostcode("01945", "Musterau", "12066", 51.4, 13.9),
        DeliveredPostcode("01945", "Ödmuster", "12066"),
        DeliveredPostcode("01945", "Musterau", "14626"),
    ]
    with writing(store) as connection:
        save_postcodes(connection, rows)
        save_postcodes(connection, rows[:1])
        assert list_postcodes(connection) == rows
