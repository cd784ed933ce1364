"""What single lines and whole lists tell, measured on invented lines and on real names of organisations."""

import json
import pathlib
import re
from typing import Any

import pytest
import yaml

from service.domain.attendance import ListedLine, listed_members
from service.domain.member_lines import member_line
from service.domain.persons import without_persons
from service.sources.members.words import member_words

ROOT = pathlib.Path(__file__).parents[3]
ROSTERS = ROOT.parent / "shared" / "judge" / "dev" / "rosters.jsonl"
SET: dict[str, Any] = yaml.safe_load((pathlib.Path(__file__).parent / "member_lines.yaml").read_text(encoding="utf-8"))
LINES: list[tuple[str, list[str]]] = [(line, wanted) for line, wanted in SET["lines"]]


def organisations(*lines: str) -> list[str]:
    rows = [ListedLine(str(number), tuple(line.split("\t"))) for number, line in enumerate(lines, start=1)]
    return [name for entry in listed_members(rows, member_words()) for name in entry.found.organisations]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text.casefold()))


def share_unchanged(names: list[str]) -> float:
    return sum(member_line(name, member_words()).organisations == (name,) for name in names) / len(names)


def test_nearly_all_lines_of_the_set_give_exactly_their_organisations():
    assert len(LINES) >= 150
    wrong = [(line, wanted, organisations(line)) for line, wanted in LINES if organisations(line) != wanted]
    assert len(wrong) <= 0.05 * len(LINES), wrong


@pytest.mark.parametrize(("line", "wanted"), LINES, ids=[line for line, _ in LINES])
def test_no_line_lets_a_person_out(line: str, wanted: list[str]):
    persons = words_of(" ".join(SET["persons"])) - words_of(" ".join(wanted))
    assert not persons & words_of(" ".join(organisations(line)))
    assert not persons & words_of(without_persons(line, member_words()))


def test_real_names_of_organisations_come_out_unchanged():
    rows = (ROOT / "data" / "peers" / "networks.jsonl").read_text(encoding="utf-8").splitlines()
    assert share_unchanged([member["name"] for row in rows for member in json.loads(row)["members"]]) >= 0.97


def test_names_of_the_shared_rosters_come_out_unchanged():
    if not ROSTERS.is_file():
        pytest.skip("the shared rosters are not beside this checkout")
    rows = ROSTERS.read_text(encoding="utf-8").splitlines()
    assert share_unchanged([member["name"] for row in rows for member in json.loads(row)["members"]]) >= 0.97


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Frau M., Caritas", "Caritas"),
        ("Frau Müller (Caritas), Herr Schulz (AWO)", "Caritas, AWO"),
        ("Caritas, Diakonie und AWO", "Caritas, Diakonie und AWO"),
        ("Max Mustermann", ""),
        ("Stadt Musterstadt (Bürgermeister)", "Stadt Musterstadt (Bürgermeister)"),
        ("", ""),
    ],
)
def test_without_persons_keeps_the_rest_in_one_line(line: str, rest: str):
    assert without_persons(line, member_words()) == rest


def test_two_unknown_words_are_a_person_only_in_a_list_of_persons():
    assert organisations("Xenodia Zwirbel") == ["Xenodia Zwirbel"]
    persons = ["Max Mustermann", "Erika Müller", "Frau Schulz"]
    assert organisations("Xenodia Zwirbel", *persons) == []


MINUTES = """Protokoll der 3. Sitzung des Netzwerks
Ort: Rathaus
Moderation: Frau Müller

Anwesend: Frau Müller (Caritas), Herr Schulz (AWO), Polizei; Entschuldigt: Jobcenter, VHS
Gäste:
Herr Diallo, Afrikanischer Verein e.V.
Tagesordnung
1. Bericht des Jugendamts
TOP 1 Begrüßung
Frau Müller begrüßt die Anwesenden und stellt das Projekt der Diakonie vor.
""".splitlines()


def test_only_the_attendance_of_minutes_tells_members():
    assert organisations(*MINUTES) == ["Caritas", "AWO", "Polizei", "Jobcenter", "VHS", "Afrikanischer Verein e.V."]


def test_guests_are_told_apart():
    entries = listed_members([ListedLine(str(number), (line,)) for number, line in enumerate(MINUTES)], member_words())
    assert [entry.found.organisations for entry in entries if entry.guests] == [("Afrikanischer Verein e.V.",)]


def test_agenda_and_sentences_tell_no_members_where_nothing_is_headed():
    assert organisations(
        "Caritas", "TOP 1 Bericht der Diakonie", "Die AWO stellt ihr neues Projekt für Kinder vor."
    ) == ["Caritas"]


def test_the_column_of_organisations_is_read_where_a_header_tells_it():
    header = "Nr.\tName\tInstitution\tUnterschrift"
    assert organisations(header, "1\tXenodia Zwirbel\tOffene Runde\t", "2\tMax Mustermann\tHaus Sonne\tx") == [
        "Offene Runde",
        "Haus Sonne",
    ]


def test_a_column_of_names_may_be_the_organisations():
    assert organisations("Name\tTelefon", "Offene Runde\t0911 123456", "Haus Sonne\t0911 654321") == [
        "Offene Runde",
        "Haus Sonne",
    ]
