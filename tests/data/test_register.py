"""The register of places: form, completeness, and agreement with the official file where that is at hand."""

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "data" / "register"
OFFICIAL = ROOT / "../shared/data/gv100ad-2023"
DIGITS = {"states": 2, "government_districts": 3, "districts": 5, "towns": 8}
DISTRICT_TYPES = {
    "41": "Kreisfreie Stadt",
    "42": "Stadtkreis",
    "43": "Kreis",
    "44": "Landkreis",
    "45": "Regionalverband",
}
TOWN_TYPES = {
    "60": "Markt",
    "61": "Kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "67": "Große Kreisstadt",
}

needs_official_file = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="the official file GV100AD is not beside the repository (../shared/data/gv100ad-2023)"
)


def rows(name: str) -> list[dict[str, str]]:
    with (REGISTER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(name: str) -> list[str]:
    return [row["key"] for row in rows(name)]


def records(kind: str) -> list[str]:
    lines = (OFFICIAL / "GV100AD_301123.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(kind)]


def municipalities() -> list[dict[str, str]]:
    with (OFFICIAL / "gemeinden_from_gv100ad.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def short_name(official: str) -> str:
    return official.partition(",")[0].strip().replace(" / ", "/")


@pytest.mark.parametrize("name", [*DIGITS, "successors"])
def test_files_are_nfc_with_unix_line_ends(name: str) -> None:
    text = (REGISTER / f"{name}.csv").read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


@pytest.mark.parametrize(("name", "digits"), DIGITS.items())
def test_keys_are_unique_sorted_digits_of_one_length(name: str, digits: int) -> None:
    found = keys(name)
    assert found == sorted(set(found))
    assert all(key.isascii() and key.isdigit() and len(key) == digits for key in found)


def test_counts() -> None:
    assert {name: len(rows(name)) for name in DIGITS} == {
        "states": 16,
        "government_districts": 29,
        "districts": 400,
        "towns": 711,
    }


@pytest.mark.parametrize("name", DIGITS)
def test_names_are_clean(name: str) -> None:
    for row in rows(name):
        assert row["name"]
        assert row["name"] == " ".join(row["name"].split())
        assert "," not in row["name"]


def test_each_place_lies_in_a_place_of_the_level_above() -> None:
    states, districts = set(keys("states")), set(keys("districts"))
    assert {key[:2] for key in keys("districts")} == states
    assert {key[:5] for key in keys("towns")} <= districts
    assert set(keys("government_districts")) <= {key[:3] for key in districts}


def test_populations_add_up() -> None:
    states = {row["key"]: int(row["population"]) for row in rows("states")}
    sums: Counter[str] = Counter()
    for row in rows("districts"):
        sums[row["key"][:2]] += int(row["population"])
    assert sums == states
    assert sum(states.values()) == 84_358_845
    assert min(int(row["population"]) for row in rows("towns")) >= 20_000


def test_former_keys_lead_to_existing_places() -> None:
    successors = rows("successors")
    former = [row["former"] for row in successors]
    today = set(keys("districts")) | set(keys("towns"))
    assert former == sorted(set(former))
    assert not set(former) & today
    for row in successors:
        assert len(row["former"]) == len(row["successor"])
        assert row["successor"] in today
        assert row["former"][:2] == row["successor"][:2]
        assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", row["valid_from"])
        assert row["source"]


@needs_official_file
def test_districts_agree_with_the_official_file() -> None:
    population: Counter[str] = Counter()
    for row in municipalities():
        population[row["ags"][:5]] += int(row["bevoelkerung"])
    expected = {}
    for record in records("40"):
        key, kind = record[10:15], DISTRICT_TYPES[record[122:124]]
        expected[key] = (short_name(record[22:72]).removeprefix(f"{kind} "), kind, population[key])
    assert {row["key"]: (row["name"], row["type"], int(row["population"])) for row in rows("districts")} == expected


@needs_official_file
def test_towns_agree_with_the_official_file() -> None:
    expected = {
        row["ags"]: (short_name(row["name"]), TOWN_TYPES[row["textkennzeichen"]], int(row["bevoelkerung"]))
        for row in municipalities()
        if int(row["bevoelkerung"]) >= 20_000
    }
    assert {row["key"]: (row["name"], row["type"], int(row["population"])) for row in rows("towns")} == expected


@needs_official_file
def test_states_and_government_districts_agree_with_the_official_file() -> None:
    states = {record[10:12]: short_name(record[22:72]) for record in records("10")}
    assert {row["key"]: row["name"] for row in rows("states")} == states
    official = {record[10:13]: record[22:72] for record in records("20")}
    assert keys("government_districts") == sorted(official)
    for row in rows("government_districts"):
        assert row["name"].split()[-1] in official[row["key"]]
