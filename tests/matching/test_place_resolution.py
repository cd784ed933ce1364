import json
from pathlib import Path

import pytest

from service.domain.deliveries import DeliveredPlace, DeliveredPostcode, Reading
from service.domain.places import canonical, register_from_places
from service.matching.place_index import PlaceIndex, build_index
from service.matching.place_resolution import Ambiguous, Found, Unknown, resolve
from service.sources.geography.gv100ad import read
from service.sources.register import read_place_words, read_register

ROOT = Path(__file__).parents[2]
OFFICIAL = ROOT / "../shared/data/gv100ad-2023/GV100AD_301123.txt"
ROSTERS = ROOT / "../shared/judge/dev/rosters.jsonl"
SHIPPED = read_register(ROOT / "data" / "register")
WORDS = read_place_words(ROOT / "data" / "imports" / "places.yaml")

needs_official_file = pytest.mark.skipif(
    not OFFICIAL.is_file(),
    reason="the official file GV100AD is not beside the repository (../shared/data/gv100ad-2023)",
)


@pytest.fixture(scope="module")
def shipped() -> PlaceIndex:
    return build_index(SHIPPED, WORDS)


@pytest.fixture(scope="module")
def official() -> list[DeliveredPlace]:
    return [event for event in read(OFFICIAL, Reading()) if isinstance(event, DeliveredPlace)]


@pytest.fixture(scope="module")
def imported(official: list[DeliveredPlace]) -> PlaceIndex:
    return build_index(register_from_places(official, SHIPPED.successors), WORDS)


@pytest.fixture(scope="module")
def with_postcodes() -> PlaceIndex:
    rows = [
        DeliveredPostcode("55246", "Mainz-Kostheim", "06414"),
        DeliveredPostcode("55116", "Mainz", "07315"),
        DeliveredPostcode("90513", "Zirndorf", "09573"),
        DeliveredPostcode("91052", "Erlangen", "09562"),
        DeliveredPostcode("33790", "Halle", "05754"),
        DeliveredPostcode("96138", "Musterau", "09471"),
        DeliveredPostcode("96138", "Ödmuster", "09474"),
    ]
    return build_index(SHIPPED, WORDS, rows)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Erlangen", "09562000"),
        ("Stadt Erlangen", "09562000"),
        ("Landeshauptstadt München", "09162000"),
        ("Hanse- und Universitätsstadt Rostock", "13003000"),
        ("Freie und Hansestadt Hamburg", "02000000"),
        ("91052 Erlangen", "09562000"),
        ("D-91052 Erlangen", "09562000"),
        ("Fürth", "09563000"),
        ("Landkreis Fürth", "09573"),
        ("Lkr. Fürth", "09573"),
        ("Fürth (Landkreis)", "09573"),
        ("Kreis Unna", "05978"),
        ("Unna", "05978036"),
        ("Landkreis Wetterau", "06440"),
        ("Main-Kinzig-Kreis", "06435"),
        ("Landkreis Pfaffenhofen a.d. Ilm", "09186"),
        ("Zirndorf, Lkr. Fürth", "09573134"),
        ("Kleinmuster (Landkreis Fürth)", "09573"),
        ("Hannover", "03241001"),
        ("Region Hannover", "03241"),
        ("Frankfurt a.M.", "06412000"),
        ("Frankfurt (Main)", "06412000"),
        ("Frankfurt/Oder", "12053000"),
        ("Frankfurt a.d.O.", "12053000"),
        ("Halle (Saale)", "15002000"),
        ("Halle (Westf.)", "05754012"),
        ("Mülheim/Ruhr", "05117000"),
        ("Bad Homburg v.d.H.", "06434001"),
        ("St. Wendel", "10046117"),
        ("München-Pasing", "09162000"),
        ("Berlin-Neukölln", "11000000"),
        ("Kreuzberg (Berlin)", "11000000"),
        ("Hamburg, Bezirk Wandsbek", "02000000"),
        ("Hamburg Altona", "02000000"),
        ("Brandenburg", "12"),
        ("Land Brandenburg", "12"),
        ("Stadt Brandenburg", "12051000"),
        ("Bayern", "09"),
        ("Nordrhein-Westfalen (landesweit)", "05"),
        ("Mittelfranken", "095"),
        ("Regierungsbezirk Köln", "053"),
        ("Köln", "05315000"),
        ("Bundesweit", ""),
        ("Fürth, Bayern", "09563000"),
        ("Erlangen, Deutschland", "09562000"),
    ],
)
def test_places_as_people_write_them(shipped: PlaceIndex, text: str, key: str):
    found = resolve(shipped, place=text)
    assert isinstance(found, Found)
    assert found.key == key


@pytest.mark.parametrize(
    "text", ["", "  ", "xyz", "Rothenburg o.d.T.", "Neustadt an der Aisch", "Kreis", "und und und"]
)
def test_what_the_register_does_not_hold_is_unknown(shipped: PlaceIndex, text: str):
    assert resolve(shipped, place=text) == Unknown()


def test_a_long_text_is_no_place(shipped: PlaceIndex):
    assert resolve(shipped, place="München und " * 2000) == Unknown()


def test_a_name_of_several_places_is_asked_about_the_largest_first(shipped: PlaceIndex):
    assert resolve(shipped, place="Halle") == Ambiguous(("15002000", "05754012"))
    assert resolve(shipped, place="Stadt und Landkreis Kulmbach") == Ambiguous(("09477128", "09477"))


