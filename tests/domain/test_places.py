import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.deliveries import DeliveredPlace
from service.domain.places import Level, Place, canonical, is_key, overlaps, register_from_places, truncate

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


IMPORTED = [
    DeliveredPlace("09", "09", "Bayern", "Land", 300),
    DeliveredPlace("095", "095", "Mittelfranken", "Regierungsbezirk", 300),
    DeliveredPlace("09571", "09571", "Ansbach", "Landkreis", 100),
    DeliveredPlace("", "095715306", "Musterau (VGem)", "Verwaltungsgemeinschaft"),
    DeliveredPlace("09571136", "095715306136", "Musterau", "Markt", 60, 500, "91541"),
    DeliveredPlace("09571137", "095715306137", "Ödmuster", "Gemeinde", 40),
]


def test_an_imported_register_knows_places_of_every_level():
    register = register_from_places(IMPORTED, {})
    assert register.place("09571136") == Place("09571136", "Musterau", "Markt", 60, "91541")
    names = [register.place(key).name for key in ("09", "095", "09571", "09571137")]
    assert names == ["Bayern", "Mittelfranken", "Ansbach", "Ödmuster"]
    assert register.knows("09571999")
    assert not register.knows("09572136")
    assert set(register.towns) == {"09571136", "09571137"}


def test_former_keys_lead_to_the_last_successor_and_a_valid_key_is_never_former():
    former = {"09570": "09569", "09569": "09571", "09571137": "09571136", "09001": "09002", "09002": "09001"}
    register = register_from_places(IMPORTED, former)
    assert register.current("09570") == "09571"
    assert register.current("09570000") == "09571"
    assert register.current("09571137") == "09571137"
    assert register.current("09001") in ("09001", "09002")


def test_places_to_find_stand_the_largest_first_and_a_kreisfreie_stadt_once():
    city = [
        DeliveredPlace("09562", "09562", "Erlangen", "Kreisfreie Stadt", 200),
        DeliveredPlace("09562000", "095620000000", "Erlangen", "Kreisfreie Stadt", 200),
    ]
    findable = register_from_places([*IMPORTED, *city], {}).findable
    assert [(name, place.key) for name, place in findable] == [
        ("bayern", "09"),
        ("erlangen", "09562"),
        ("ansbach", "09571"),
        ("musterau", "09571136"),
        ("oedmuster", "09571137"),
    ]
