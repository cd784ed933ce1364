"""Which lines of a page name an organisation, and which a person."""

import re

from service.domain.names import folded
from service.sources.integreat.words import integreat_words

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[?!@]|\.(?<!V\.)$")
_HANGING = frozenset(("fuer", "und", "in", "im", "von", "der", "des", "bei", "mit"))
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_MOST_WORDS = 14
_MOST_CHARACTERS = 110
_NUMBERING = re.compile(r"^(?:\d{1,2}[.)]|[•·●▪–-])\s*")
_ARTICLE = re.compile(r"^(?:Das|Der|Die)\s+(?=[A-ZÄÖÜ])")
_REMARK = re.compile(
    r"\s*\((?!.*\be\.\s?V\.)[^()]{18,}\)?\s*$|\s*\((?:mehrsprachig|kostenlos|Besucheradresse|Indoor|Outdoor|In .*)\)?\s*$"
)
_TEAM = re.compile(r"\s[-–]\s(?:Team|Standort|Außenstelle|Zweigstelle)\b.*$")
_AFTER_ASSOCIATION = re.compile(r"(?<=\be\.V\.)\s.*$|(?<=\be\. V\.)\s.*$")
_ROOM = re.compile(r",?\s*\b(?:Zimmer|Raum|Haus [A-Z]|Büro|Stockwerk|\d\. (?:Stock|OG))\b.*$")
_NAME_LIKE = re.compile(r"(?:[A-ZÄÖÜ][\w'’-]+|[A-Z]\.|von|van|de|zu|al|el)(?:\s|$)")


def folded_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(folded(text))


def is_organisation(text: str) -> bool:
    """Whether a short text holds a word that only organisations have in their names."""
    words = folded_words(text)
    line, lists = f" {' '.join(words)} ", integreat_words()
    if any(f" {word} " in line for word in (*lists.words, *lists.legal_forms)):
        return True
    line = f" {' '.join(word for word in words if word not in lists.not_organisations)} "
    return any(f"{ending} " in line for ending in lists.endings)


def clean_name(text: str) -> str | None:
    """The name of an organisation that a line consists of; None where it is a sentence, a topic or a person."""
    name = _trimmed(text)
    words, lists = folded_words(name), integreat_words()
    if not lists.ways.isdisjoint(folded_words(text)):
        return None
    if not words or len(words) > _MOST_WORDS or not 3 <= len(name) <= _MOST_CHARACTERS or _SENTENCE.search(name):
        return None
    if words[0] in lists.openings or words[-1] in _HANGING or lists.persons & set(words):
        return None
    if any(_is_verb(word) for word in _WORD.findall(name)) or _is_part(words) or not is_organisation(name):
        return None
    first, both, second = _BRACKETS.sub("", name).partition(" und ")
    if both and not first.endswith("-") and is_organisation(first) and is_organisation(second) and clean_name(second):
        return None
    return _behind(name, lists.bridges) or name


def _trimmed(text: str) -> str:
    """The text without numbering, article, remarks, rooms, teams and parts between commas that are none of a name."""
    name = _REMARK.sub("", _ARTICLE.sub("", _NUMBERING.sub("", text.strip(" :;,*–-•"))))
    name = _AFTER_ASSOCIATION.sub("", _TEAM.sub("", _ROOM.sub("", name)))
    return _without_foreign_parts(name).strip(" :;,*–-•")


def _behind(text: str, bridges: tuple[str, ...]) -> str | None:
    """The organisation behind one of the words, where nothing before it is one."""
    for bridge in bridges:
        before, found, rest = text.partition(f" {bridge} ")
        name = clean_name(rest) if found and not is_organisation(before) else None
        if name:
            return name
    return None


def _is_verb(word: str) -> bool:
    """Whether a word makes a sentence of the line: it is in lower case and none of the small words of names."""
    return word[0].islower() and folded(word) not in integreat_words().small_words


def _is_part(words: list[str]) -> bool:
    line = f"{' '.join(words)} "
    return any(line.startswith(f"{part} ") for part in integreat_words().parts if part not in integreat_words().words)


def part_name(text: str) -> str | None:
    """A part of an organisation that a line names ("Außenstelle Augsburg"), None where it names none."""
    words = folded_words(text)
    if not words or not _is_part(words) or len(text) > 80 or any(_is_verb(word) for word in _WORD.findall(text)):
        return None
    return text.strip(" :;,") if not integreat_words().persons & set(words) else None


def name_in_heading(text: str) -> str | None:
    """The organisation at the end of a heading such as "Beratung der IHK Schwaben"."""
    return _behind(text, (*integreat_words().bridges, *integreat_words().heading_bridges))


def is_person(text: str) -> bool:
    """Whether a line names a person: a form of address or a function, or two to four names and no organisation."""
    words = folded_words(text)
    if not words or len(words) > 8:
        return False
    if integreat_words().persons & set(words):
        return True
    first = text.partition("(")[0].partition(",")[0].strip()
    return 2 <= len(first.split()) <= 4 and all(_NAME_LIKE.match(f"{word} ") for word in first.split())


def names_person(text: str) -> bool:
    """Whether a text holds a form of address or the word for somebody's function."""
    return not integreat_words().persons.isdisjoint(folded_words(text))


def _without_foreign_parts(name: str) -> str:
    """The name without what stands before or behind it between commas, unless it goes on ("für Kinder, Frauen")."""
    parts = [part.strip() for part in name.split(",")]
    own = [number for number, part in enumerate(parts) if is_organisation(part)]
    if not own:
        return name
    if " für " in parts[own[-1]]:
        own += range(own[-1] + 1, len(parts))
    return ", ".join(parts[number] for number in own)
