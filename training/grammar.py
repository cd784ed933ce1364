"""The grammar of German organisation names: patterns of the taxonomy filled from the lexicons."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from service.domain.taxonomy import Role
from training.lexicons import Community, Lexicons

PLACEHOLDERS = (
    "country", "demonym", "language", "number", "party", "patron", "people", "quarter", "region", "saint", "state",
    "town",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PLACE = re.compile(
    r",? *(?:\b(?:in der|in|im|für|der Stadt|des Landkreises|Landkreis|Kreis|Stadt|und Umgebung)\b *)?"
    r"\{(?:town|region|quarter|state)\}(?![\w-])"
)
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
        case "number":
            return str(rng.choice((*range(1, 16), 32, 40, 41, 50, 51, 53, 57)))
        case _:
            return rng.choice(lexicons.places[placeholder])


def without_place(pattern: str) -> str:
    """The pattern without its last place, as on a list where the place goes without saying; unchanged if little is left."""
    places = list(_PLACE.finditer(pattern))
    if not places:
        return pattern
    last = places[-1]
    shorter = " ".join((pattern[: last.start()] + pattern[last.end() :]).split()).strip(" ,-–")
    telling = [w for w in shorter.split() if len(w) >= 3 and w.lower() not in _BARE and not w.startswith("{")]
    return shorter if telling else pattern


def role_patterns(role: Role) -> tuple[str, ...]:
    """All name patterns of a role: its patterns, then its German label and synonyms as names."""
    return tuple(dict.fromkeys((*role.name_patterns, role.label.de, *role.synonyms.de)))


def names_of_role(role: Role, lexicons: Lexicons, number: int, rng: Random) -> Iterator[str]:
    """That many names of a role, every pattern equally often, in shuffled rounds."""
    patterns = role_patterns(role)
    yield from (fill(pattern, lexicons, rng) for pattern in _rounds(patterns, number, rng))


def _rounds(patterns: Sequence[str], number: int, rng: Random) -> Iterator[str]:
    given = 0
    while given < number:
        order = list(patterns)
        rng.shuffle(order)
        for pattern in order[: number - given]:
            given += 1
            yield without_place(pattern) if rng.random() < 0.3 else pattern
