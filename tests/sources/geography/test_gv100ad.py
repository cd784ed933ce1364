from pathlib import Path

import pytest

from service.domain.deliveries import DeliveredPlace, Event, Format, Opened, Progress, Reading, Rejected
from service.errors import FileDamaged
from service.sources.geography.gv100ad import read
from service.sources.register import read_register

ROOT = Path(__file__).parents[3]
OFFICIAL = ROOT / "../shared/data/gv100ad-2023/GV100AD_301123.txt"

needs_official_file = pytest.mark.skipif(
    not OFFICIAL.is_file(),
    reason="the official file GV100AD is not beside the repository (../shared/data/gv100ad-2023)",
)


def record(kind: str, key: str, name: str, seat: str = "", type_: str = "", rest: str = "") -> str:
    return f"{kind}20240331{key:<12}{name:<50}{seat:<50}{type_:<6}{rest}".ljust(220)


def municipality(key: str, name: str, type_: str, area: int, population: int, postcode: str = "") -> str:
    return record("60", key, name, "", type_, f"{area:011}{population:011}{0:011}    {postcode:<5}")


LINES = [
    record("10", "09", "Musterland", "Oberstadt"),
    record("20", "091", "Reg.-Bez. Oberstadt", "Oberstadt, Stadt"),
    record("30", "0910", "Region Oberstadt"),
    record("40", "09101", "Landkreis Musterau", "Oberstadt", "44"),
    record("50", "09101   5001", "Musterau (VGem)", "Musterau", "54"),
    municipality("091010010001", "Oberstadt am See, GKSt", "67", 1000, 21000, "01234"),
    municipality("091010025001", "Markt  Musterau / Wald, M", "60", 500, 900),
]


def write(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding) + b"\r\n")
    return path


def places(events: list[Event]) -> dict[str, DeliveredPlace]:
    return {event.ars: event for event in events if isinstance(event, DeliveredPlace)}


@pytest.fixture
def events(tmp_path: Path) -> list[Event]:
    return list(read(write(tmp_path / "register.txt", LINES), Reading()))


def test_the_edition_is_told_first(events: list[Event]):
    assert events[0] == Opened(Format.GV100AD, None, "© Statistisches Bundesamt (Destatis)", "2024-03-31")


def test_each_kind_of_record_has_its_keys(events: list[Event]):
    assert {ars: (place.key, place.name, place.type) for ars, place in places(events).items()} == {
        "09": ("09", "Musterland", "Land"),
        "091": ("091", "Oberstadt", "Regierungsbezirk"),
        "0910": ("", "Region Oberstadt", "Region"),
        "09101": ("09101", "Musterau", "Landkreis"),
        "091015001": ("", "Musterau (VGem)", "Verwaltungsgemeinschaft"),
        "091010001001": ("09101001", "Oberstadt am See", "Große Kreisstadt"),
        "091015001002": ("09101002", "Markt Musterau/Wald", "Markt"),
    }


def test_a_municipality_has_its_numbers_and_what_contains_it_has_their_sums(events: list[Event]):
    found = places(events)
    town = found["091010001001"]
    assert (town.population, town.area, town.postcode) == (21000, 1000, "01234")
    assert found["091015001002"].postcode is None
    assert {(found[ars].population, found[ars].area) for ars in ("09", "091", "0910", "09101")} == {(21900, 1500)}
    assert found["09101"].seat == "Oberstadt"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_older_encodings_and_marks_are_read(tmp_path: Path, events: list[Event], encoding: str):
    again = list(read(write(tmp_path / "again.txt", LINES, encoding), Reading()))
    assert places(again) == places(events)


@pytest.mark.parametrize(
    "broken",
    [
        "60 and then nothing",
        record("70", "09", "Unknown kind"),
        record("40", "0910A", "No key", "", "44"),
        record("40", "09102", "Unknown type", "", "99"),
        record("40", "09102", "", "", "44"),
        municipality("091010030001", "Short", "64", 1, 1)[:150],
        municipality("091010030001", "No postcode", "64", 1, 1, "0123x"),
        municipality("091010030001", "No area", "64", 1, 1).replace("00000000001", "0000000000x", 1),
    ],
)
def test_a_broken_line_is_rejected_with_its_number_and_the_others_are_kept(
    tmp_path: Path, events: list[Event], broken: str
):
    again = list(read(write(tmp_path / "broken.txt", [LINES[0], broken, *LINES[1:]]), Reading()))
    assert [event for event in again if isinstance(event, Rejected)] == [Rejected("2", "broken_record")]
    assert places(again) == places(events)


def test_a_file_without_any_record_is_damaged(tmp_path: Path):
    with pytest.raises(FileDamaged):
        list(read(write(tmp_path / "other.txt", ["nothing", "of this"]), Reading()))


@needs_official_file
def test_the_official_file_is_read_whole_and_agrees_with_the_shipped_register():
    events = list(read(OFFICIAL, Reading()))
    found = {place.key: place for place in places(events).values() if place.key}
    assert len(places(events)) == 16_035
    assert not [event for event in events if isinstance(event, Rejected)]
    shares = [event.share for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)
    shipped = read_register(ROOT / "data" / "register")
    for known in (shipped.states, shipped.government_districts, shipped.districts, shipped.towns):
        for place in known.values():
            assert found[place.key].name == place.name
            assert place.population in (None, found[place.key].population)
            assert place.type in ("", found[place.key].type)
