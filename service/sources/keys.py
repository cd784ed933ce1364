"""Keys of places (AGS) as cells of a table state them."""

import re
from dataclasses import dataclass

_SEPARATORS = re.compile(r"[\s.]")
_WHOLE = frozenset({2, 3, 5, 8, 12})
_ARS_DIGITS = 12


@dataclass(frozen=True)
class StatedKey:
    """A key as it stands in a cell: `key` where it is whole, `meant` where only its leading zero is lost."""

    key: str | None = None
    meant: str | None = None


def read_key(cell: str, zeros_lost: bool = False) -> StatedKey:
    """The AGS that a cell states; a Regionalschlüssel of 12 digits is brought to it, and "09 5 71 136" is read as well."""
    digits = _SEPARATORS.sub("", cell)
    if not (digits.isascii() and digits.isdigit()):
        return StatedKey()
    if len(digits) in _WHOLE:
        return StatedKey(_ags(digits))
    if len(digits) + 1 in _WHOLE:
        meant = _ags("0" + digits)
        return StatedKey(meant) if zeros_lost else StatedKey(None, meant)
    return StatedKey()


def _ags(digits: str) -> str | None:
    """The key without the Gemeindeverband, where its first two digits are one of the 16 Laender."""
    if not "01" <= digits[:2] <= "16":
        return None
    return digits[:5] + digits[9:] if len(digits) == _ARS_DIGITS else digits
