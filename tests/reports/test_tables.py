"""Exports carry no formula into a spreadsheet, and every text comes back as it was."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.organisations import Organisation
from service.reports.tables import COLUMNS, csv_lines, harmless, xlsx_bytes
from service.usecases.export_organisations import Exported

PAYLOADS = [
    "=1+1",
    "+49 9131 1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "'=1",
    "NA",
    "1e5",
    "TRUE",
]


def exported(text: str, **values: object) -> Exported:
    return Exported(Organisation("a", text, "choir", phone=text, **values), ("s",), ("ODbL-1.0",), ("© OSM",))


@pytest.mark.parametrize("text", PAYLOADS)
def test_csv_marks_what_a_spreadsheet_would_calculate(text: str):
    lines = b"".join(csv_lines([exported(text)])).decode("utf-8-sig")
    row = dict(zip(COLUMNS, list(csv.reader(io.StringIO(lines, newline=""), delimiter=";"))[1], strict=True))
    assert not row["name"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["name"].removeprefix("'") == text.removeprefix("'") or row["name"] == text
    assert (row["licences"], row["attributions"]) == ("ODbL-1.0", "© OSM")


@pytest.mark.parametrize("text", PAYLOADS)
def test_every_cell_of_a_workbook_is_text(text: str):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([exported(text)]))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


@given(st.text(max_size=30))
def test_nothing_harmless_begins_like_a_formula(text: str):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))


def test_the_location_of_a_shelter_is_not_exported():
    lines = b"".join(csv_lines([exported("Frauenhaus Musterstadt", street="Geheim 1", lat=1.0, lon=2.0)])).decode()
    assert "Geheim" not in lines
