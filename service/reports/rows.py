"""Small tables of texts as CSV and XLSX."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from service.reports.tables import harmless

Rows = Sequence[Sequence[str]]


def rows_as_csv(rows: Rows) -> bytes:
    """The rows as CSV in UTF-8 with a mark at the beginning, so that spreadsheets know; separated by semicolons."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + buffer.getvalue()).encode()


def rows_as_xlsx(title: str, rows: Rows) -> bytes:
    """The rows as a workbook with one sheet, every cell of it text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=printable(text)) for text in row]
        for cell in cells:
            # openpyxl takes a text that begins with an equals sign for a formula.
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printable(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(one for one in text if one.isprintable() or one in "\n\t")
