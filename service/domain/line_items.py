"""Parts of a line of an attendance list, as its commas, dashes, columns and brackets cut it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.member_words import MemberWords, codes

_CUT = re.compile(r"(?<!\d),|,(?!\d)|;|\||[()\[\]]|(?<=\s)[-–—/](?=\s)|:(?=\s|$)")
_TOKEN = re.compile(r"[ei]\. ?[VvAa]\.?(?=\s|$)|\S+")
_ORGANISATION = re.compile("[BWHUAM]")


@dataclass(frozen=True)
class Item:
    """A part of a line: its words, their kinds, and the mark that cut it from what stands before ("" for the first).

    `start` and `end` tell where it stands in the line; `inside` whether brackets hold it. `person_before` and
    `person_after` tell on which side of its words a person was taken out.
    """

    tokens: tuple[str, ...]
    kinds: str
    mark: str
    start: int
    end: int
    inside: bool
    person_before: bool = False
    person_after: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.tokens)

    @property
    def is_organisation(self) -> bool:
        """Whether a word of it speaks of an organisation."""
        return bool(_ORGANISATION.search(self.kinds))

    @property
    def is_no_name(self) -> bool:
        """Whether a word of it stands in no person's name."""
        return self.is_organisation or bool(re.search("[Ox]", self.kinds))

    @property
    def had_person(self) -> bool:
        """Whether a person was taken out of it."""
        return self.person_before or self.person_after

    def keep(self, tokens: Sequence[str], words: MemberWords) -> "Item":
        """The item with these words only."""
        return replace(self, tokens=tuple(tokens), kinds=codes(list(tokens), words))


def items_of(line: str, words: MemberWords) -> list[Item]:
    """The parts of a line that hold anything, in their order."""
    items, start, mark, depth = [], 0, "", 0
    for cut in [*_CUT.finditer(line), None]:
        end = cut.start() if cut else len(line)
        tokens = _TOKEN.findall(line[start:end])
        if tokens:
            part = line[start:end]
            first, last = start + len(part) - len(part.lstrip()), start + len(part.rstrip())
            items.append(Item(tuple(tokens), codes(tokens, words), mark, first, last, depth > 0))
            mark = ""
        if cut is None:
            break
        start, mark = cut.end(), _stronger(mark, cut.group())
        depth = max(0, depth + (cut.group() in "([") - (cut.group() in ")]"))
    return items


def _stronger(first: str, second: str) -> str:
    return first if first in (";", "|") and second not in (";", "|") else second


def text_of(line: str, items: Sequence[Item]) -> str:
    """The text of items: as the line has it where nothing between them was taken out, else joined by commas."""
    pieces: list[str] = []
    last: Item | None = None
    for item in items:
        whole = " ".join(line[item.start : item.end].split()) == item.text
        if last is not None and whole and not item.person_before and _touching(line, last, item):
            pieces[-1] += line[last.end : item.end].rstrip()
        else:
            pieces.append(item.text)
        if item.inside and line[item.end : item.end + 1] in (")", "]"):
            pieces[-1] += line[item.end]
        last = item if whole else None
    return balanced(", ".join(_trimmed(piece) for piece in pieces))


def _touching(line: str, first: Item, second: Item) -> bool:
    return not re.search(r"\w", line[first.end : second.start])


def _trimmed(text: str) -> str:
    return text.strip(" \t,;:|-–—/&")


def balanced(text: str) -> str:
    """The text without brackets that have no partner."""
    for opening, closing in ("()", "[]"):
        depth, kept = 0, []
        for character in text:
            if character == closing and depth == 0:
                continue
            depth += (character == opening) - (character == closing)
            kept.append(character)
        text = "".join(kept)
        while depth > 0:
            before, _, after = text.rpartition(opening)
            text, depth = f"{before.rstrip()} {after}".strip(), depth - 1
    return " ".join(text.split())
