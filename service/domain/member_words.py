"""Words by which a line of an attendance list is told apart: what names a person, an office or an organisation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from service.domain.names import folded

#: What a word may be, as one letter each, so that patterns of words are regular expressions.
SALUTATION, TITLE, RANK, OFFICE, FUNCTION = "S", "T", "R", "O", "K"
FIRST_NAME, SURNAME, INITIAL, PARTICLE, UNKNOWN = "F", "L", "I", "P", "C"
BODY, NAMESAKE, ACRONYM, WORD, SAINT, PLACE, EITHER = "B", "H", "U", "W", "A", "G", "M"
JOINER, NUMBER, SMALL = "J", "D", "x"

_JOINERS = frozenset({"und", "u", "u.", "sowie", "&", "+", "bzw.", "oder"})
_BEFORE_NAMES = (
    (SALUTATION, "salutations"),
    (SAINT, "saint_marks"),
    (TITLE, "titles"),
    (RANK, "ranks"),
    (OFFICE, "offices"),
)
_INITIAL = re.compile(r"[^\W\d_]\.?|[^\W\d_][a-zäöü]{1,2}\.|(?:[^\W\d_]\.){2}")
_FEMININE = re.compile(r"[*:/_]-?in(?:nen)?$|(?<=[a-z])In(?:nen)?$")
_CAMEL = re.compile(r"\w*[a-zäöüß][A-ZÄÖÜ]\w*")
_ACRONYM = re.compile(
    r"(?:[^\W\d_]\.){2,}[^\W\d_]\.?|[A-ZÄÖÜ]{2,5}|(?=.*[a-zäöü])[\w-]*[a-zäöü][A-ZÄÖÜ][\w-]*|(?=.*[A-ZÄÖÜ].*[A-ZÄÖÜ])[\w]{2,7}"
)
_OFFICES = ("beauftragte", "beauftragter", "beauftragten", "koordinator", "koordinatorin", "lotse", "lotsin")
_MARKS = ".,;:!?\"'„“”‚‘’«»…_"
#: Shortest word that an ending of the second list may tell, and shortest surname that its ending may tell.
_LONG, _SURNAME = 8, 6


@dataclass(frozen=True, eq=False)
class MemberWords:
    """Kinds of words, all folded: `lists` by the name of their list, and the endings that tell words nobody listed."""

    lists: Mapping[str, frozenset[str]]
    organisation_endings: tuple[str, ...]
    long_endings: tuple[str, ...]
    surname_endings: tuple[str, ...]

    @cached_property
    def remark_start(self) -> re.Pattern[str]:
        """A remark that takes the rest of its part of the line with it."""
        phrases = sorted(self.lists["remark_starts"], key=len, reverse=True)
        return re.compile(
            r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")(?!\w).*$", re.IGNORECASE
        )

    @cached_property
    def single_bodies(self) -> frozenset[str]:
        """Umbrella bodies and offices whose name is one word."""
        return frozenset(body for body in self.lists["bodies"] if " " not in body)

    def is_namesake(self, key: str) -> bool:
        """Whether a word names a kind of house that is called after persons ("Grundschule")."""
        return key in self.lists["namesakes"] or any(
            key.endswith(ending) for ending in self.lists["namesakes"] if len(ending) > _SURNAME - 2
        )


def key_of(token: str) -> str:
    """The comparable form of a word: folded, without marks at its ends, both genders as one."""
    bare = token.strip(_MARKS)
    bare = _FEMININE.sub("in", bare) if not bare.isupper() else bare
    return folded(bare)


def codes(tokens: list[str], words: MemberWords) -> str:
    """The kinds of the words of a line, one letter for each."""
    return "".join(kind_of(token, words) for token in tokens)


# Few words make up most lists.
@lru_cache(maxsize=1 << 14)
def kind_of(token: str, words: MemberWords) -> str:
    """What a word is, as one letter."""
    bare, key, lists = token.strip(_MARKS), key_of(token), words.lists
    if token in _JOINERS:
        return JOINER
    if not bare or not any(character.isalpha() for character in bare):
        return NUMBER if any(character.isdigit() for character in bare) else SMALL
    if bare[0].islower():
        return _small(key, lists)
    for kind, name in _BEFORE_NAMES:
        if key in lists[name] and not (kind == SALUTATION and len(bare) == 2 and bare.isupper()):
            return kind
    return _capital(token, bare, key, words)


def _small(key: str, lists: Mapping[str, frozenset[str]]) -> str:
    if key in lists["particles"]:
        return PARTICLE
    if key in lists["functions"]:
        return FUNCTION
    if key in ("dr", "prof"):
        return TITLE
    return WORD if key in lists["legal_forms"] or key in lists["bodies"] else SMALL


def _capital(token: str, bare: str, key: str, words: MemberWords) -> str:
    lists = words.lists
    if token.rstrip(",;").endswith("-"):
        return WORD
    if key in lists["functions"] or key.endswith(("vorsitzende", "vorsitzender")):
        return FUNCTION
    if key in words.single_bodies or key.split("-")[0] in words.single_bodies:
        return BODY
    if key in lists["namesakes"]:
        return NAMESAKE
    if key in lists["legal_forms"] or key in lists["organisation_words"]:
        return EITHER if key in lists["surnames"] else WORD
    return _name(token, bare, key, words)


def _name(token: str, bare: str, key: str, words: MemberWords) -> str:
    lists = words.lists
    if "/" in key:
        return _slashed(bare, words)
    if _CAMEL.fullmatch(bare):
        return ACRONYM
    if all(part in lists["first_names"] for part in key.split("-")):
        return FIRST_NAME
    for kind, name in ((PLACE, "places"), (SURNAME, "surnames")):
        if key in lists[name]:
            return kind
    return INITIAL if _INITIAL.fullmatch(token.strip(",;:()")) else _unlisted(bare, key, words)


def _unlisted(bare: str, key: str, words: MemberWords) -> str:
    if words.is_namesake(key):
        return NAMESAKE
    if key.endswith(_OFFICES):
        return OFFICE
    if key.endswith(words.organisation_endings) or (len(key) >= _LONG and key.endswith(words.long_endings)):
        return WORD
    if "-" in key:
        return ACRONYM if _ACRONYM.fullmatch(bare.split("-")[-1]) else _hyphenated(key, words)
    if len(key) >= _SURNAME and key.endswith(words.surname_endings):
        return SURNAME
    if _ACRONYM.fullmatch(bare) or any(character.isdigit() for character in bare):
        return ACRONYM
    return UNKNOWN


def _slashed(bare: str, words: MemberWords) -> str:
    kinds = [kind_of(part, words) for part in bare.split("/") if part]
    return WORD if any(kind in "BHUWAM" for kind in kinds) else max(kinds, default=UNKNOWN, key="CLFG".find)


def _hyphenated(key: str, words: MemberWords) -> str:
    lists, parts = words.lists, [part for part in key.split("-") if part]
    if any(part in lists["organisation_words"] or part.endswith(words.organisation_endings) for part in parts):
        return WORD
    if any(part in lists["surnames"] or part.endswith(words.surname_endings) for part in parts):
        return SURNAME
    return PLACE if any(part in lists["places"] for part in parts) else UNKNOWN
