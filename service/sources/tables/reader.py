"""Tables of organisations (CSV, TSV, XLSX, ODS, XLS): sheet by sheet, row by row."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from service.domain.deliveries import Event, Format, Opened, Progress, Reading, Remark
from service.errors import FileEmpty, FileWithoutNames
from service.sources.tables.layouts import Layout, find_layout
from service.sources.tables.rows import Tally, read_row
from service.sources.tables.sheets import Sheet
from service.sources.tables.text import text_sheet
from service.sources.tables.workbooks import workbook_sheets

#: Rows by which the columns of a sheet are told.
_LOOKED_AT = 200
_ROWS_PER_PROGRESS = 500
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(path: Path, how: Reading) -> Iterator[Event]:
    """The organisations of a table; raises FileRefused, FileWithoutNames with the headers where nothing names any."""
    yield Opened(Format.TABLE)
    tally = Tally()
    nameless: list[Layout] = []
    named = False
    for sheet in sheets(path):
        lines = list(islice(sheet.lines, _LOOKED_AT))
        if all(line.blank for line in lines):
            continue
        layout = find_layout(sheet.name, lines, how)
        if not layout.named:
            nameless.append(layout)
            continue
        named = True
        yield layout.columns(lines)
        for header in layout.headers:
            if header in layout.persons:
                yield Remark(sheet.name, "person_column_dropped", {"header": header})
        rest = chain(lines[layout.first :], sheet.lines)
        for number, line in enumerate(rest, start=1):
            if not line.blank:
                yield from read_row(line, layout, how, tally)
            if number % _ROWS_PER_PROGRESS == 0:
                yield Progress(sheet.share())
    yield from tally.remarks()
    yield from _without_names(path, nameless, named)


def _without_names(path: Path, nameless: list[Layout], named: bool) -> Iterator[Event]:
    if not named and not nameless:
        raise FileEmpty(file=path.name)
    if not named:
        raise FileWithoutNames(file=path.name, headers=", ".join(dict.fromkeys(h for s in nameless for h in s.headers)))
    for layout in nameless:
        yield Remark(layout.sheet, "sheet_without_names", {"sheet": layout.sheet})


def sheets(path: Path) -> Iterator[Sheet]:
    """The tables of a file of any kind; raises FileRefused."""
    with path.open("rb") as file:
        packed = file.read(4) in _WORKBOOKS
    if packed:
        yield from workbook_sheets(path)
    else:
        yield text_sheet(path)