@pytest.mark.parametrize("state", ["Nordrhein-Westfalen", "NRW", "nw", "North Rhine-Westphalia"])
def test_a_stated_land_narrows(shipped: PlaceIndex, state: str):
    assert resolve(shipped, place="Halle", state=state) == Found("05754012", "short")


def test_a_land_that_contradicts_the_place_is_asked_about(shipped: PlaceIndex):
    assert resolve(shipped, place="Erlangen", state="Hessen") == Ambiguous(("09562000", "06"))


def test_a_land_alone_is_a_place_but_an_unknown_place_is_not_its_land(shipped: PlaceIndex):
    assert resolve(shipped, state="BY") == Found("09", "state")
    assert resolve(shipped, place="Kleinmuster", state="BY") == Unknown()
    assert resolve(shipped, place="Wedding", state="Berlin") == Found("11000000", "part")


def test_a_postcode_narrows_and_stands_for_itself(with_postcodes: PlaceIndex):
    assert resolve(with_postcodes, place="Halle", postcode="33790") == Found("05754012", "short")
    assert resolve(with_postcodes, postcode="91052") == Found("09562000", "postcode")
    assert resolve(with_postcodes, postcode="96138") == Ambiguous(("09471", "09474"))
    assert resolve(with_postcodes, postcode="99999") == Unknown()
    assert resolve(with_postcodes, place="Kleinmuster", postcode="90513") == Found("09573", "postcode")


def test_a_place_of_a_postcode_is_found_by_its_name(with_postcodes: PlaceIndex):
    assert resolve(with_postcodes, place="Ödmuster") == Found("09474", "served")
    # A quarter of Wiesbaden that is named after Mainz.
    assert resolve(with_postcodes, place="Mainz-Kostheim", postcode="55246") == Found("06414000", "served")


def test_a_postcode_that_contradicts_the_place_is_asked_about(with_postcodes: PlaceIndex):
    assert resolve(with_postcodes, place="Erlangen", postcode="55116") == Ambiguous(("09562000", "07315000"))
    assert resolve(with_postcodes, place="55116 Erlangen") == Ambiguous(("09562000", "07315000"))


def test_a_stated_key_counts_before_everything_else(shipped: PlaceIndex):
    assert resolve(shipped, ags="09571193", place="Erlangen") == Found("09571193", "key")
    assert resolve(shipped, ags="16056000") == Found("16063105", "former_key")
    assert resolve(shipped, ags="99999", place="Erlangen") == Found("09562000", "name")


def test_a_misspelt_name_is_told_as_such(shipped: PlaceIndex):
    assert resolve(shipped, place="Erlangn") == Found("09562000", "spelling")
    assert resolve(shipped, place="Garmisch-Patenkirch") == Unknown()


def test_a_qualifier_that_nobody_knows_makes_a_place_doubtful(shipped: PlaceIndex):
    assert resolve(shipped, place="Weimar (Lahn)") == Ambiguous(("16055000",))
    assert resolve(shipped, place="Weimar (Nord)", state="TH") == Found("16055000", "part")


@needs_official_file
def test_each_official_name_means_its_own_key_or_is_asked_about_with_it(
    imported: PlaceIndex, official: list[DeliveredPlace]
):
    towns = [place for place in official if len(place.key) == 8]
    wrong, right = [], 0
    for place in towns:
        found = resolve(imported, place=place.name)
        right += found.key == place.key if isinstance(found, Found) else 0
        if not (found.key == place.key if isinstance(found, Found) else place.key in getattr(found, "candidates", ())):
            wrong.append((place.name, found))
    assert wrong == []
    assert len(towns) == 10_981
    assert right >= 9_900


@needs_official_file
def test_with_the_postcode_of_the_seat_nearly_all_are_found(imported: PlaceIndex, official: list[DeliveredPlace]):
    seated = [place for place in official if len(place.key) == 8 and place.postcode]
    found = [resolve(imported, place=place.name, postcode=place.postcode) for place in seated]
    wrong = [one for one, place in zip(found, seated, strict=True) if isinstance(one, Found) and one.key != place.key]
    assert wrong == []
    assert sum(isinstance(one, Found) for one in found) >= len(seated) - 10


@needs_official_file
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Neustadt an der Aisch", "09575153"),
        ("Neustadt/Aisch", "09575153"),
        ("Rothenburg o.d.T.", "09571193"),
        ("Rothenburg o. d. Tauber", "09571193"),
        ("Thüringen", "16"),
        ("Berolzheim", "09577149"),
    ],
)
def test_small_towns_are_found_in_an_imported_register(imported: PlaceIndex, text: str, key: str):
    found = resolve(imported, place=text)
    assert isinstance(found, Found)
    assert found.key == key


@needs_official_file
def test_many_towns_are_called_neustadt(imported: PlaceIndex):
    found = resolve(imported, place="Neustadt")
    assert isinstance(found, Ambiguous)
    assert found.candidates[0] == "07316000"
    assert {"09575153", "06534016", "12068324"} <= set(found.candidates)
    population = [imported.register.population(key) or 0 for key in found.candidates]
    assert population == sorted(population, reverse=True)


@pytest.mark.skipif(not ROSTERS.is_file(), reason="the networks with their places are not beside the repository")
def test_the_places_of_real_networks(shipped: PlaceIndex):
    rows = [json.loads(line) for line in ROSTERS.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        found = resolve(shipped, place=row["municipality"], state=row["state"])
        if row["ags"] is None:
            assert not isinstance(found, Found) or found.how == "state"
        elif isinstance(found, Found):
            assert canonical(found.key) == canonical(row["ags"])
        else:
            assert isinstance(found, Ambiguous)
            assert row["ags"] in found.candidates
