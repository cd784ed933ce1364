"""Places of Germany by the Amtlicher Gemeindeschlüssel (AGS), always a string of digits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from service.domain.deliveries import DeliveredPlace
from service.domain.names import folded

GERMANY = ""


class Level(StrEnum):
    """Level of government that is responsible (German: "Verwaltungsebene")."""

    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    GOVERNMENT_DISTRICT = "government_district"
    STATE = "state"
    FEDERAL = "federal"
    NONE = "none"


#: Digits of the AGS that name a place of each level (Land 2, Regierungsbezirk 3, Kreis 5, Gemeinde 8).
DIGITS: Mapping[Level, int] = {
    Level.FEDERAL: 0,
    Level.STATE: 2,
    Level.GOVERNMENT_DISTRICT: 3,
    Level.DISTRICT: 5,
    Level.MUNICIPALITY: 8,
}


@dataclass(frozen=True)
class Place:
    """A Land, Regierungsbezirk, Kreis or municipality of the register."""

    key: str
    name: str
    type: str = ""
    population: int | None = None
    postcode: str | None = None


@dataclass(frozen=True)
class FormerKey:
    """A key that is no longer valid, the key that holds its area, since when, and the code of what tells so."""

    former: str
    successor: str
    valid_from: str
    evidence: str


@dataclass(frozen=True)
class PlaceWords:
    """Words in names of places, all folded (data/imports/places.yaml).

    `titles` stand before or behind a town ("stadt"), `state_titles` a Land, `districts` a Kreis and `government_districts`
    a Regierungsbezirk; `fillers` say nothing ("an", "der"); `short` holds abbreviated words and their full form, `states`
    the names of each Land by its key, `germany` the ways to say everywhere.
    """

    titles: frozenset[str]
    state_titles: frozenset[str]
    districts: frozenset[str]
    government_districts: frozenset[str]
    fillers: frozenset[str]
    short: Mapping[str, str]
    states: Mapping[str, tuple[str, ...]]
    germany: frozenset[str]


def canonical(key: str) -> str:
    """The key with a kreisfreie Stadt written in five digits: "09562000" and "09562" are one place."""
    return key[:5] if len(key) == 8 and key.endswith("000") else key


def is_key(text: str) -> bool:
    """Whether the text has the form of a key: "", 2, 3, 5 or 8 ASCII digits."""
    return len(text) in DIGITS.values() and (not text or (text.isascii() and text.isdigit()))


def overlaps(first: str, second: str) -> bool:
    """Whether one place contains the other, by prefix of their canonical keys."""
    first, second = canonical(first), canonical(second)
    return first.startswith(second) or second.startswith(first)


def truncate(key: str, level: Level) -> str | None:
    """The key of the place of this level that contains the given one; None where the key is too short to say."""
    if level is Level.NONE:
        return None
    if level is Level.MUNICIPALITY and len(canonical(key)) == 5 and len(key) == 8:
        return key
    digits = DIGITS[level]
    return key[:digits] if len(key) >= digits else None


@dataclass(frozen=True)
class Register:
    """Names of places; knows all Laender, Regierungsbezirke and Kreise and the larger towns, or all municipalities."""

    states: Mapping[str, Place]
    government_districts: Mapping[str, Place]
    districts: Mapping[str, Place]
    towns: Mapping[str, Place]
    successors: Mapping[str, str]

    def current(self, key: str) -> str:
        """The key that is valid today: a former key's successor, else the key itself."""
        if key in self.successors:
            return self.successors[key]
        former = key[:5]
        return self.successors[former] if former in self.successors and key[5:] in ("", "000") else key

    def knows(self, key: str) -> bool:
        """Whether the key lies in an existing Kreis, Regierungsbezirk or Land; any municipality of a Kreis is accepted."""
        if len(key) >= 5:
            return key[:5] in self.districts
        if len(key) == 3:
            return any(district.startswith(key) for district in self.districts)
        return not key or key in self.states

    def place(self, key: str) -> Place:
        """The place with its name; for a municipality that is not in the register, the key stands as its name."""
        known = self.towns.get(key) or self.districts.get(canonical(key)) or self.government_districts.get(key)
        return known or self.states.get(key) or Place(key, key)

    def population(self, key: str) -> int | None:
        """Inhabitants of the place, where the register knows them."""
        return self.place(key).population

    @cached_property
    def findable(self) -> tuple[tuple[str, Place], ...]:
        """Folded name and place of each Land, Kreis and town, the largest first; a kreisfreie Stadt once."""
        places = {canonical(place.key): place for place in self.towns.values()} | {**self.districts, **self.states}
        ordered = sorted(places.values(), key=lambda place: (-(place.population or 0), place.key))
        return tuple((folded(place.name), place) for place in ordered)


def register_from_places(places: Iterable[DeliveredPlace], former: Mapping[str, str]) -> Register:
    """The register that these places make; `former` holds the successor of each former key."""
    by_digits: dict[int, dict[str, Place]] = {digits: {} for digits in DIGITS.values()}
    for place in places:
        if place.key:
            known = Place(place.key, place.name, place.type, place.population, place.postcode)
            by_digits[len(place.key)][place.key] = known
    states, government_districts, districts, towns = (by_digits[digits] for digits in (2, 3, 5, 8))
    valid = states.keys() | districts.keys() | towns.keys()
    successors = dict(_last_successors(former, valid))
    return Register(states, government_districts, districts, towns, successors)


def _last_successors(former: Mapping[str, str], valid: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Former keys with the last key of each chain; a key that is valid again is none."""
    existing = frozenset(valid)
    for key in former.keys() - existing:
        seen = {key}
        successor = former[key]
        while successor in former and successor not in existing | seen:
            seen.add(successor)
            successor = former[successor]
        yield key, successor
