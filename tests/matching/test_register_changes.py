import json
from dataclasses import replace
from pathlib import Path

import pytest

from service.domain.deliveries import DeliveredPlace, Reading
from service.matching.register_changes import Renamed, Succession, Vanished, compare
from service.sources.geography.gv100ad import read

ROOT = Path(__file__).parents[2]
BEFORE = ROOT / "../shared/data/gemeinden-latlon-kreise-geojson-2018/destatis.json"
AFTER = ROOT / "../shared/data/gv100ad-2023/GV100AD_301123.txt"


def place(key: str, name: str, area: int, association: str = "0001") -> DeliveredPlace:
    return DeliveredPlace(key, key[:5] + association + key[5:], name, "Gemeinde", area, area, "01234")


TOWN = place("16001001", "Oberstadt", 5000)
VILLAGE = place("16001002", "Musterau", 1203)
HAMLET = place("16001003", "Ödmuster", 377)
FAR = place("16001004", "Fernau", 2711)


def test_nothing_changes_between_equal_editions():
    changes = compare([TOWN, VILLAGE], [VILLAGE, TOWN])
    assert changes == type(changes)((), (), (), (), ())


def test_a_new_name_under_the_same_key_is_told():
    assert compare([TOWN], [replace(TOWN, name="Oberstadt am See")]).renamed == (
        Renamed("16001001", "Oberstadt", "Oberstadt am See"),
    )


def test_same_name_and_area_under_a_new_key_is_a_move():
    changes = compare([TOWN, FAR], [FAR, place("16002007", "Oberstadt", 5002)])
    assert changes.moved[-1] == Succession("16001001", "16002007", "same_name")
    assert (changes.merged, changes.vanished, changes.appeared) == ((), (), ())


def test_the_same_name_with_another_area_is_no_move():
    changes = compare([TOWN, FAR], [FAR, place("16002007", "Oberstadt", 900)])
    assert (changes.moved, changes.appeared) == ((), ("16002007",))
    assert changes.vanished == (Vanished("16001001", ("16001004",)),)


def test_two_that_look_alike_are_no_evidence():
    twins = [place("16002007", "Oberstadt", 5000), place("16003007", "Oberstadt", 5000)]
    assert compare([TOWN], twins).moved == ()


def test_a_grown_municipality_took_those_whose_areas_add_up_to_its_growth():
    changes = compare([TOWN, VILLAGE, HAMLET, FAR], [place("16001001", "Oberstadt", 5000 + 1203 + 377), FAR])
    assert changes.merged == (
        Succession("16001002", "16001001", "area_sum"),
        Succession("16001003", "16001001", "area_sum"),
    )
    assert changes.vanished == ()


def test_a_new_municipality_holds_those_whose_areas_add_up():
    changes = compare([VILLAGE, HAMLET, FAR], [place("16001009", "Neumuster", 1203 + 377 + 1), FAR])
    assert [(step.former, step.successor) for step in changes.merged] == [
        ("16001002", "16001009"),
        ("16001003", "16001009"),
    ]
    assert changes.appeared == ("16001009",)


def test_where_two_sets_add_up_it_is_asked():
    other = place("16001005", "Gleichau", 1203)
    changes = compare([TOWN, VILLAGE, other], [place("16001001", "Oberstadt", 6203)])
    assert changes.merged == ()
    assert [one.key for one in changes.vanished] == ["16001002", "16001005"]
    assert changes.vanished[0].candidates == ("16001001",)


def test_two_places_that_grew_alike_are_asked_about():
    grown = [place("16001001", "Oberstadt", 6203), place("16001004", "Fernau", 2711 + 1203)]
    assert compare([TOWN, FAR, VILLAGE], grown).merged == ()


def test_what_lies_in_another_kreis_is_no_successor_by_area():
    other = place("16002001", "Anderstadt", 3000)
    changes = compare([VILLAGE, other, FAR], [replace(other, area=4203), FAR])
    assert changes.vanished == (Vanished("16001002", ("16001004",)),)


def test_candidates_of_the_same_verband_come_first():
    neighbour = place("16001008", "Nachbarau", 100, "0001")
    stranger = place("16001006", "Großau", 9000, "5555")
    assert compare([VILLAGE, neighbour, stranger], [neighbour, stranger]).vanished == (
        Vanished("16001002", ("16001008", "16001006")),
    )


def test_a_kreis_whose_municipalities_all_lie_in_one_other_has_a_successor():
    old = [DeliveredPlace("16056", "16056", "Oberstadt", "Kreisfreie Stadt"), place("16056000", "Oberstadt", 5000)]
    new = [DeliveredPlace("16063", "16063", "Musterkreis", "Landkreis"), place("16063105", "Oberstadt", 5000)]
    assert compare(old, new).moved == (
        Succession("16056", "16063", "parts"),
        Succession("16056000", "16063105", "same_name"),
    )


def test_without_areas_nothing_is_inferred():
    bare = [replace(one, area=None) for one in (TOWN, VILLAGE)]
    changes = compare(bare, [replace(TOWN, area=None)])
    assert changes.vanished == (Vanished("16001002", ("16001001",)),)


@pytest.mark.skipif(
    not (BEFORE.is_file() and AFTER.is_file()), reason="the editions of 2018 and 2023 are not beside the repository"
)
def test_from_2018_to_2023_most_vanished_municipalities_get_their_true_successor():
    areas = json.loads(BEFORE.read_text(encoding="utf-8"))
    old = [
        DeliveredPlace(ars[:5] + ars[9:], ars, "", "", row["population"], round(row["area"] * 100), row["zip"] or None)
        for ars, row in areas.items()
    ]
    changes = compare(old, [event for event in read(AFTER, Reading()) if isinstance(event, DeliveredPlace)])
    found = {step.former: step.successor for step in (*changes.merged, *changes.moved)}
    towns = [key for key in found if len(key) == 8]
    assert len(towns) + len(changes.vanished) == 274
    assert len(towns) >= 235
    assert found["16056000"] == "16063105"  # Eisenach, no longer kreisfrei since 2021
    assert found["16056"] == "16063"
    assert found["06635005"] == "06635001"  # Bromskirchen to Allendorf (Eder), 2023
    assert found["03153006"] == found["03153007"] == "03153019"  # Hahausen and Langelsheim, 2021
    assert found["16063013"] == "16063104"  # Creuzburg to Amt Creuzburg, 2019
    assert "16073066" not in found  # Piesau went to another Kreis: no evidence within its own
