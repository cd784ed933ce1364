"""Numbers as tables write them, with a decimal comma or point."""

import math
import re
from collections.abc import Iterable

_GROUPS = re.compile(r"[-+−]?\d{1,3}(?:[.   ’']\d{3})+")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?")
_SPACES = re.compile(r"[\s’']")


def has_decimal_comma(cells: Iterable[str]) -> bool:
    """Whether numbers of one column are written the German way: "1.234,5", or nothing but thousands ("12.345", "1.234").

    One number that cannot be read that way ("16.9", "1,234.5") tells the English way.
    """
    dotted = False
    for cell in cells:
        point, comma = cell.rfind("."), cell.rfind(",")
        if comma > point >= 0 or (comma >= 0 and point < 0):
            return True
        if point >= 0:
            if comma >= 0 or not _GROUPS.fullmatch(_bare(cell)):
                return False
            dotted = True
    return dotted


def read_number(cell: str, comma: bool) -> float | None:
    """The number of a cell, which may end in a per cent sign; None where it is none or not finite."""
    text = _SPACES.sub("", _bare(cell))
    text = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _bare(cell: str) -> str:
    return cell.strip().removesuffix("%").strip().replace("−", "-")
