"""Exported organisations as CSV, XLSX and NDJSON."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from service.domain.organisations import LOCATION, Organisation
from service.errors import FormatUnknown, OutputUnusable
from service.usecases.export_organisations import Exported

FIELDS = tuple(field.name for field in fields(Organisation) if field.name != "role_stated")
#: A role that was only recognised has a column of its own: read back, it must not count as stated.
COLUMNS = (*FIELDS, "recognised_role", "sources", "licences", "attributions")
#: What a spreadsheet would take for the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_JOINED = "; "


def row(exported: Exported) -> dict[str, Any]:
    """The columns of one organisation; the location of a sheltered place is never told."""
    organisation = exported.organisation
    values = {name: getattr(organisation, name) for name in FIELDS}
    if organisation.sheltered:
        values |= dict.fromkeys(LOCATION)
    recognised = None if organisation.role_stated else organisation.role
    values |= {"role": organisation.role if organisation.role_stated else None, "recognised_role": recognised}
    told = {"sources": exported.sources, "licences": exported.licences, "attributions": exported.attributions}
    return values | told


def ndjson_lines(organisations: Iterable[Exported]) -> Iterator[bytes]:
    """One organisation a line."""
    for exported in organisations:
        yield orjson.dumps(row(exported), option=orjson.OPT_APPEND_NEWLINE)


def csv_lines(organisations: Iterable[Exported]) -> Iterator[bytes]:
    """Lines of CSV in UTF-8 with a mark at the beginning, so that spreadsheets know; separated by semicolons."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(COLUMNS)
    yield ("\ufeff" + buffer.getvalue()).encode()
    for exported in organisations:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([harmless(text) for text in _texts(exported)])
        yield buffer.getvalue().encode()


def xlsx_bytes(organisations: Iterable[Exported]) -> bytes:
    """A workbook with one sheet, every cell of it text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Organisationen")
    for texts in (COLUMNS, *map(_texts, organisations)):
        sheet.append([_cell(sheet, text) for text in texts])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would calculate; importing takes it off again."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _texts(exported: Exported) -> list[str]:
    values = row(exported)
    return [_text(values[name]) for name in COLUMNS]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return _JOINED.join(map(str, value)) if isinstance(value, tuple) else str(value)


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value="".join(c for c in text if c.isprintable() or c in "\n\t"))
    # openpyxl takes a text that begins with an equals sign for a formula.
    cell.data_type = "s"
    return cell


def write_table(organisations: Iterable[Exported], path: Path) -> None:
    """Write organisations to a file of the format that its name tells; raises FormatUnknown, OutputUnusable."""
    writers: dict[str, Callable[[Iterable[Exported]], Iterable[bytes]]] = {
        ".csv": csv_lines,
        ".ndjson": ndjson_lines,
        ".xlsx": lambda exported: [xlsx_bytes(exported)],
    }
    if path.suffix.lower() not in writers:
        raise FormatUnknown(formats=", ".join(writers))
    try:
        with path.open("wb") as file:
            file.writelines(writers[path.suffix.lower()](organisations))
    except OSError as error:
        raise OutputUnusable(path=str(path)) from error
