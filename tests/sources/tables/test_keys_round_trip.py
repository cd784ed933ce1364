"""Keys, postcodes and awkward names come back as they were written, whatever the file, or their row is asked about."""

import csv
import io
import pathlib
from collections.abc import Iterator, Sequence

import openpyxl
import pytest

from service.domain.deliveries import Columns, Delivered, Question, Reading, Rejected
from service.sources.tables.reader import read

ROOT = pathlib.Path(__file__).parents[3]
REAL = ROOT.parent / "shared" / "data" / "gv100ad-2023" / "gemeinden_from_gv100ad.csv"
AWKWARD = ["NA", "None", "null", "TRUE", "1-2", "1e5", "=SUM(A1)", "Mütter- & Väterzentrum „Größe“ e. V.", "Café Zoë"]
ENCODINGS = {
    "utf-8": ("utf-8", "\n"),
    "utf-8-sig": ("utf-8-sig", "\n"),
    "utf-16": ("utf-16", "\n"),
    "utf-16-le": ("utf-16-le", "\n"),
    "cp1252": ("cp1252", "\n"),
    "utf-8 with CRLF": ("utf-8", "\r\n"),
}
HEADER = ("Verein", "AGS", "PLZ")
Row = tuple[str, str, str]


def sample() -> list[Row]:
    """Real keys of Kreise and towns with a name and a postcode each, the awkward names first."""
    keys = []
    for name in ("districts.csv", "towns.csv"):
        with (ROOT / "data" / "register" / name).open(encoding="utf-8", newline="") as file:
            keys += [(row["name"], row["key"]) for row in csv.DictReader(file)]
    names = [(awkward, key) for awkward, (_, key) in zip(AWKWARD, keys, strict=False)] + keys[len(AWKWARD) :]
    return [(name, key, f"{1000 + 83 * number:05d}") for number, (name, key) in enumerate(names)]


def real() -> list[Row]:
    with REAL.open(encoding="utf-8", newline="") as file:
        # One name has two spaces in the source; names are delivered with single ones.
        named = [(" ".join(row["name"].split()), row) for row in csv.DictReader(file)]
    return [(name, row["ags"], row["plz_verwaltungssitz"]) for name, row in named]


def writable(rows: Sequence[Row], encoding: str) -> list[Row]:
    """The rows that an encoding has the letters for: Windows-1252 lacks the Sorbian ones."""
    return [row for row in rows if row[0].encode(encoding, errors="ignore").decode(encoding) == row[0]]


def as_text(path: pathlib.Path, rows: Sequence[Row], encoding: str, end: str, delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([HEADER, *rows])
    path.write_bytes(text.getvalue().encode(encoding))


def as_workbook(path: pathlib.Path, rows: Sequence[Row], numbers: bool) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Vereine")
    sheet.append(HEADER)
    for name, key, postcode in rows:
        named = openpyxl.cell.WriteOnlyCell(sheet, name)
        named.data_type = "s"
        sheet.append([named, *((int(text) if numbers and text else text) for text in (key, postcode))])
    book.save(path)


def read_back(path: pathlib.Path) -> Iterator[tuple[int, Row | None]]:
    """Number of the row and what it delivers; None where it is asked about or rejected."""
    for event in read(path, Reading()):
        if isinstance(event, Columns):
            assert event.fields == {"Verein": "name", "AGS": "ags", "PLZ": "postcode"}
        elif isinstance(event, Delivered):
            found = [event.values.get(name, "") for name in ("name", "ags", "postcode")]
            yield int(event.at.rpartition("!")[2]) - 2, (str(found[0]), str(found[1]), str(found[2]))
        elif isinstance(event, Question | Rejected):
            yield int(event.at.rpartition("!")[2]) - 2, None


def check(path: pathlib.Path, rows: Sequence[Row]) -> int:
    """How many rows were asked about; every other one is as it was written."""
    back = dict(read_back(path))
    assert sorted(back) == list(range(len(rows)))
    assert [found for found in back.values() if found] == [row for n, row in enumerate(rows) if back[n]]
    return sum(found is None for found in back.values())


@pytest.mark.parametrize("delimiter", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text(tmp_path: pathlib.Path, encoding: str, delimiter: str):
    rows, path = writable(sample(), ENCODINGS[encoding][0]), tmp_path / "vereine"
    assert len(rows) > 1000
    as_text(path, rows, *ENCODINGS[encoding], delimiter)
    assert check(path, rows) == 0


def test_a_workbook_of_text(tmp_path: pathlib.Path):
    rows, path = sample(), tmp_path / "vereine"
    as_workbook(path, rows, numbers=False)
    assert check(path, rows) == 0


def test_a_workbook_of_numbers_asks_for_every_zero_that_is_lost(tmp_path: pathlib.Path):
    rows, path = sample(), tmp_path / "vereine"
    as_workbook(path, rows, numbers=True)
    lost = sum(key.startswith("0") or postcode.startswith("0") for _, key, postcode in rows)
    assert 0 < lost < len(rows)
    assert check(path, rows) == lost


def test_zeros_are_put_back_when_a_person_says_that_they_are_lost(tmp_path: pathlib.Path):
    rows, path = sample(), tmp_path / "vereine"
    as_workbook(path, rows, numbers=True)
    found = [event.values for event in read(path, Reading(zeros_lost=True)) if isinstance(event, Delivered)]
    assert [(value["name"], value["ags"], value["postcode"]) for value in found] == rows


@pytest.mark.skipif(not REAL.exists(), reason="the official register is not at ../shared/data")
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_municipality_as_text(tmp_path: pathlib.Path, encoding: str):
    rows, path = writable(real(), ENCODINGS[encoding][0]), tmp_path / "gemeinden"
    assert len(rows) > 10_900
    as_text(path, rows, *ENCODINGS[encoding], ";")
    assert check(path, rows) == 0


@pytest.mark.skipif(not REAL.exists(), reason="the official register is not at ../shared/data")
@pytest.mark.parametrize("numbers", [False, True], ids=["text", "numbers"])
def test_every_municipality_in_a_workbook(tmp_path: pathlib.Path, numbers: bool):
    rows, path = real(), tmp_path / "gemeinden"
    as_workbook(path, rows, numbers)
    lost = sum(key.startswith("0") or postcode.startswith("0") for _, key, postcode in rows) if numbers else 0
    assert check(path, rows) == lost
