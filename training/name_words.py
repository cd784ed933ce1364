"""The kinds of words in names, gathered from the register and the lexicons; they go into the role model's artefact."""

from collections.abc import Iterable

from service.domain.names import normal_name
from service.domain.places import Register
from service.matching.name_words import NameWords
from training.lexicons import Lexicons

#: Words of place names that are also words of the language, so that they must speak for themselves.
_COMMON = frozenset(
    "alte alter altes bad berg dorf freie freien gross grosse haus hohe hohen insel klein kreis land landes landkreis lage "
    "mark markt mitte nord neue neuen neuer ober ost region rhein see stadt sued unter wald werder west".split()
)


def make_name_words(register: Register, lexicons: Lexicons) -> NameWords:
    """Places with their adjectives, parties, peoples, countries, first names, saints and surnames, all folded."""
    registered = [*register.towns.values(), *register.districts.values(), *register.states.values()]
    places = _words([place.name for place in registered] + list(lexicons.places["region"]), 4) - _COMMON
    people = _words((community.people for community in lexicons.communities), 4)
    parties = {normal_name(party) for party in lexicons.places["party"]}
    kinds = {
        "place": places | {adjective for place in places for adjective in adjectives(place)},
        "party": {party for party in parties if " " not in party},
        "people": people | {word + "n" for word in people},
        "country": _words((community.country for community in lexicons.communities), 4),
        "first": _words(lexicons.first_names, 3),
        "saint": _words(lexicons.places["saint"], 4),
        "last": _words(lexicons.surnames, 3),
    }
    stems = {normal_name(community.stem) for community in lexicons.communities}
    return NameWords(
        {kind: frozenset(words) for kind, words in kinds.items()}, frozenset(stem for stem in stems if len(stem) > 4)
    )


def adjectives(place: str) -> Iterable[str]:
    """How things of a place are called: "nuernberg" -> "nuernberger", "muenchen" -> "muenchner", "bremen" -> "bremer"."""
    if place.endswith("en"):
        return (place[:-2] + "ner", place[:-2] + "er", place + "er")
    return () if place.endswith("er") else (place + "er", place + "r")


def _words(names: Iterable[str], shortest: int) -> set[str]:
    return {word for name in names for word in normal_name(name).split() if len(word) >= shortest}
