"""Documents as lines and rows in their order: plain text, DOCX, PDF, XLSX and ODS."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pypdfium2
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from service.domain.attendance import ListedLine
from service.errors import FileDamaged, FileEncrypted, FileHostile, FileUnknown
from service.sources.archives import open_archive
from service.sources.members.pdf_lines import page_lines
from service.sources.tables.text import LINE, encoding_of

_OLE = b"\xd0\xcf\x11\xe0"
#: Name of the stream in which Office keeps what a password protects.
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 8
#: A list of members has no more rows; what has is something else.
ROWS = 100_000


def document_lines(path: Path) -> Iterator[ListedLine]:
    """The lines of a document; raises FileRefused. A page of a PDF without text yields a line without cells."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_OLE):
        raise FileEncrypted(file=path.name) if _PROTECTED in path.read_bytes() else FileUnknown(file=path.name)
    if head.startswith(b"%PDF"):
        return _pdf_lines(path)
    if head.startswith(b"PK"):
        return _office_lines(path)
    return _text_lines(path)


def _text_lines(path: Path) -> Iterator[ListedLine]:
    with path.open(encoding=encoding_of(path)) as file:
        number = 0
        while line := file.readline(LINE):
            number += 1
            if len(line) == LINE or number > ROWS:
                raise FileHostile(file=path.name)
            yield ListedLine(str(number), tuple(line.rstrip("\n").split("\t")))


def _office_lines(path: Path) -> Iterator[ListedLine]:
    with open_archive(path) as archive:
        names = archive.namelist()
    return _docx_lines(path) if "word/document.xml" in names else _workbook_lines(path)


def _docx_lines(path: Path) -> Iterator[ListedLine]:
    try:
        document: Document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise FileDamaged(file=path.name) from error
    rows = (row for block in document.iter_inner_content() for row in _block_rows(block))
    for number, cells in enumerate(rows, start=1):
        yield ListedLine(str(number), cells)


def _block_rows(block: Any) -> Iterator[tuple[str, ...]]:
    if not isinstance(block, Table):
        yield from (tuple(line.split("\t")) for line in block.text.split("\n"))
        return
    seen: set[Any] = set()
    for row in block.rows:
        cells = []
        for cell in row.cells:
            # A merged cell is met once for each place that it covers.
            cells.append("" if cell._tc in seen else _cell_text(cell))
            seen.add(cell._tc)
        yield tuple(cells)


def _cell_text(cell: Any) -> str:
    nested = (text for table in cell.tables for cells in _block_rows(table) for text in cells)
    lines = (line for paragraph in cell.paragraphs for line in paragraph.text.split("\n"))
    return " | ".join(text for text in (*lines, *nested) if text.strip())


def _workbook_lines(path: Path) -> Iterator[ListedLine]:
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                if sheet.total_height > ROWS:
                    raise FileHostile(file=path.name)
                for number, row in enumerate(sheet.iter_rows(), start=1 + (sheet.start or (0, 0))[0]):
                    yield ListedLine(f"{name}!{number}", tuple(str(cell).replace("\n", " | ") for cell in row))
    except PasswordError as error:
        raise FileEncrypted(file=path.name) from error
    except CalamineError as error:
        raise FileDamaged(file=path.name) from error


def _pdf_lines(path: Path) -> Iterator[ListedLine]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise (
            FileEncrypted(file=path.name) if "password" in str(error).lower() else FileDamaged(file=path.name)
        ) from error
    with document:
        for page in range(len(document)):
            lines = page_lines(document[page])
            if not lines:
                yield ListedLine(str(page + 1), ())
            yield from (ListedLine(f"{page + 1}!{number}", cells) for number, cells in enumerate(lines, start=1))
