"""Text to key: which place of the register a record means."""

import re
from dataclasses import dataclass

from service.domain.places import is_key, overlaps
from service.matching.place_index import Keys, PlaceIndex
from service.matching.place_names import words_of
from service.matching.place_readings import Named, read_place

__all__ = ["Ambiguous", "Found", "PlaceIndex", "Unknown", "resolve"]

_POSTCODE = re.compile(r"(?<![\d\w])(?:D\s?-\s?)?(\d{5})(?!\d)")
_APART = re.compile(r"\s*[(),;]\s*")


@dataclass(frozen=True)
class Found:
    """The key of the place and how it was found.

    `how` is key, former_key, name, short, district, government_district, state, germany, postcode, served (a place that a
    postcode serves), part (a part of the town) or spelling.
    """

    key: str
    how: str


@dataclass(frozen=True)
class Ambiguous:
    """Places that share the name, the largest first, or that contradict each other."""

    candidates: Keys


@dataclass(frozen=True)
class Unknown:
    """Nothing of the register is meant."""


def resolve(
    index: PlaceIndex,
    *,
    ags: str | None = None,
    postcode: str | None = None,
    place: str | None = None,
    state: str | None = None,
) -> Found | Ambiguous | Unknown:
    """The place that a record states: by its key, else by its name narrowed by Land and postcode, else by those alone."""
    if ags is not None and is_key(ags):
        current = index.register.current(ags)
        if index.register.knows(current):
            return Found(current, "key" if current == ags else "former_key")
    text, postcode = _split_postcode(place or "", (postcode or "").strip())
    land = index.states.get(" ".join(words_of(state, index.words))) if state else None
    if land is None and text:
        text, land = _split_land(index, text)
    named = read_place(index, text) if text else None
    near = index.postcodes.get(postcode, ())
    if named is None:
        return _without_name(index, near, land, bool(text))
    if near and not _close(named.keys, near):
        served = _close(index.served.get(" ".join(words_of(text, index.words)), ()), near)
        named = Named(served, "served") if served else named
    return _narrowed(index, named, land, postcode)


def _narrowed(index: PlaceIndex, named: Named, land: str | None, postcode: str) -> Found | Ambiguous:
    """Which of the named places Land and postcode leave."""
    keys = tuple(key for key in named.keys if land is None or overlaps(key, land))
    if not keys:
        return Ambiguous((*named.keys, *([land] if land else [])))
    near = index.postcodes.get(postcode, ())
    close = _close(keys, near)
    if near and not close:
        return Ambiguous((*keys, *(key for key in near if key not in keys)))
    keys = close or keys
    seated = tuple(key for key in keys if postcode and index.register.place(key).postcode == postcode)
    keys = seated if len(seated) == 1 else keys
    settled = len(keys) == 1 or (named.sure and keys[0] == named.keys[0])
    if settled and not (named.doubtful and land is None and not close):
        return Found(keys[0], named.how)
    return Ambiguous(keys)


def _without_name(index: PlaceIndex, near: Keys, land: str | None, named: bool) -> Found | Ambiguous | Unknown:
    """The place of postcode or Land alone; a place that nobody knows may lie anywhere in its Land but for Berlin."""
    keys = tuple(key for key in near if land is None or overlaps(key, land)) or near
    if len(keys) == 1:
        return Found(keys[0], "postcode")
    if keys:
        return Ambiguous(keys)
    city = index.city_of(land) if land is not None else None
    if city is not None:
        return Found(city, "part" if named else "state")
    return Unknown() if land is None or named else Found(land, "state")


def _close(keys: Keys, near: Keys) -> Keys:
    """The keys that lie in the Kreis of one of the others, or contain it."""
    districts = [other[:5] for other in near]
    return tuple(key for key in keys if any(district.startswith(key[:5]) for district in districts))


def _split_postcode(text: str, stated: str) -> tuple[str, str]:
    """The text without the postcode in it, and the stated postcode or else the one of the text."""
    found = _POSTCODE.search(text)
    if found is None:
        return text.strip(), stated
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;-")
    return rest, stated or found[1]


def _split_land(index: PlaceIndex, text: str) -> tuple[str, str | None]:
    """The text without a Land or "Deutschland" behind the place ("Fürth, Bayern"), and the key of that Land."""
    pieces = [piece for piece in _APART.split(text) if piece]
    full = " ".join(words_of(text, index.words))
    if len(pieces) < 2 or full in index.exact:
        return text, None
    last = " ".join(words_of(pieces[-1], index.words))
    land = index.states.get(last)
    if land is None and last not in index.words.germany:
        return text, None
    return ", ".join(pieces[:-1]), land
