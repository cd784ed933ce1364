"""A look at the XML of a workbook before a library builds anything of it: how much is really in its sheets."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat
from zipfile import ZipFile

from service.errors import FileDamaged, FileHostile
from service.sources.archives import check_content

ROWS = 200_000
COLUMNS = 300
CELLS = 12_000_000
#: Rows that a sheet may hold when the empty ones are counted too.
ROWS_WITH_EMPTY = 400_000
SHARED_STRINGS = 1_000_000
#: Largest part that a library reads in one piece (styles, theme, list of sheets).
PART = 20_000_000
_CHUNK = 1 << 16
#: A text or attribute longer than this many chunks is no cell of a table; none holds more than 32,767 characters.
_LONGEST_RUN = 16


class _Hostile(Exception):
    """More than a sheet may hold."""


@dataclass
class Seen:
    """What has been seen of one sheet or list of strings."""

    rows: int = 0
    row: int = 0
    column: int = 0
    width: int = 1
    height: int = 1
    used: bool = False
    cells: int = 0
    strings: int = 0
    written: int = 0
    last: int = 0


def check_workbook(path: Path, archive: ZipFile) -> int:
    """How many rows with content its sheets hold; raises FileDamaged, FileHostile.

    An XML part with a document type is refused, since entities and outside references need one.
    """
    check_content(path, archive)
    rows = 0
    for name in archive.namelist():
        try:
            # A part may have any name, so what it holds decides.
            if _is_markup(archive, name):
                rows += _size(archive, name).written
        except _Hostile as error:
            raise FileHostile(file=path.name) from error
        except (expat.ExpatError, UnicodeDecodeError, ValueError) as error:
            # Old drawings (.vml) are no proper XML, and no table either.
            if name.lower().endswith((".xml", ".rels")):
                raise FileDamaged(file=path.name) from error
    return rows


def _is_markup(archive: ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        head = part.read(200)
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _size(archive: ZipFile, name: str) -> Seen:
    size = Seen()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    started, ended = (_ods_started, _ods_ended) if name == "content.xml" else (_started, _ended)
    parser.StartElementHandler = _bound(started, size)
    parser.EndElementHandler = _bound_name(ended, size)
    run = 0
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            run = 0 if b"<" in chunk else run + 1
            if run > _LONGEST_RUN:
                raise _Hostile
            parser.Parse(chunk)
    parser.Parse(b"", True)
    if not size.rows and not size.strings and archive.getinfo(name).file_size > PART and "pivot" not in name.lower():
        raise _Hostile
    return size


def _refuse(*_: object) -> None:
    raise _Hostile


Attributes = dict[str, str]


def _bound(handle: Callable[[Seen, str, Attributes], None], size: Seen) -> Callable[[str, Attributes], None]:
    return lambda tag, attributes: handle(size, tag.rpartition(":")[2], attributes)


def _bound_name(handle: Callable[[Seen, str], None], size: Seen) -> Callable[[str], None]:
    return lambda tag: handle(size, tag.rpartition(":")[2])


def _started(size: Seen, tag: str, attributes: Attributes) -> None:
    if tag == "c":
        reference = attributes.get("r")
        size.column = _column(reference) if reference else size.column + 1
    elif tag in ("v", "is", "f"):
        size.cells += tag != "f"
        _check(size.row, size.column, size.cells)
        size.used = True
    elif tag == "row":
        size.row = int(attributes.get("r") or size.row + 1)
        size.rows += 1
        size.column, size.used = 0, False
        if size.rows > ROWS_WITH_EMPTY:
            raise _Hostile
    elif tag == "si":
        size.strings += 1
        if size.strings > SHARED_STRINGS:
            raise _Hostile


def _ended(size: Seen, tag: str) -> None:
    if tag == "row":
        size.written += size.used


def _ods_started(size: Seen, tag: str, attributes: Attributes) -> None:
    if tag == "table-row":
        size.rows += 1
        size.column, size.last, size.used = 0, 0, False
        size.height = int(attributes.get("table:number-rows-repeated") or 1)
    elif tag in ("table-cell", "covered-table-cell"):
        size.width = int(attributes.get("table:number-columns-repeated") or 1)
        size.column += size.width
        if "office:value-type" in attributes or "table:formula" in attributes:
            size.last = size.column
    elif tag == "p":
        size.last = size.column
    elif tag == "table":
        size.row = 0


def _ods_ended(size: Seen, tag: str) -> None:
    if tag == "table-row":
        size.row += size.height
        if size.last:
            size.written += size.height
            size.cells += size.height * size.last
            _check(size.row, size.last, size.cells)


def _check(row: int, column: int, cells: int) -> None:
    if row > ROWS or column > COLUMNS or cells > CELLS:
        raise _Hostile


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = 26 * number + ord(letter.upper()) - 64
    return number
