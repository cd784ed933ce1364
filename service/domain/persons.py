"""Dropping persons from a line, so that the organisation remains which they came for."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.domain.line_items import Item, items_of, text_of
from service.domain.line_tidying import tidied, told_items
from service.domain.member_words import OFFICE, SALUTATION, MemberWords, key_of

_NAME = r"(?:[FI]+J?)*P*[LCGFI]"
#: Persons by the kinds of words. What is named after a person ("Jakob Mustermann Stiftung") is spared.
_PERSONS = (
    # Frau Dr. Müller, Herr Pfarrer von Weber, Frau Linke
    re.compile(rf"[KO]*S(?:J?[STRKO])*(?:{_NAME}(?:[LCI]+$)?|[WHUM]$|[PFLCGI]+$)|^[STRKO]*S[STRKO]*$"),
    # Geschäftsführerin Dr. Max Mustermann; not: Dr. Weber Stiftung, Praxis Dr. Weber
    re.compile(rf"(?<![HA])(?:[KO]*[RK]*T[TRK]*){_NAME}(?:[LCI]+$)?(?![HWLCGM])"),
    # Pfarrer Schmidt, PHK Meier; not: Imam Ali Moschee, Propst Erlangen
    re.compile(r"(?<![HA])[KO]*[TR]+[PLCFI]{0,4}[LCFIM](?=$|[BJSTRKOx])"),
    # Max Mustermann Caritas, Max Mustermann vom Jobcenter, Leiterin Sabine Muster
    re.compile(r"(?:^|(?<=[JBO])|(?<=BG))[KO]*[FI]+P*[LCGF](?=$|[BJSTRKOPx])"),
    re.compile(r"(?:^|(?<=[JO]))[KO]*[FI]+P*(?:[LC][LCI]?|M)$"),
    re.compile(r"^[KO]*(?:[FC][FC]?P*L|[LC]I+|I+P*[LC])(?=$|[BJKOx])"),
    re.compile(r"(?<=[KO])(?:[FLC]L|L)$"),
    # Caritas Müller
    re.compile(r"(?<=B)[LFC]?L$"),
)
_NAMES_ONLY = re.compile(r"[KO]*(?:[PJ]*[FLI][FLCPIJG]*|[CPIJ]*[CLFI][FLCPIJ]{0,6})")
_CERTAIN = re.compile(r"(?=[FLCIPJ]*[FL])[FLCIPJ]{1,4}")
_CERTAIN_REST = re.compile(r"[FLCIPJ]{1,4}")
_FIRST_NAMES = re.compile(r"[FI]{1,3}")
_LAST_NAME = re.compile(r"P*[LCGFUM][LCP]?")
_FUNCTIONS = re.compile(r"[KDIx]*K[KDPxJ]*")
_OFFICES = re.compile(r"[OKDx]*O[OKDPxJ]*")
_LINKS = re.compile(r"^[PxJ]+(?=.)|[JxP]+$")
_LEADING_FUNCTIONS = re.compile(r"^[KD]*K(?=[BWHU])")
_DASHES = ("–", "—")
_BETWEEN = re.compile(r"[,;:()|/]|\s[-–—]\s")


def without_persons(line: str, words: MemberWords) -> str:
    """The line without persons, their addresses and remarks; "" where it names nobody else. It is not split."""
    text = tidied(line, words)
    items = told_items(text, words)
    kept = drop_persons(items, words)
    return text if kept == items_of(text, words) else text_of(text, kept)


def may_name_a_person(line: str, words: MemberWords) -> bool:
    """Whether a line has what stands beside a person: a mark between two parts, a salutation or a title.

    Most lines of a list are mere names of organisations, and reading them word by word takes longer than recognising them.
    """
    if _BETWEEN.search(line):
        return True
    marks = words.lists["salutations"] | words.lists["titles"]
    return any(key_of(token) in marks for token in line.split())


def drop_persons(items: Sequence[Item], words: MemberWords) -> list[Item]:
    """The parts of a line without persons, and without the functions of those who were dropped."""
    found = [_strip(item, words) for item in _without_pairs(items)]
    saluted = any(SALUTATION in item.kinds for item in items)
    found = _without_bare_names(found, saluted)
    if not any(item.had_person for item in found):
        return list(items)
    found = [_without_function(item, words) for item in found]
    named = any(item.is_organisation for item in found)
    return _joined([replace(i, tokens=(), kinds="") if named and _OFFICES.fullmatch(i.kinds) else i for i in found])


def _without_pairs(items: Sequence[Item]) -> list[Item]:
    """The parts without "Mustermann, Max" and cells of last and first name."""
    found = list(items)
    for place in range(1, len(found)):
        first, second = found[place - 1], found[place]
        if second.mark not in (",", "|") or not _LAST_NAME.fullmatch(first.kinds):
            continue
        unknown = len(found) == 2 and second.kinds == "C" and first.kinds in ("C", "L", "F")
        if unknown or _FIRST_NAMES.fullmatch(second.kinds):
            found[place - 1], found[place] = _emptied(first), _emptied(second)
    return found


def _strip(item: Item, words: MemberWords) -> Item:
    """The part without the runs of words that name persons."""
    pattern = 0
    while pattern < len(_PERSONS):
        run = _PERSONS[pattern].search(item.kinds)
        if run is None or run.start() == run.end():
            pattern += 1
            continue
        offices = [item.tokens[i] for i in range(*run.span()) if item.kinds[i] == OFFICE]
        before, after = (*item.tokens[: run.start()], *offices), item.tokens[run.end() :]
        marked = replace(
            item,
            person_before=item.person_before or bool(after) or not before,
            person_after=item.person_after or bool(before),
        )
        item = _unlinked(marked.keep((*before, *after), words), words)
    return _emptied(item) if item.had_person and _CERTAIN_REST.fullmatch(item.kinds) else item


def _unlinked(item: Item, words: MemberWords) -> Item:
    """The part without what linked a person to it ("vom", "und")."""
    found = item
    while link := _LINKS.search(found.kinds):
        found = found.keep((*found.tokens[: link.start()], *found.tokens[link.end() :]), words)
    return _emptied(found) if re.fullmatch("[PxJD]*", found.kinds) else found


def _without_bare_names(items: Sequence[Item], saluted: bool) -> list[Item]:
    """The parts without those that are only a name: certain ones, and uncertain ones beside an organisation.

    Where salutations tell the persons, the one part that may be anything is what they came for ("Frau Huber, Lichterkette").
    """
    if saluted and sum(bool(item.tokens) for item in items) == 1:
        return list(items)
    certain = [bool(i.tokens) and bool(_CERTAIN.fullmatch(i.kinds)) for i in items]
    return [
        _emptied(item) if sure or _is_bare_name(item, place, items) else item
        for place, (item, sure) in enumerate(zip(items, certain, strict=True))
    ]


def _is_bare_name(item: Item, place: int, items: Sequence[Item]) -> bool:
    if not item.tokens or not _NAMES_ONLY.fullmatch(item.kinds):
        return False
    others = [other for other in items if other is not item]
    if not any(other.is_no_name or other.had_person for other in others):
        return False
    # "Domowina – Bund der Sorben": a short name before its long form, which lists of persons do not write so.
    following = items[place + 1] if place + 1 < len(items) else None
    return not (following and following.mark in _DASHES and place == 0 and item.kinds == "C")


def _emptied(item: Item) -> Item:
    return replace(item, tokens=(), kinds="", person_before=True)


def _without_function(item: Item, words: MemberWords) -> Item:
    if _FUNCTIONS.fullmatch(item.kinds):
        return replace(item, tokens=(), kinds="")
    leading = _LEADING_FUNCTIONS.match(item.kinds)
    return item.keep(item.tokens[leading.end() :], words) if leading else item


def _joined(items: Sequence[Item]) -> list[Item]:
    """The parts that are left, each knowing of the persons between it and the part before."""
    kept: list[Item] = []
    person, mark = False, ""
    for item in items:
        mark = item.mark if mark not in (";", "|") else mark
        if not item.tokens:
            person = person or item.had_person
            continue
        before = person or item.person_before
        kept.append(replace(item, person_before=before, mark=mark))
        person, mark = item.person_after, ""
    return kept
