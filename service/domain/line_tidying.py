"""A line of an attendance list without what tells neither persons nor organisations."""

import re
import unicodedata

from service.domain.line_items import Item, items_of
from service.domain.member_words import MemberWords
from service.domain.names import READ_CHARACTERS, folded, without_bullet

_CONTACTS = (
    re.compile(r"\S+@\S+|(?:https?://|www\.)\S+"),
    re.compile(
        r"(?:\b(?:Tel|Telefon|Mobil|Handy|Fax|Fon|E-?Mail|Mail)\b\.?:?\s*)?(?<![\w.])(?:\+|0)\d[\d /().–-]{4,}\d"
    ),
    re.compile(r"\b(?:Tel|Telefon|Mobil|Handy|Fax|E-?Mail)\b\.?:?(?=\s*(?:$|[|,;)]))"),
)
_TIMES = re.compile(
    r"\b(?:(?:ab|bis|von|um|seit)\s+(?:ca\.\s*)?)?\d{1,2}(?:[:.]\d{2})?(?:\s*[-–]\s*\d{1,2}[:.]\d{2})?\s*(?:Uhr|h)\b"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2,4})?(?!\w)|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[✓✔✗✘☐☑☒□■◻◼√]|_{2,}|\.{4,}|…+|\[\s?[xX ]?\s?\]")
_TIGHT = re.compile(r"\b(Dr|Prof|Hr|Fr|St|Pfr|Hl)\.(?=[^\W\d_])")
_BROAD = re.compile(r"\t+|\s{3,}")
_SLASHED = re.compile(r"(?<=\w)/(?=(?:Frau|Herrn?|Dr|Hr|Fr)\b)")


def tidied(line: str, words: MemberWords) -> str:
    """The line without bullets, times, contacts, check marks and remarks; wide gaps become columns."""
    text = unicodedata.normalize("NFC", line[: 20 * READ_CHARACTERS])
    text = without_bullet(_MARKS.sub(" | ", _BROAD.sub(" | ", text.strip())))
    for contact in _CONTACTS:
        text = contact.sub(" | ", text)
    text = _SLASHED.sub(" / ", _TIGHT.sub(r"\1. ", _TIMES.sub(" ", text)))
    text = " ; ".join(words.remark_start.sub("", part) for part in text.split(";"))
    return " ".join(text.replace("( ", "(").split())


def told_items(text: str, words: MemberWords) -> list[Item]:
    """The parts of a tidied line that tell somebody."""
    return [item for item in items_of(text, words) if not _is_noise(item, words)]


def _is_noise(item: Item, words: MemberWords) -> bool:
    """Whether a part of a line is a number, a mark, or a remark on how somebody took part."""
    tokens = [folded(token).strip(".,;:!?*") for token in item.tokens]
    return all(not re.search(r"[^\W\d_]", token) or token in words.lists["remarks"] for token in tokens)
