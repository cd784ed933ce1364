"""Files of members: text, DOCX, PDF, XLSX and ODS made by the tests."""

import pathlib
import random

import docx
import fpdf
import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from service.domain.deliveries import DeliveredMember, Event, Format, Opened, Reading, Remark
from service.errors import FileDamaged, FileEmpty, FileEncrypted, FileRefused, FileUnknown
from service.sources.members.reader import read
from service.sources.sandbox import read_safely

HOW = Reading(Format.MEMBERS)
ROWS = [
    ("Name", "Institution", "Unterschrift"),
    ("Mustermann, Max", "Caritasverband Musterstadt e.V.", ""),
    ("Ayşe Yıldırım", "DITIB-Gemeinde", ""),
    ("Xenodia Zwirbel", "Offene Runde", ""),
]
NAMES = ["Caritasverband Musterstadt e.V.", "DITIB-Gemeinde", "Offene Runde"]


def names(events: list[Event]) -> list[str]:
    return [event.line for event in events if isinstance(event, DeliveredMember)]


def remarks(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.at, event.code) for event in events if isinstance(event, Remark)]


def written(path: pathlib.Path, content: bytes | str) -> list[Event]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(path, HOW))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_in_any_encoding(tmp_path: pathlib.Path, encoding: str):
    text = "Anwesenheitsliste\r\n\r\nFrau Müller, Flüchtlingsrat Köln\r\nMütterzentrum „Süd“\r\n"
    events = written(tmp_path / "liste.txt", text.encode(encoding))
    assert events[0] == Opened(Format.MEMBERS)
    assert [(e.at, e.line) for e in events if isinstance(e, DeliveredMember)] == [
        ("3", "Flüchtlingsrat Köln"),
        ("4", "Mütterzentrum „Süd“"),
    ]


def test_a_person_is_remarked_by_line_and_never_by_name(tmp_path: pathlib.Path):
    events = written(tmp_path / "liste.txt", "Caritas\nMax Mustermann\n")
    assert remarks(events) == [("2", "only_a_person")]
    assert "Mustermann" not in repr(events)


def test_a_member_is_told_once_however_many_persons_came(tmp_path: pathlib.Path):
    assert names(written(tmp_path / "liste.txt", "Frau Müller, Caritas\nHerr Schulz, CARITAS\n")) == ["Caritas"]


def test_guests_are_delivered_with_a_remark(tmp_path: pathlib.Path):
    events = written(tmp_path / "liste.txt", "Anwesend: Caritas\nGäste: Flüchtlingsrat\n")
    assert names(events) == ["Caritas", "Flüchtlingsrat"]
    assert remarks(events) == [("2", "was_a_guest")]


def test_docx_in_document_order_with_merged_cells_once(tmp_path: pathlib.Path):
    document = docx.Document()
    document.add_paragraph("Anwesenheitsliste")
    document.add_paragraph("Stadtjugendring Musterstadt", style="List Bullet")
    table = document.add_table(0, 3)
    for row in [*ROWS, ("Berger, Jutta", "", "")]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(3, 1).merge(table.cell(4, 1))
    document.add_paragraph("Kulturverein Nord e.V.", style="List Number")
    document.save(str(tmp_path / "liste.docx"))
    events = list(read(tmp_path / "liste.docx", HOW))
    assert names(events) == ["Stadtjugendring Musterstadt", *NAMES, "Kulturverein Nord e.V."]


def pdf(path: pathlib.Path, password: str | None = None) -> None:
    document = fpdf.FPDF()
    document.set_font("Helvetica", size=11)
    document.add_page()
    for row in [*ROWS[:2], ("Zwirbel, Xenodia", "Offene Runde", "")]:
        for text in row:
            document.cell(60, 10, text)
        document.ln()
    document.add_page()
    document.cell(0, 10, "Frau Berger (Haus der Begegnung und Kultur e.V.)")
    document.add_page()
    document.rect(10, 10, 50, 50)
    if password:
        document.set_encryption("owner", password)
    document.output(str(path))


def test_pdf_page_by_page_with_columns_and_a_remark_for_a_scan(tmp_path: pathlib.Path):
    pdf(tmp_path / "liste.pdf")
    events = list(read(tmp_path / "liste.pdf", HOW))
    assert names(events) == ["Caritasverband Musterstadt e.V.", "Offene Runde", "Haus der Begegnung und Kultur e.V."]
    assert remarks(events) == [("3", "no_text_in_pdf")]
    assert [e.at for e in events if isinstance(e, DeliveredMember)] == ["1!2", "1!3", "2!1"]


def test_xlsx_reads_the_column_of_organisations(tmp_path: pathlib.Path):
    book = openpyxl.Workbook()
    book.active.title = "Liste"
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")
    events = list(read(tmp_path / "liste.xlsx", HOW))
    assert names(events) == NAMES
    assert [e.at for e in events if isinstance(e, DeliveredMember)] == ["Liste!2", "Liste!3", "Liste!4"]


def test_ods_without_header_joins_the_cells(tmp_path: pathlib.Path):
    book, table = OpenDocumentSpreadsheet(), Table(name="Liste")
    for row in ROWS[1:3]:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(tmp_path / "liste.ods"))
    assert names(list(read(tmp_path / "liste.ods", HOW))) == NAMES[:2]


def test_the_sandbox_reads_every_kind_within_its_limits(tmp_path: pathlib.Path):
    pdf(tmp_path / "liste.pdf")
    assert "Offene Runde" in names(list(read_safely(tmp_path / "liste.pdf", HOW)))
    docx.Document().save(str(tmp_path / "liste.docx"))
    with pytest.raises(FileEmpty):
        list(read_safely(tmp_path / "liste.docx", HOW))


def test_a_password_is_told(tmp_path: pathlib.Path):
    pdf(tmp_path / "liste.pdf", password="geheim")
    with pytest.raises(FileEncrypted):
        list(read(tmp_path / "liste.pdf", HOW))
    with pytest.raises(FileEncrypted):
        written(tmp_path / "liste.docx", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(FileUnknown):
        written(tmp_path / "liste.doc", b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"))


def test_blank_files_are_empty(tmp_path: pathlib.Path):
    with pytest.raises(FileEmpty):
        written(tmp_path / "liste.txt", "\n  \n\t\n")


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_files_cut_off_are_refused_or_read_but_never_fail(tmp_path: pathlib.Path, kind: str):
    whole = tmp_path / f"ganz.{kind}"
    if kind == "pdf":
        pdf(whole)
    elif kind == "docx":
        docx.Document().save(str(whole))
    else:
        openpyxl.Workbook().save(whole)
    content = whole.read_bytes()
    refused = 0
    for share in (0.2, 0.5, 0.9):
        try:
            written(tmp_path / f"halb.{kind}", content[: int(len(content) * share)])
        except FileRefused as error:
            refused += isinstance(error, FileDamaged)
    assert refused >= 1


def test_arbitrary_bytes_never_fail_otherwise(tmp_path: pathlib.Path):
    chance = random.Random(1)
    told = 0
    for _ in range(30):
        try:
            written(tmp_path / "etwas", chance.choice([b"%PDF-1.7\n", b"PK\x03\x04", b""]) + chance.randbytes(300))
        except FileRefused:
            told += 1
    assert told > 0
