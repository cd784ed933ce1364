"""Text as files state it, made plain: one form of each letter, single spaces, nothing that cannot be stored."""

import re
import unicodedata
from typing import Any

NAME_CHARACTERS = 300
DESCRIPTION_CHARACTERS = 20_000

_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]"
)


def plain(value: Any, most: int = DESCRIPTION_CHARACTERS) -> str:
    """The value as text in NFC with single spaces, cut at `most` characters; "" for anything but text and numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", str(value)))
    return " ".join(text.split())[:most].strip()
