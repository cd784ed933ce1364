"""The grammar of German organisation names: patterns of the taxonomy filled from the lexicons."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from service.domain.taxonomy import Role
from training.lexicons import Community, Lexicons

PLACEHOLDERS = (
    "coined", "country", "demonym", "language", "number", "party", "patron", "people", "quarter", "region", "saint", "state",
    "town",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PLACE = re.compile(
    r",? *(?:\b(?:in der|in|im|für|der Stadt|des Landkreises|Landkreis|Kreis|Stadt|und Umgebung)\b *)?"
    r"\{(?:town|region|quarter|state)\}(?![\w-])"
)
#: How often a pattern is drawn in a round: more often where it stands for many names (communities, countries, parties,
#: bodies named by their place alone), most often where the name itself is coined.
_VARIED = re.compile(r"\{(?:demonym|people|country|party)\}|^\w+ \{(?:town|region)\}$")
_DRAWN, _DRAWN_VARIED, _DRAWN_COINED = 1, 2, 12
_SYLLABLES = (
    "a", "al", "am", "an", "ar", "be", "bo", "da", "de", "di", "do", "el", "en", "fa", "ga", "go", "ha", "in", "is", "ja",
    "ka", "ki", "ko", "la", "li", "lo", "ma", "mi", "mo", "na", "ne", "ni", "nu", "o", "pa", "ra", "ri", "ro", "sa", "se",
    "si", "so", "ta", "ti", "to", "tu", "u", "va", "vi", "wa", "ya", "yo", "za", "zu", "sha", "tra", "kin", "mar", "san",
)  # fmt: skip
#: Words that say nothing without the place behind them.
_BARE = {"stadt", "landkreis", "kreis", "gemeinde", "markt", "verein", "region", "haus", "stadtverwaltung", "e.v."}


def fill(pattern: str, lexicons: Lexicons, rng: Random) -> str:
    """The pattern with each placeholder filled; community placeholders of one pattern name the same community."""
    stems = [c for c in lexicons.communities if c.stem.endswith(("isch", "deutsch"))]
    community = rng.choice(stems if "{demonym}" in pattern else lexicons.communities)
    return _PLACEHOLDER.sub(lambda match: _filling(match.group(1), community, lexicons, rng), pattern)


def _filling(placeholder: str, community: Community, lexicons: Lexicons, rng: Random) -> str:
    match placeholder:
        case "demonym":
            return community.stem
        case "people" | "country":
            return str(getattr(community, placeholder))
        case "language":
            return community.language or "Arabisch"
        case "coined":
            return coined(rng)
        case "number":
            return str(rng.choice((*range(1, 16), 32, 40, 41, 50, 51, 53, 57)))
        case _:
            return rng.choice(lexicons.places[placeholder])


def coined(rng: Random) -> str:
    """A made-up word or acronym, as many associations call themselves: "Nakuro", "KOMSA"."""
    word = "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((2, 3, 3, 4))))
    if rng.random() < 0.2:
        return "".join(rng.choice("ABCDEFGHIKLMNOPRSTUVWZ") for _ in range(rng.choice((3, 3, 4, 5))))
    return word.upper() if rng.random() < 0.1 else word.capitalize()


def without_place(pattern: str) -> str:
    """The pattern without its last place, as on a list where the place goes without saying; unchanged if little is left."""
    places = list(_PLACE.finditer(pattern))
    if not places:
        return pattern
    last = places[-1]
    shorter = " ".join((pattern[: last.start()] + pattern[last.end() :]).split()).strip(" ,-–")
    telling = [w for w in shorter.split() if len(w) >= 3 and w.lower() not in _BARE and not w.startswith("{")]
    return shorter if telling else pattern


def role_patterns(role: Role, lexicons: Lexicons) -> tuple[str, ...]:
    """All name patterns of a role: its patterns, then its German label and synonyms as names."""
    return tuple(dict.fromkeys((*lexicons.names[role.key], role.label.de, *role.synonyms.de)))


def names_of_role(role: Role, lexicons: Lexicons, number: int, rng: Random) -> Iterator[str]:
    """That many names of a role in shuffled rounds over its patterns, each drawn as often as it stands for many names."""
    patterns = [p for pattern in role_patterns(role, lexicons) for p in [pattern] * _draws(pattern)]
    yield from (fill(pattern, lexicons, rng) for pattern in _rounds(patterns, number, rng))


def _draws(pattern: str) -> int:
    if "{coined}" in pattern:
        return _DRAWN_COINED
    return _DRAWN_VARIED if _VARIED.search(pattern) else _DRAWN


def _rounds(patterns: Sequence[str], number: int, rng: Random) -> Iterator[str]:
    given = 0
    while given < number:
        order = list(patterns)
        rng.shuffle(order)
        for pattern in order[: number - given]:
            given += 1
            yield without_place(pattern) if rng.random() < 0.3 else pattern
