"""Names of organisations as text: cleaned lines, comparable forms, character n-grams."""

import re
import unicodedata
import zlib
from collections.abc import Iterator

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ø": "oe", "æ": "ae", "ł": "l", "đ": "d"}
)
_LEGAL_FORMS = {"ev", "ggmbh", "gmbh", "mbh", "ag", "eg", "kg", "ohg", "gbr", "ug", "kdoer", "kdor", "aoer"}
_BULLET = re.compile(r"^\s*(?:[-–—*•·●▪◦‣>+]+|\(?\d{1,3}[.):]|\(?[a-zA-Z][.)](?=\s)|\[[ xX]?\])\s*")
_REMARKS = re.compile(
    r"[,;(\[–-]?\s*\b(?:vertreten durch|vertr\.? d\.?|i\. ?V\.|entschuldigt|angefragt|verhindert"
    r"|ab \d{1,2}[:.]\d{2} Uhr)\b.*$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b((?:\w )+\w)\b")
_WORDS = re.compile(r"[^\W_]+")

#: A pasted line may be longer; no organisation's name is, so recognition reads only this many characters.
READ_CHARACTERS = 300


def clean_line(line: str) -> str:
    """A pasted line without bullets, numbering and remarks such as "vertreten durch ..."."""
    text = without_bullet(" ".join(line[: 4 * READ_CHARACTERS].split()))
    return (_REMARKS.sub("", text).strip(" ,;:-–") or text)[:READ_CHARACTERS]


def without_bullet(line: str) -> str:
    """A line without the bullets and numbers before it."""
    while (shorter := _BULLET.sub("", line, count=1)) != line:
        line = shorter
    return line


def folded(text: str) -> str:
    """Lower-case text with umlauts written out and accents removed; other alphabets keep their letters."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    if spelled.isascii():
        return spelled
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))


def normal_name(name: str) -> str:
    """The comparable form of a name: folded words, initials joined ("D.I.T.I.B." -> "ditib"), no legal form at the end."""
    words = " ".join(_WORDS.findall(folded(name.replace("*", "").replace(":in", "in"))))
    words = _INITIALS.sub(lambda match: match.group(1).replace(" ", ""), words)
    parts = words.split()
    while len(parts) > 1 and parts[-1] in _LEGAL_FORMS:
        parts.pop()
    return " ".join(parts)


def ngrams(text: str, sizes: tuple[int, ...] = (3, 4, 5)) -> Iterator[str]:
    """Character n-grams within words, words padded with a space on each side."""
    for word in text.split():
        padded = f" {word} "
        for size in sizes:
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]


def hashed(token: str, buckets: int) -> int:
    """A bucket number that is the same on every machine (CRC-32)."""
    return zlib.crc32(token.encode("utf-8")) % buckets
