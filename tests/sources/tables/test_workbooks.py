import datetime
import pathlib
import struct
import zipfile
from typing import Any

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from service.domain.deliveries import Columns, Delivered, Event, Question, Reading, Rejected, Remark
from service.errors import FileDamaged, FileEncrypted, FileHostile, FileWithoutNames
from service.sources.tables.guard import COLUMNS, ROWS
from service.sources.tables.reader import read
from service.sources.tables.workbooks import shown


def xlsx(path: pathlib.Path, **sheets: list[list[Any]]) -> pathlib.Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def ods_cell(value: Any) -> TableCell:
    kinds: dict[type, tuple[str, str]] = {float: ("float", "value"), datetime.date: ("date", "datevalue")}
    if value is None:
        return TableCell()
    if type(value) in kinds:
        kind, attribute = kinds[type(value)]
        cell = TableCell(valuetype=kind, **{attribute: str(value)})
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def ods(path: pathlib.Path, rows: list[list[Any]]) -> pathlib.Path:
    book, table = OpenDocumentSpreadsheet(), Table(name="Vereine")
    for cells in rows:
        row = TableRow()
        for value in cells:
            row.addElement(ods_cell(value))
        table.addElement(row)
    # LibreOffice ends its sheets with a million empty rows of a thousand empty cells.
    rest = TableRow(numberrowsrepeated=1_048_500)
    rest.addElement(TableCell(numbercolumnsrepeated=1024))
    table.addElement(rest)
    book.spreadsheet.addElement(table)
    book.write(str(path))
    return path


def values(events: list[Event]) -> list[dict[str, object]]:
    return [dict(event.values) for event in events if isinstance(event, Delivered)]


def test_numbers_days_and_truths_become_the_text_they_show(tmp_path: pathlib.Path):
    rows = [
        ["Verein", "PLZ", "AGS", "Stand"],
        ["A-Verein", 91052, "09562000", datetime.date(2024, 5, 3)],
        ["B-Verein", 91052.0, "09562000", datetime.datetime(2024, 5, 3, 12, 30)],
        [True, "01067", 14612000, "3.5.2024"],
        [datetime.date(2024, 2, 1), "91052", None, None],
        [1860, "80331", 9162000, None],
    ]
    found = list(read(xlsx(tmp_path / "vereine.xlsx", Vereine=rows), Reading()))
    assert values(found) == [
        {"name": "A-Verein", "postcode": "91052", "ags": "09562000", "verified_on": "2024-05-03"},
        {"name": "B-Verein", "postcode": "91052", "ags": "09562000", "verified_on": "2024-05-03"},
        {"name": "TRUE", "postcode": "01067", "ags": "14612000", "verified_on": "2024-05-03"},
        {"name": "2024-02-01", "postcode": "91052"},
    ]
    assert [event for event in found if isinstance(event, Question)] == [
        Question("Vereine!6", "short_key", "9162000", ("09162000",))
    ]


def test_zeros_that_only_the_format_shows_are_there(tmp_path: pathlib.Path):
    path = xlsx(tmp_path / "vereine.xlsx", Vereine=[["Verein", "PLZ", "AGS"], ["A-Verein", 1067, 9562000]])
    book = openpyxl.load_workbook(path)
    book["Vereine"]["B2"].number_format = "00000"
    book["Vereine"]["C2"].number_format = "00000000"
    book.save(path)
    assert values(list(read(path, Reading()))) == [{"name": "A-Verein", "postcode": "01067", "ags": "09562000"}]


def test_names_and_formulas_that_failed(tmp_path: pathlib.Path):
    names = ["NA", "None", "null", "TRUE", "1-2", "1e5", "=SUM(A1)"]
    path = xlsx(
        tmp_path / "vereine.xlsx", Vereine=[["Verein", "PLZ"], *([name, "91052"] for name in names), ["#REF!", "1"]]
    )
    book = openpyxl.load_workbook(path)
    book["Vereine"]["A8"].data_type = "s"
    book.save(path)
    found = list(read(path, Reading()))
    assert [value["name"] for value in values(found)] == names
    assert [event for event in found if isinstance(event, Rejected)] == [
        Rejected("Vereine!9", "error_value", {"header": "Verein", "given": "#REF!"})
    ]


