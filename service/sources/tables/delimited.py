"""Text with a delimiter, for readers whose files are plain tables."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from service.errors import FileDamagedAt

_SAMPLE_BYTES = 200_000
_DELIMITERS = ";,\t"
#: A cell is never longer; csv gives up on it instead of filling the memory.
_LONGEST_CELL = 100_000


def delimited_rows(path: Path) -> Iterator[tuple[int, float, list[str]]]:
    """Line number, share of the file read so far and trimmed cells of each row that is not blank.

    UTF-8 (with or without mark) or Windows-1252; raises FileDamagedAt where the file is no table.
    """
    size = max(1, path.stat().st_size)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding_of(path), errors="replace", newline="")
        csv.field_size_limit(_LONGEST_CELL)
        rows = csv.reader(text, delimiter=delimiter_of(path))
        try:
            for cells in rows:
                trimmed = [" ".join(cell.split()) for cell in cells]
                if any(trimmed):
                    yield rows.line_num, min(1.0, raw.tell() / size), trimmed
        except csv.Error as error:
            raise FileDamagedAt(file=path.name, at=str(rows.line_num)) from error


def encoding_of(path: Path) -> str:
    """UTF-8 where the whole file follows it, else Windows-1252."""
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(_SAMPLE_BYTES):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def delimiter_of(path: Path) -> str:
    """Semicolon, comma or tab: which of them stands equally often, and at least once, in most of the first lines."""
    with path.open("rb") as file:
        lines = file.read(_SAMPLE_BYTES).decode(encoding_of(path), errors="replace").splitlines()[:200]
    usual = {mark: Counter(filter(None, (line.count(mark) for line in lines))).most_common(1) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: usual[mark][0][1] if usual[mark] else 0)
