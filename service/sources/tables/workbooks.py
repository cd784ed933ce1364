"""Workbooks as sheets of lines: XLSX by openpyxl, ODS and old XLS by calamine; every cell becomes the text it shows."""

import datetime
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import python_calamine
from openpyxl.cell.read_only import ReadOnlyCell

from service.errors import FileDamaged, FileEncrypted, FileHostile
from service.sources.archives import open_archive, start_of
from service.sources.tables.guard import COLUMNS, ROWS, check_workbook
from service.sources.tables.sheets import Line, Sheet

_WIDTH = re.compile(r"0{2,12}")
_PACKED = b"PK\x03\x04"
_MANIFEST, _MANIFEST_BYTES = "META-INF/manifest.xml", 1_000_000


def workbook_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a workbook; raises FileDamaged, FileEncrypted, FileHostile."""
    with path.open("rb") as file:
        packed = file.read(4) == _PACKED
    if packed:
        with open_archive(path) as archive:
            if _is_locked(path, archive):
                raise FileEncrypted(file=path.name)
            rows = check_workbook(path, archive)
            is_xlsx = "[Content_Types].xml" in archive.namelist()
        yield from _xlsx(path, rows) if is_xlsx else _calamine(path, rows)
    else:
        yield from _calamine(path, ROWS)


def _is_locked(path: Path, archive: ZipFile) -> bool:
    """Whether a password protects an ODS, whose parts are then noise."""
    names = archive.namelist()
    return _MANIFEST in names and b"encryption-data" in start_of(path, archive, _MANIFEST, _MANIFEST_BYTES)


def _xlsx(path: Path, rows: int) -> Iterator[Sheet]:
    # openpyxl without defusedxml would follow the entities of its parts; by a path it would ask for the extension.
    assert openpyxl.DEFUSEDXML
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError):
            # A style or drawing that it cannot read is no reason to refuse the table.
            yield from _calamine(path, rows)
            return
        for sheet in book.worksheets:
            yield _sheet(sheet.title, _xlsx_rows(sheet), rows)


def _xlsx_rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    # What a sheet says of its size is often wrong, and sometimes a lie.
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        yield tuple(shown(cell.value, _zeros(cell)) for cell in row[:COLUMNS])


def _zeros(cell: Any) -> int:
    """To how many digits the format of a number fills it up ("00000" for postcodes); 0 for none."""
    if not isinstance(cell, ReadOnlyCell) or not isinstance(cell.value, int | float):
        return 0
    return len(cell.number_format) if _WIDTH.fullmatch(cell.number_format) else 0


def _calamine(path: Path, rows: int) -> Iterator[Sheet]:
    try:
        with path.open("rb") as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise FileEncrypted(file=path.name) from error
    except python_calamine.CalamineError as error:
        raise FileDamaged(file=path.name) from error
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > ROWS or sheet.total_width > COLUMNS:
            raise FileHostile(file=path.name)
        yield _sheet(name, (tuple(shown(value) for value in row) for row in sheet.iter_rows()), rows)


def _sheet(name: str, rows: Iterable[tuple[str, ...]], height: int) -> Sheet:
    position = [0]

    def lines() -> Iterator[Line]:
        for number, cells in enumerate(rows, start=1):
            position[0] = number
            if any(cells):
                yield Line(f"{name}!{number}", cells)

    return Sheet(name, lines(), lambda: min(1.0, position[0] / max(1, height)))


def shown(value: Any, zeros: int = 0) -> str:
    """The text of a cell: whole numbers without a fraction, filled up to `zeros` digits; days as ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        value = int(value)
    if isinstance(value, int):
        return str(value).zfill(zeros)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    return str(value)
