"""Which records are one organisation, with the shipped model and words."""

import csv
import math
import pathlib
import random
from collections import Counter

import numpy as np
import pytest

from service.domain.name_forms import NameForms
from service.domain.resolution import Contender, Match, Zone
from service.matching.resolution import ResolutionModel, find_matches
from service.matching.resolution_features import RESOLUTION_FEATURES
from service.model_files import read_resolution_model
from service.sources.name_forms import read_name_forms

ROOT = pathlib.Path(__file__).parents[2]
SCHOOLS = ROOT.parent / "shared" / "data" / "jedeschule-schulen-2017" / "schulen_decoded.csv"
HOUSE = {"street": "Hafenweg 9", "phone": "0381 77880", "website": "https://haus-am-hafen.example"}


@pytest.fixture(scope="module")
def model() -> ResolutionModel:
    return read_resolution_model(ROOT / "models")


@pytest.fixture(scope="module")
def words() -> NameForms:
    return read_name_forms(ROOT / "data" / "imports" / "name_forms.yaml")


def erlangen(id_: str, name: str, **values: object) -> Contender:
    return Contender(id_, name, prefixes=("09562000",), place="Erlangen", **values)  # type: ignore[arg-type]


def fuerth(id_: str, name: str) -> Contender:
    return Contender(id_, name, prefixes=("09563",), place="Fürth")


def zone(one: Contender, other: Contender, model: ResolutionModel, words: NameForms) -> Zone:
    found = find_matches([one], [other], model, words)
    return found[0].zone if found else Zone.APART


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jobcenter", "Jobcenter Erlangen"),
        ("AWO KV Erlangen-Höchstadt", "Arbeiterwohlfahrt Kreisverband Erlangen-Höchstadt e.V."),
        ("VHS Erlangen", "Volkshochschule der Stadt Erlangen"),
        ("Stadt-Jugend-Ring Erlangen", "Stadtjugendring Erlangen e.V."),
        ("Erlanger Tafel", "Tafel Erlangen"),
    ],
)
def test_one_organisation_written_twice_is_merged(one: str, other: str, model: ResolutionModel, words: NameForms):
    assert zone(erlangen("a", one), erlangen("b", other), model, words) is Zone.MERGE


def test_a_misspelt_rare_word_is_at_least_asked_about(model: ResolutionModel, words: NameForms):
    one, other = erlangen("a", "Kulturverein Regenbogenland"), erlangen("b", "Kulturverein Regenbogenlnad Erlangen")
    assert zone(one, other, model, words) is not Zone.APART


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AWO Kreisverband Erlangen", "AWO Ortsverein Erlangen"),
        ("Grundschule Lindenhof", "Förderverein der Grundschule Lindenhof"),
        ("Grundschule Lindenhof", "Mittelschule Lindenhof"),
        ("Pfarrei St. Martin", "Pfarrei St. Michael"),
        ("DITIB Selimiye Moschee", "DITIB Fatih Moschee"),
        ("TSV 1860 Erlangen", "Jugendabteilung TSV 1860 Erlangen"),
        ("Türkischer Elternverein", "Kurdischer Elternverein"),
    ],
)
def test_a_hard_neighbour_is_never_merged(one: str, other: str, model: ResolutionModel, words: NameForms):
    assert zone(erlangen("a", one), erlangen("b", other), model, words) is not Zone.MERGE


def test_the_same_body_of_another_town_is_apart(model: ResolutionModel, words: NameForms):
    assert zone(erlangen("a", "AWO Erlangen"), fuerth("b", "AWO Fürth"), model, words) is Zone.APART
    assert zone(erlangen("a", "Jobcenter"), fuerth("b", "Jobcenter"), model, words) is Zone.APART


def test_a_shared_house_makes_no_organisation(model: ResolutionModel, words: NameForms):
    caritas, diakonie = erlangen("a", "Caritasverband Erlangen", **HOUSE), erlangen("b", "Diakonie Erlangen", **HOUSE)
    assert zone(caritas, diakonie, model, words) is not Zone.MERGE


def test_one_name_at_two_addresses_is_asked_about(model: ResolutionModel, words: NameForms):
    one = erlangen("a", "Kita Regenbogen", street="Schulweg 3", postcode="91052")
    other = erlangen("b", "Kita Regenbogen", street="Hauptstraße 70", postcode="91054")
    assert zone(one, other, model, words) is Zone.ASK


def test_a_name_without_place_is_never_merged(model: ResolutionModel, words: NameForms):
    assert zone(Contender("a", "Jobcenter"), Contender("b", "Jobcenter"), model, words) is not Zone.MERGE


def test_contacts_of_any_writing_bring_together_what_no_word_does(model: ResolutionModel, words: NameForms):
    one = erlangen("a", "Edinstwo", phone="+49 (0)9131 123456", website="http://www.edinstwo.example/start")
    other = erlangen("b", "Jedinstwo", phone="09131/12 34 56", website="edinstwo.example")
    found = find_matches([one], [other], model, words)
    assert found
    assert found[0].contributions["same_phone"] > 0
    assert found[0].contributions["same_domain"] > 0


