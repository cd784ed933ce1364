"""Lines of attendance lists and minutes to the organisations that they name, one at a time and without persons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.domain.line_items import Item, text_of
from service.domain.line_tidying import tidied, told_items
from service.domain.member_words import MemberWords
from service.domain.names import folded
from service.domain.persons import drop_persons

_PARTS = re.compile(r"\s*[,;|]\s+|\s+/\s+|\s+(?:und|u\.|sowie|&)\s+")
_AND = ("und", "u.", "&")
_BRACKETS = re.compile(r"\([^()]*\)")
_PARTY = re.compile(r"[A-ZÄÖÜ]{2,6}")
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")


@dataclass(frozen=True)
class MemberLine:
    """What a line tells: the organisations it names, and whether it named persons, or them and nothing else."""

    organisations: tuple[str, ...]
    persons: bool = False

    @property
    def only_a_person(self) -> bool:
        """Whether it names persons and nothing else."""
        return self.persons and not self.organisations


def member_line(line: str, words: MemberWords) -> MemberLine:
    """The organisations of a line in its order."""
    text = tidied(line, words)
    items = told_items(text, words)
    kept = drop_persons(items, words)
    groups = [text_of(text, group) for group in _groups(kept)]
    found = [name for group in groups for name in split_names(group, words)]
    names = tuple(dict.fromkeys(name for name in found if _LETTERS.search(name)))
    return MemberLine(names, persons=kept != items)


def _groups(items: Sequence[Item]) -> list[list[Item]]:
    """The parts of a line, those together which tell one organisation as far as persons between them show."""
    groups: list[list[Item]] = []
    runs = sum(item.person_before or item.person_after for item in items)
    for place, item in enumerate(items):
        if place == 0 or _begins(item, items[place - 1], runs, items[0].person_before):
            groups.append([])
        groups[-1].append(item)
    return groups


def _begins(item: Item, last: Item, runs: int, person_first: bool) -> bool:
    if not (item.is_organisation and last.is_organisation):
        return item.mark == ";" and item.is_organisation
    if item.mark == ";":
        return True
    return item.person_before and (person_first or runs > 1 or item.kinds.startswith("B"))


def split_names(text: str, words: MemberWords) -> list[str]:
    """The names of a text that lists several: umbrella bodies, parties and registered associations; else the text."""
    bare = _BRACKETS.sub(lambda match: "_" * len(match.group()), text)
    cuts = list(_PARTS.finditer(bare))
    edges = [0, *(edge for cut in cuts for edge in cut.span()), len(text)]
    parts = [text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if len(parts) < 2 or not all(_stands_alone(part, words) for part in parts):
        return [text]
    return [text] if _is_one(parts, [cut.group().strip() for cut in cuts], words) else parts


def _is_one(parts: Sequence[str], marks: Sequence[str], words: MemberWords) -> bool:
    """Whether parts are one name all the same: "Diakonie und Caritas gGmbH", "Landratsamt, Jugendamt"."""
    legal = [_has_legal_form(part, words) for part in parts]
    joint = any(
        mark in _AND and after and not before for mark, (before, after) in zip(marks, pairwise(legal), strict=True)
    )
    return joint or (marks[0] == "," and folded(parts[0].split()[0]) in words.lists["authorities"])


def _stands_alone(part: str, words: MemberWords) -> bool:
    plain = folded(part)
    if _PARTY.fullmatch(part) or _has_legal_form(part, words):
        return True
    return any(plain == body or plain.startswith((f"{body} ", f"{body}-")) for body in words.lists["bodies"])


def _has_legal_form(part: str, words: MemberWords) -> bool:
    plain = folded(part).replace("e. v.", "e.v.")
    return any(token.strip(".,()") in words.lists["legal_forms"] for token in plain.split()[1:])
