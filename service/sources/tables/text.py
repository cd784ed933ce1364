"""Text with a delimiter as lines of cells: encoding and delimiter are found out, nothing is guessed silently."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from service.errors import FileDamagedAt, FileHostile
from service.sources.tables.sheets import Line, Sheet

DELIMITERS = ";\t|,"
#: Longest line and cell, in characters; a quotation mark that is never closed ends here.
LINE = 1_000_000
CELL = 200_000
SAMPLE_BYTES = 200_000
SAMPLE_ROWS = 200
_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: What old programs wrote; taken only where Windows-1252 is impossible and the text is otherwise flawless.
_OLD = ["cp437", "cp850", "mac_roman"]
_UMLAUTS, _MOSTLY = "äöüÄÖÜß", 0.9
#: Stands behind the last line, so that a quotation mark that is still open shows.
_END = "\0end"


@dataclass(frozen=True)
class Shape:
    """How a text table is written: its delimiter, and the share of sampled rows that have the usual number of cells."""

    delimiter: str
    columns: int
    share: float


def text_sheet(path: Path) -> Sheet:
    """The table of a text file; raises FileDamagedAt and FileHostile while its lines are read."""
    encoding = encoding_of(path)
    rows = read_rows(path, encoding, shape_of(sample(path, encoding)).delimiter)
    position = [0.0]
    return Sheet("", _lines(rows, position), lambda: position[0])


def _lines(rows: Iterator[tuple[int, float, list[str]]], position: list[float]) -> Iterator[Line]:
    for number, share, cells in rows:
        position[0] = share
        yield Line(str(number), tuple(cells))


def encoding_of(path: Path) -> str:
    """Byte order mark, UTF-16 by its zero bytes, UTF-8 where the whole file follows it, then Windows-1252.

    Raises FileDamagedAt with the first line that is in none of them.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    wide = _utf16(head)
    if wide:
        return wide
    broken = _first_break(path, "utf-8")
    if broken is None:
        return "utf-8"
    if _mostly_utf8(head):
        raise FileDamagedAt(file=path.name, at=str(broken))
    if _first_break(path, "cp1252") is None:
        return "cp1252"
    old = _old(head)
    if old is None:
        raise FileDamagedAt(file=path.name, at=str(broken))
    return old


def _old(head: bytes) -> str | None:
    """The encoding of an old program in which the text is flawless and its letters beyond ASCII are German ones."""
    flawless = [match for match in from_bytes(head, cp_isolation=_OLD) if not match.chaos]
    shares = {match.encoding: _german(str(match)) for match in flawless}
    best = max(shares, key=lambda encoding: shares[encoding], default=None)
    return best if best and shares[best] >= _MOSTLY else None


def _german(text: str) -> float:
    foreign = [character for character in text if not character.isascii()]
    return sum(character in _UMLAUTS for character in foreign) / max(1, len(foreign))


def _utf16(head: bytes) -> str | None:
    even, odd = head[:4000:2].count(0), head[1:4000:2].count(0)
    pairs = max(1, min(len(head), 4000) // 2)
    if max(even, odd) < 0.4 * pairs or min(even, odd) > 0.1 * pairs:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _first_break(path: Path, encoding: str) -> int | None:
    """The number of the first line that the encoding cannot read; None where it reads all."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if not chunk:
                return None
            line += chunk.count(b"\n")


def _mostly_utf8(head: bytes) -> bool:
    """Whether far more letters beyond ASCII are sound UTF-8 than broken, so that the file is a damaged one."""
    text = head.decode("utf-8", errors="replace")
    broken = text.count("�")
    return sum(not character.isascii() for character in text) - broken > 5 * max(1, broken)


def sample(path: Path, encoding: str) -> str:
    """The beginning of a text file, whole lines of it where there is more than one."""
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    if len(head) == SAMPLE_BYTES and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    return text


def shape_of(text: str) -> Shape:
    """The delimiter under which most rows of the sample have the same number of cells, and at least two."""
    first = text.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return _shape(text.partition("\n")[2], first[4])
    shapes = [_shape(text, delimiter) for delimiter in DELIMITERS]
    return max(shapes, key=lambda shape: (round(shape.share, 1), shape.columns, shape.share))


def _shape(text: str, delimiter: str) -> Shape:
    try:
        rows = [row for row in sample_rows(text, delimiter) if any(row)]
    except csv.Error:
        rows = []
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return Shape(delimiter, 1, 0.0)
    columns, count = widths.most_common(1)[0]
    return Shape(delimiter, columns, count / len(rows))


def sample_rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a sample; raises csv.Error."""
    csv.field_size_limit(CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False)]


def read_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, float, list[str]]]:
    """Number of the line on which each row starts, share of the file read, and its cells.

    Raises FileDamagedAt where a quotation mark is never closed, FileHostile where a line is longer than any table's.
    """
    size = max(1, path.stat().st_size)
    csv.field_size_limit(CELL)
    started = 1
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        reader = csv.reader(_bounded(text, path), delimiter=delimiter)
        try:
            for cells in reader:
                if cells == [_END]:
                    return
                if cells and cells[-1].endswith(_END):
                    raise FileDamagedAt(file=path.name, at=str(started))
                if not (started == 1 and cells[0:1] and cells[0].lower().startswith("sep=")):
                    yield started, min(1.0, raw.tell() / size), cells
                started = reader.line_num + 1
        except (csv.Error, UnicodeError) as error:
            raise FileDamagedAt(file=path.name, at=str(started)) from error


def _bounded(text: io.TextIOWrapper, path: Path) -> Iterator[str]:
    while line := text.readline(LINE):
        if len(line) == LINE:
            raise FileHostile(file=path.name)
        yield line
    yield _END
