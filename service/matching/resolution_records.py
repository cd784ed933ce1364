"""What resolution compares of organisations, as arrays: names, places, postcodes, streets, positions and contacts."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from service.domain.name_forms import NameForms, split_words
from service.domain.names import folded
from service.domain.places import canonical
from service.domain.resolution import Contender
from service.matching.resolution_names import FormTable, Spelled, spell_names, table_of

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]

Value = TypeVar("Value", bound=Hashable)

_HOUSE = re.compile(r"\s*(\d+)\s*([a-z]?)\b.*$")
_STREET = re.compile(r"str(?:\b\.?|asse\b)")
#: A word of at least this length that is one stroke away from the place's name is taken for it.
_SURE_LENGTH = 6
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Whereabouts:
    """The places of a record: canonical keys, the seat's first, and the words of the place's name."""

    keys: tuple[str, ...]
    words: frozenset[str]


@dataclass(frozen=True)
class Records:
    """Contenders as arrays, one entry a contender; a code of -1 stands for what is not known.

    `full` and `core` are rows of `forms`: the whole name, and the name without its own place. `place` numbers `places`.
    """

    ids: tuple[str, ...]
    forms: FormTable
    full: Codes
    core: Codes
    places: tuple[Whereabouts, ...]
    place: Codes
    postcode: Codes
    postcodes: tuple[str, ...]
    street: NDArray[np.object_]
    house: Codes
    lat: Floats
    lon: Floats
    domain: Codes
    mailbox: Codes
    phone: Codes
    role: Codes


def make_records(contenders: Sequence[Contender], words: NameForms, weights: Mapping[str, float]) -> Records:
    """The arrays of some contenders; `weights` holds the weights of common words of names."""
    spelled = spell_names([contender.name for contender in contenders], words)
    where = _whereabouts(contenders, words)
    place, places = _numbered(where)
    rows: dict[tuple[str, ...], int] = {}
    table: list[Spelled] = []

    def row_of(name: Spelled) -> int:
        if name.words not in rows:
            rows[name.words] = len(table)
            table.append(name)
        return rows[name.words]

    full = np.array([row_of(spelled[c.name]) for c in contenders], dtype=np.int64)
    core = np.array(
        [row_of(_without_place(spelled[c.name], w.words)) for c, w in zip(contenders, where, strict=True)],
        dtype=np.int64,
    )
    postcode, postcodes = _numbered([contender.postcode for contender in contenders])
    streets = [_street(contender.street) for contender in contenders]
    return Records(
        ids=tuple(contender.id for contender in contenders),
        forms=table_of(table, words, weights),
        full=full,
        core=core,
        places=tuple(places),
        place=place,
        postcode=postcode,
        postcodes=tuple(postcodes),
        street=np.array([street for street, _ in streets], dtype=object),
        house=_numbered([number or None for _, number in streets])[0],
        lat=np.array([np.nan if c.lat is None else c.lat for c in contenders], dtype=np.float64),
        lon=np.array([np.nan if c.lon is None else c.lon for c in contenders], dtype=np.float64),
        domain=_numbered([domain_of(contender, words) for contender in contenders])[0],
        mailbox=_numbered(
            [contender.email.strip().casefold() if contender.email else None for contender in contenders]
        )[0],
        phone=_numbered([telephone_digits(contender.phone) for contender in contenders])[0],
        role=_numbered([contender.role for contender in contenders])[0],
    )


def _numbered(values: Iterable[Value | None]) -> tuple[Codes, list[Value]]:
    """A number for each distinct value in the order of appearance, -1 for None."""
    numbers: dict[Value, int] = {}
    codes = [-1 if value is None else numbers.setdefault(value, len(numbers)) for value in values]
    return np.array(codes, dtype=np.int64), list(numbers)


def _whereabouts(contenders: Sequence[Contender], words: NameForms) -> list[Whereabouts]:
    """Each contender's places; a place's name is known of all that lie in it when one of them tells it."""
    told: dict[str, frozenset[str]] = {}
    named: dict[str, set[str]] = {}
    for contender in contenders:
        if contender.place:
            if contender.place not in told:
                told[contender.place] = _place_words(contender.place, words)
            if contender.prefixes:
                named.setdefault(canonical(contender.prefixes[0]), set()).update(told[contender.place])
    found = []
    for contender in contenders:
        keys = tuple(dict.fromkeys(canonical(key) for key in contender.prefixes))
        own = told.get(contender.place or "", frozenset())
        found.append(Whereabouts(keys, own | frozenset(named.get(keys[0], ())) if keys else own))
    return found


def _place_words(place: str, words: NameForms) -> frozenset[str]:
    """The words of a place's name without titles; that it is a Landkreis is no title, since its seat is another place."""
    found = {meant for word in split_words(place) for meant in words.same.get((word,), (word,))}
    return frozenset(w for w in found - words.fillers if w not in words.titles or words.kind(w) == "territory")


def _without_place(name: Spelled, place: frozenset[str]) -> Spelled:
    if not place:
        return name
    return name.without({word for word in name.words if word in place or _of_place(word, place)})


def _of_place(word: str, place: frozenset[str]) -> bool:
    """Whether a word is a place's name with an ending ("Muenchner", "Erlanger", "Bayerns") or misspelt."""
    if len(word) >= _SURE_LENGTH and any(word[0] == town[0] and OSA.distance(word, town) < 2 for town in place):
        return True
    if not word.endswith(("er", "s")):
        return False
    stems = (word.removesuffix("s"), word.removesuffix("er"), word.removesuffix("ner"))
    return any(len(town) > 3 and any(s in (town, town[:-1], town[:-2]) for s in stems if len(s) > 3) for town in place)


def _street(text: str | None) -> tuple[str, str]:
    """Name and house number of a street, "" where they are not known."""
    plain = folded(text or "").strip(" ,.")
    number = _HOUSE.search(plain)
    name = plain[: number.start()] if number and number.start() else plain
    house = number.group(1) + number.group(2) if number and number.start() else ""
    return "".join(_WORD.findall(_STREET.sub("str", name))), house


def domain_of(contender: Contender, words: NameForms) -> str | None:
    """The domain of the website, else of the mailbox; None where many organisations share it."""
    address = contender.website or ""
    host = urlsplit(address if "//" in address else f"//{address}").netloc if "[" not in address else ""
    host = host.rpartition("@")[2].partition(":")[0].casefold().removeprefix("www.")
    if (not host or host in words.shared_domains) and contender.email:
        host = contender.email.rpartition("@")[2].strip().casefold()
    return None if not host or host in words.shared_domains else host


def telephone_digits(number: str | None) -> str | None:
    """The digits of a German telephone number with the leading zero of its area code; None where they are too few."""
    text = re.sub(r"\(0\)", "", number or "")
    digits = re.sub(r"\D", "", text)
    if text.lstrip().startswith("+49"):
        digits = "0" + digits[2:].lstrip("0")
    elif digits.startswith("0049"):
        digits = "0" + digits[4:].lstrip("0")
    return digits if len(digits) >= 6 else None
