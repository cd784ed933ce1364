"""The index in which places are found by what people write."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from service.domain.deliveries import DeliveredPostcode
from service.domain.places import Place, PlaceWords, Register
from service.matching.place_names import district_forms, forms_of, words_of

Keys = tuple[str, ...]
Names = Mapping[str, Keys]

_Found = defaultdict[str, set[str]]


@dataclass(frozen=True)
class PlaceIndex:
    """Keys by the forms of names; the keys of one name stand the largest place first.

    `exact`, `bare`, `heads` and `initials` hold municipalities by the forms of their names, `rural` Landkreise as they are
    called behind a word such as "Landkreis" and `named` by the names that need none; `postcodes` holds keys by postcode,
    `served` by the name of a place that a postcode serves; `spellings` holds names by first letter and length.
    """

    register: Register
    words: PlaceWords
    exact: Names
    bare: Names
    heads: Names
    initials: Names
    rural: Names
    named: Names
    government_districts: Names
    states: Mapping[str, str]
    postcodes: Names
    served: Names
    spellings: Mapping[tuple[str, int], tuple[str, ...]]

    def city_of(self, land: str) -> str | None:
        """The municipality that is a whole Land (Hamburg, Berlin)."""
        key = land + "000000"
        return key if key in self.register.towns else None


def build_index(register: Register, words: PlaceWords, postcodes: Iterable[DeliveredPostcode] = ()) -> PlaceIndex:
    """The index of a register's places and, where they are known, of postcodes with the places they serve."""
    exact, bare, heads, initials = _town_names(register.towns.values(), words)
    by_postcode, served = _postcodes(register, words, postcodes)
    rural, named = _district_names(register, words)
    return PlaceIndex(
        register=register,
        words=words,
        exact=_ordered(exact, register),
        bare=_ordered(bare, register),
        heads=_ordered(heads, register),
        initials=_ordered(initials, register),
        rural=_ordered(rural, register),
        named=_ordered(named, register),
        government_districts=_ordered(_government_districts(register, words), register),
        states=_states(register, words),
        postcodes=_ordered(by_postcode, register),
        served=_ordered(served, register),
        spellings=_spellings([*exact, *rural]),
    )


def _town_names(towns: Iterable[Place], words: PlaceWords) -> tuple[_Found, _Found, _Found, _Found]:
    exact, bare, heads, initials = (defaultdict[str, set[str]](set) for _ in range(4))
    for place in towns:
        forms = forms_of(place.name, words)
        exact[forms.full].add(place.key)
        bare[forms.bare].add(place.key)
        if forms.head:
            heads[forms.head].add(place.key)
        if forms.initials:
            initials[forms.initials].add(place.key)
        first, _, rest = forms.full.partition(" ")
        if rest and first in words.titles:
            heads[rest].add(place.key)
    return exact, bare, heads, initials


def _district_names(register: Register, words: PlaceWords) -> tuple[_Found, _Found]:
    """Landkreise by every form, and by those that need no "Landkreis" before them."""
    rural, named = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for place in register.districts.values():
        if place.key + "000" in register.towns or "Stadt" in place.type:
            continue
        for form in district_forms(place.name, words):
            rural[form].add(place.key)
        forms = forms_of(place.name, words)
        for name in filter(None, (forms.full, forms.bare, forms.head)):
            named[name].add(place.key)
    return rural, named


def _government_districts(register: Register, words: PlaceWords) -> _Found:
    found = defaultdict[str, set[str]](set)
    for place in register.government_districts.values():
        tokens = words_of(place.name, words)
        found[" ".join(tokens)].add(place.key)
        found[" ".join(word for word in tokens if word not in words.government_districts)].add(place.key)
    return found


def _states(register: Register, words: PlaceWords) -> Mapping[str, str]:
    names = {" ".join(words_of(name, words)): key for key, known in words.states.items() for name in known}
    return MappingProxyType(names | {" ".join(words_of(p.name, words)): p.key for p in register.states.values()})


def _postcodes(register: Register, words: PlaceWords, postcodes: Iterable[DeliveredPostcode]) -> tuple[_Found, _Found]:
    """Keys by postcode and by the name of a place that a postcode serves."""
    by_postcode, served = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for row in postcodes:
        key = _town_key(register.current(row.key), register)
        by_postcode[row.postcode].add(key)
        served[" ".join(words_of(row.place, words))].add(key)
    for place in register.towns.values():
        # Where the Kreis is known already, the seat of one municipality must not hide the others that it serves.
        known = by_postcode[place.postcode] if place.postcode else None
        if known is not None and not any(place.key.startswith(key[:5]) for key in known):
            known.add(place.key)
    return by_postcode, served


def _town_key(key: str, register: Register) -> str:
    """The key of a kreisfreie Stadt as a municipality, any other key as it is."""
    return key + "000" if key + "000" in register.towns else key


def _ordered(found: Mapping[str, Iterable[str]], register: Register) -> Names:
    """The keys of each name, the largest place first."""

    def rank(key: str) -> tuple[int, str]:
        return -(register.population(key) or 0), key

    return MappingProxyType({name: tuple(sorted(keys, key=rank)) for name, keys in found.items()})


def _spellings(names: Iterable[str]) -> Mapping[tuple[str, int], tuple[str, ...]]:
    found = defaultdict[tuple[str, int], list[str]](list)
    for name in sorted(set(names)):
        if name:
            found[name[0], len(name)].append(name)
    return MappingProxyType({block: tuple(members) for block, members in found.items()})