def test_contributions_add_up_to_the_log_odds(model: ResolutionModel, words: NameForms):
    one, other = erlangen("a", "Kita Regenbogen", **HOUSE), erlangen("b", "Kita Regenbogn", postcode="91054")
    match = find_matches([one], [other], model, words)[0]
    assert sum(match.contributions.values()) == pytest.approx(math.log(match.score / (1 - match.score)))
    assert set(match.contributions) <= {"base", *RESOLUTION_FEATURES}


def town(number: int, rng: random.Random) -> list[Contender]:
    key, place = f"0957{number:04d}", f"Musterort{number}"
    patterns = ("AWO Ortsverein {}", "Volkshochschule {}", "Kita St. Martin {}", "Pfarrei St. Josef {}", "Jobcenter {}")
    names = [rng.choice(patterns).format(place) + rng.choice(("", " e.V.", " Nord")) for _ in range(12)]
    return [Contender(f"{number}-{i}", name, prefixes=(key,), place=place) for i, name in enumerate(names)]


def told(matches: list[Match]) -> list[tuple[str, str, float]]:
    return [(match.first, match.second, match.score) for match in matches]


def test_each_pair_is_told_once_in_order_and_always_the_same(model: ResolutionModel, words: NameForms):
    rng = random.Random(4)
    records = [record for number in range(20) for record in town(number, rng)]
    new, known = records[::2], records[1::2]
    found = find_matches(new, known, model, words)
    assert told(found) == told(find_matches(new, known, model, words))
    assert found == sorted(found, key=lambda match: (-match.score, match.first, match.second))
    assert max(Counter(frozenset((m.first, m.second)) for m in found).values()) == 1
    assert {m.first for m in found} <= {record.id for record in new}
    # Twelve records of five patterns in one town hold doubles; no pair of known ones is ever told.
    assert {m.second for m in found} & {record.id for record in known}
    assert all(m.score >= model.ask_from for m in found)


def test_blocks_lose_no_pair_that_the_model_would_merge(model: ResolutionModel, words: NameForms):
    rng = random.Random(9)
    records = [record for number in range(8) for record in town(number, rng)]
    together = {frozenset((m.first, m.second)) for m in find_matches(records, [], model, words)}
    for i, one in enumerate(records):
        for other in records[i + 1 :]:
            if one.place == other.place:
                alone = find_matches([one], [other], model, words)
                assert bool(alone) == (frozenset((one.id, other.id)) in together)


def test_nothing_and_strange_records_are_no_error(model: ResolutionModel, words: NameForms):
    strange = [
        Contender("1", "…", postcode="keine", street=",", website="http://[", email="@", phone="-"),
        Contender("2", "", prefixes=("",), place="  "),
        Contender("3", "😀 \u202e", prefixes=("09", "09562"), lat=91.0, lon=0.0),
        Contender("4", "x" * 300, postcode="", phone="+49"),
    ]
    assert find_matches([], strange, model, words) == []
    assert all(match.zone is not Zone.MERGE for match in find_matches(strange, strange[:0], model, words))


def test_likeness_of_vectors_is_read_where_there_are_some(words: NameForms, model: ResolutionModel):
    one, other = erlangen("a", "Haus der Begegnung"), erlangen("b", "Haus der Begegnungen")
    weights = {**dict(zip(RESOLUTION_FEATURES, model.model.weights, strict=True)), "meaning": 2.0}
    reading = ResolutionModel(
        "x", type(model.model)(RESOLUTION_FEATURES, tuple(weights.values()), model.model.intercept), 0.9, 0.0, {}
    )
    alike = np.array([[1.0, 0.0], [1.0, 0.0]], dtype=np.float32)
    unlike = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    without, with_alike, with_unlike = (
        find_matches([one], [other], reading, words, vectors)[0] for vectors in (None, alike, unlike)
    )
    assert with_unlike.score < without.score < with_alike.score


def test_schools_that_stand_twice_in_a_real_list_are_found(model: ResolutionModel, words: NameForms):
    if not SCHOOLS.exists():
        pytest.skip("the list of schools lies in ../shared/data, which is not part of the repository")
    with SCHOOLS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["state"] == "NI"]
    schools = [
        Contender(r["id"], r["name"], "school", postcode=r["plz"], lat=float(r["lat"]), lon=float(r["lon"]))
        for r in rows
        if r["lat"]
    ]
    merged = {(m.first, m.second) for m in find_matches(schools, [], model, words) if m.zone is Zone.MERGE}
    assert ("NI-58543-1", "NI-58543-2") in merged
    same_number = sum(one.rpartition("-")[0] == other.rpartition("-")[0] for one, other in merged)
    assert same_number / len(merged) > 0.95