def test_every_sheet_with_names_is_read(tmp_path: pathlib.Path):
    path = xlsx(
        tmp_path / "vereine.xlsx",
        Sport=[["Liste"], [], ["Verein", "Ort"], ["A-Verein", "Erlangen"]],
        Zahlen=[["Jahr", "Summe"], [2023, 5]],
        Leer=[],
        Kultur=[["Ort", "Organisation"], ["Fürth", "B-Verein"]],
    )
    found = list(read(path, Reading()))
    assert [(event.at, event.values["name"]) for event in found if isinstance(event, Delivered)] == [
        ("Sport!4", "A-Verein"),
        ("Kultur!2", "B-Verein"),
    ]
    assert [event.sheet for event in found if isinstance(event, Columns)] == ["Sport", "Kultur"]
    assert [event for event in found if isinstance(event, Remark)] == [
        Remark("Zahlen", "sheet_without_names", {"sheet": "Zahlen"})
    ]


def test_a_person_overrules_one_sheet(tmp_path: pathlib.Path):
    rows = [["Verein", "Kürzel"], ["A-Verein", "AV"]]
    how = Reading(columns={"B": {"Kürzel": "name"}})
    found = values(list(read(xlsx(tmp_path / "vereine.xlsx", A=rows, B=rows), how)))
    assert [value["name"] for value in found] == ["A-Verein", "AV"]


def test_without_any_name_the_headers_of_all_sheets_are_told(tmp_path: pathlib.Path):
    path = xlsx(tmp_path / "zahlen.xlsx", A=[["Jahr", "Wert"], [1, 2]], B=[["Farbe"], ["rot"]])
    with pytest.raises(FileWithoutNames) as refused:
        list(read(path, Reading()))
    assert refused.value.facts["headers"] == "Jahr, Wert, Farbe"


def test_ods(tmp_path: pathlib.Path):
    rows: list[list[Any]] = [
        [None],
        ["Verein", "PLZ", "Stand"],
        ["A-Verein", 91052.0, datetime.date(2024, 5, 3)],
        ["NA", 1067.0, None],
    ]
    found = list(read(ods(tmp_path / "vereine.ods", rows), Reading()))
    assert values(found) == [{"name": "A-Verein", "postcode": "91052", "verified_on": "2024-05-03"}]
    assert [event for event in found if isinstance(event, Question)] == [
        Question("Vereine!4", "short_key", "1067", ("01067",))
    ]


def test_the_extension_does_not_matter(tmp_path: pathlib.Path):
    path = xlsx(tmp_path / "vereine.csv", A=[["Verein"], ["A-Verein"]])
    assert values(list(read(path, Reading()))) == [{"name": "A-Verein"}]
    assert values(list(read(ods(tmp_path / "vereine.xlsx", [["Verein"], ["A-Verein"]]), Reading()))) == [
        {"name": "A-Verein"}
    ]


def test_what_openpyxl_cannot_open_is_read_all_the_same(tmp_path: pathlib.Path):
    path = xlsx(tmp_path / "vereine.xlsx", A=[["Verein"], ["A-Verein"]])
    book = openpyxl.load_workbook(path)
    # A sheet of charts without its drawing.
    book.create_chartsheet("Diagramm")
    book.save(path)
    assert values(list(read(path, Reading()))) == [{"name": "A-Verein"}]


def test_sheets_of_up_to_the_limit(tmp_path: pathlib.Path):
    row = ["Verein", *(f"s{number}" for number in range(1, COLUMNS))]
    assert not values(list(read(xlsx(tmp_path / "breit.xlsx", A=[row]), Reading())))
    with pytest.raises(FileHostile):
        list(read(xlsx(tmp_path / "breit.xlsx", A=[[*row, "noch eine"]]), Reading()))
    assert ROWS >= 100_000


def test_workbooks_with_a_password(tmp_path: pathlib.Path):
    path = tmp_path / "vereine.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
        archive.writestr("content.xml", bytes(range(256)))
    with pytest.raises(FileEncrypted):
        list(read(path, Reading()))
    inside = xlsx(tmp_path / "vereine.xlsx", A=[["Verein"]]).read_bytes()
    # The first entry's flag "encrypted", in its header and in the directory.
    flagged = bytearray(inside)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", flagged, flagged.find(mark) + place, 1)
    path.write_bytes(flagged)
    with pytest.raises(FileEncrypted):
        list(read(path, Reading()))


def test_a_workbook_with_a_broken_part_is_damaged(tmp_path: pathlib.Path):
    source = xlsx(tmp_path / "vereine.xlsx", A=[["Verein"], ["A-Verein"]])
    path = tmp_path / "kaputt.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if name.endswith("sheet1.xml") else content)
    with pytest.raises(FileDamaged):
        list(read(path, Reading()))


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (1067, "1067"), (9562000.0, "9562000"), (0.5, "0.5"), (False, "FALSE"), (1e20, "1e+20"), ("x", "x")],
)
def test_shown(value: object, text: str):
    assert shown(value) == text
