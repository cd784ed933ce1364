"""Signed features of a pair of records: what speaks for one organisation is positive, what speaks against it negative."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from service.domain.name_forms import KINDS
from service.domain.places import overlaps
from service.matching.blocking import shared_weight
from service.matching.resolution_records import Codes, Floats, Records, Whereabouts

#: What the model reads; a fitted model that reads otherwise is refused. Those of `KINDS` tell of words of that kind.
RESOLUTION_FEATURES = (
    "same_name",
    "likeness",
    "spelling",
    "left_in_both",
    "left_in_one",
    *KINDS,
    "same_municipality",
    "same_district",
    "elsewhere",
    "name_here",
    "same_postcode",
    "other_postcode",
    "same_street",
    "other_street",
    "near",
    "far",
    "same_domain",
    "other_domain",
    "same_mailbox",
    "same_phone",
    "same_role",
    "other_role",
    "crowded",
    "meaning",
)

#: Left-over words are one word misspelt from this similarity on, unless both are common words.
_MISSPELT = 0.8
#: Relations of two places.
_ELSEWHERE, _NEXT, _UNKNOWN, _NEAR, _HERE = -2, -1, 0, 1, 2
#: Metres within which two positions are one house, and from which on they are far apart.
_HOUSE_METRES, _FAR_METRES = 150.0, 1_000.0
#: So many locations of one name in one place make the name tell nothing.
_CROWD = 5
_STREETS = 85.0


def pair_features(
    records: Records, first: Codes, second: Codes, alone: Mapping[str, float], common: Collection[str]
) -> Floats:
    """Features of pairs, shape (pairs, features); `alone` says what a kind tells that one name lacks, `common` common words.

    `meaning` is left 0: vectors are the caller's.
    """
    places = _relations(records, first, second)
    # The organisations of a Kreis are not those of its seat: only in one and the same place is its name no difference.
    local = places == _HERE
    names_first = np.where(local, records.core[first], records.full[first])
    names_second = np.where(local, records.core[second], records.full[second])
    names = _name_features(records, names_first, names_second, alone, common)
    found = names | _place_features(records, first, second, places) | _contact_features(records, first, second)
    here = (places == _HERE) | (found["same_postcode"] > 0)
    found["name_here"] = np.where(here, 1.0, np.where(places == _NEAR, 0.6, 0.0)) * found["likeness"]
    crowded = (_crowd(records)[first] >= _CROWD) & (found["same_name"] > 0)
    found["crowded"] = -np.where(crowded, 1.0 - 0.4 * found["near"], 0.0)
    found["meaning"] = np.zeros(len(first))
    return np.column_stack([found[name] for name in RESOLUTION_FEATURES])


def _name_features(
    records: Records, first: Codes, second: Codes, alone: Mapping[str, float], common: Collection[str]
) -> dict[str, Floats]:
    """Features of the distinct pairs of names, spread over all pairs."""
    forms = records.forms
    pairs, spread = np.unique(np.stack([first, second], axis=1), axis=0, return_inverse=True)
    a, b = pairs[:, 0], pairs[:, 1]
    letters_a, letters_b = forms.letters[a], forms.letters[b]
    alike = (forms.ordered[a] == forms.ordered[b]) | (letters_a == letters_b)
    same = alike | (forms.telling[a] == forms.telling[b])
    spelling = process.cpdist(forms.ordered[a], forms.ordered[b], scorer=fuzz.ratio, dtype=np.float32) / 100.0
    rest_a, rest_b = (np.asarray(forms.rest[side].sum(axis=1)).ravel() for side in (a, b))
    both = np.asarray(forms.rest[a].minimum(forms.rest[b]).sum(axis=1)).ravel()
    left_a, left_b = rest_a - both, rest_b - both
    misspelt = _misspelt(records, a, b, (np.minimum(left_a, left_b) > 0.05) & (spelling > 0.6) & ~same, common)
    smaller, larger = np.minimum(left_a, left_b), np.maximum(left_a, left_b)
    whole_a, whole_b = (np.asarray(forms.weights[side].sum(axis=1)).ravel() for side in (a, b))
    shared = shared_weight(records, a, b) * (whole_a + whole_b) / 2.0
    gained = shared + misspelt * (smaller + larger) / 2.0
    found = {
        "same_name": same.astype(np.float64),
        "likeness": np.where(same, 1.0, gained / np.maximum(whole_a + whole_b - gained, 1e-9)),
        "spelling": np.where(same, 1.0, np.clip(2.0 * spelling - 1.0, 0.0, 1.0)),
        "left_in_both": -np.where(same, 0.0, np.clip(smaller * (1.0 - misspelt), 0.0, 2.0)),
        "left_in_one": -np.where(same, 0.0, np.clip((larger - smaller) * (1.0 - misspelt), 0.0, 2.0)),
    }
    found |= {kind: _differing(records, a, b, column, alone[kind]) * ~alike for column, kind in enumerate(KINDS)}
    spread = spread.ravel()
    return {name: np.asarray(values, dtype=np.float64)[spread] for name, values in found.items()}


def _differing(records: Records, a: Codes, b: Codes, column: int, alone: float) -> Floats:
    kinds_a, kinds_b = records.forms.kinds[a, column], records.forms.kinds[b, column]
    one_lacks = (kinds_a == 0) | (kinds_b == 0)
    return -np.where(kinds_a == kinds_b, 0.0, np.where(one_lacks, alone, 1.0))


def _misspelt(records: Records, a: Codes, b: Codes, asked: NDArray[np.bool_], common: Collection[str]) -> Floats:
    """How surely the words that the two names do not share are the same words, misspelt or joined otherwise."""
    spelled, rows = records.forms.spelled, np.flatnonzero(asked)
    left, right, doubtful = [], [], []
    for first, second in zip(a[rows].tolist(), b[rows].tolist(), strict=True):
        words_a, words_b = spelled[first].words, spelled[second].words
        only_a = [word for word in words_a if word not in words_b]
        only_b = [word for word in words_b if word not in words_a]
        left.append("".join(only_a))
        right.append("".join(only_b))
        doubtful.append(all(word in common for word in only_a) and all(word in common for word in only_b))
    likeness = np.zeros(len(a))
    if len(rows):
        ratio = process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.float32) / 100.0
        sure = (ratio >= _MISSPELT) & (~np.array(doubtful) | (ratio == 1.0)) & ~_numbers_differ(left, right)
        likeness[rows] = np.where(sure, ratio, 0.0)
    return likeness


def _numbers_differ(left: list[str], right: list[str]) -> NDArray[np.bool_]:
    digits = [[c for c in text if c.isdigit()] for text in left], [[c for c in text if c.isdigit()] for text in right]
    return np.array([a != b for a, b in zip(*digits, strict=True)], dtype=bool)


def _relations(records: Records, first: Codes, second: Codes) -> Codes:
    """How the places of each pair lie: apart, next to each other in a Kreis, unknown, one in the other, the same."""
    pairs, spread = np.unique(
        np.stack([records.place[first], records.place[second]], axis=1), axis=0, return_inverse=True
    )
    told = [_relation(records.places[a], records.places[b]) for a, b in pairs.tolist()]
    return np.array(told, dtype=np.int64)[spread.ravel()]


def _relation(one: Whereabouts, other: Whereabouts) -> int:
    if one.keys and other.keys:
        if set(one.keys) & set(other.keys):
            return _HERE
        pairs = [(a, b) for a in one.keys for b in other.keys]
        if any(a[:5] == b[:5] and len(a) >= 5 for a, b in pairs):
            same_level = all(len(a) == len(b) == 8 for a, b in pairs)
            return _NEXT if same_level else _NEAR
        return _UNKNOWN if any(overlaps(a, b) for a, b in pairs) else _ELSEWHERE
    if one.words and other.words:
        return _HERE if one.words <= other.words or other.words <= one.words else _ELSEWHERE
    return _UNKNOWN


def _place_features(records: Records, first: Codes, second: Codes, places: Codes) -> dict[str, Floats]:
    codes_a, codes_b = records.postcode[first], records.postcode[second]
    known = (codes_a >= 0) & (codes_b >= 0)
    beginning = np.array([_area(code) for code in records.postcodes] or [0], dtype=np.int64)
    same_area = beginning[codes_a] == beginning[codes_b]
    metres = _metres(records, first, second)
    return {
        "same_municipality": (places == _HERE).astype(np.float64),
        "same_district": (places == _NEAR).astype(np.float64),
        "elsewhere": np.minimum(places, 0) / 2.0,
        "same_postcode": (known & (codes_a == codes_b)).astype(np.float64),
        "other_postcode": -np.where(known & (codes_a != codes_b), np.where(same_area, 0.4, 1.0), 0.0),
        "near": np.where(np.isnan(metres), 0.0, np.exp(-np.nan_to_num(metres) / _HOUSE_METRES)),
        "far": -np.clip(np.log10(np.maximum(np.nan_to_num(metres), 1.0) / _FAR_METRES), 0.0, 1.0),
        **_street_features(records, first, second),
    }


def _area(postcode: str) -> int:
    """The first two digits of a postcode as a number; -2 where there are none."""
    return int(postcode[:2]) if postcode[:2].isdecimal() else -2


def _street_features(records: Records, first: Codes, second: Codes) -> dict[str, Floats]:
    streets_a, streets_b = records.street[first], records.street[second]
    known = np.flatnonzero((streets_a != "") & (streets_b != ""))
    houses_a, houses_b = records.house[first[known]], records.house[second[known]]
    same, other = np.zeros(len(first)), np.zeros(len(first))
    if len(known):
        alike = process.cpdist(streets_a[known], streets_b[known], scorer=fuzz.ratio, dtype=np.float32) >= _STREETS
        told = (houses_a >= 0) & (houses_b >= 0)
        same[known] = np.where(alike, np.where(told, np.where(houses_a == houses_b, 1.0, 0.0), 0.7), 0.0)
        other[known] = -np.where(alike, np.where(told & (houses_a != houses_b), 0.5, 0.0), 1.0)
    return {"same_street": same, "other_street": other}


def _metres(records: Records, first: Codes, second: Codes) -> Floats:
    """Distance of the positions in metres, on a plane at their latitude; NaN where one is not known."""
    north = (records.lat[first] - records.lat[second]) * 111_200.0
    east = (records.lon[first] - records.lon[second]) * 111_300.0 * np.cos(np.radians(records.lat[first]))
    return np.asarray(np.hypot(north, east), dtype=np.float64)


def _contact_features(records: Records, first: Codes, second: Codes) -> dict[str, Floats]:
    domains_a, domains_b = records.domain[first], records.domain[second]
    roles_a, roles_b = records.role[first], records.role[second]
    return {
        "same_domain": _same_contact(records, records.domain, first, second),
        "other_domain": -1.0 * ((domains_a >= 0) & (domains_b >= 0) & (domains_a != domains_b)),
        "same_mailbox": _same_contact(records, records.mailbox, first, second),
        "same_phone": _same_contact(records, records.phone, first, second),
        "same_role": ((roles_a >= 0) & (roles_a == roles_b)).astype(np.float64),
        "other_role": -1.0 * ((roles_a >= 0) & (roles_b >= 0) & (roles_a != roles_b)),
    }


def _same_contact(records: Records, contact: Codes, first: Codes, second: Codes) -> Floats:
    """1 for a contact of one name alone; the more names share it, the less it tells."""
    holders = np.unique(np.stack([contact, records.core], axis=1), axis=0)[:, 0]
    names = np.bincount(holders[holders >= 0], minlength=int(contact.max(initial=0)) + 1)
    same = (contact[first] >= 0) & (contact[first] == contact[second])
    return np.where(same, 1.0 / np.maximum(1, names[np.maximum(contact[first], 0)] - 1), 0.0)


def _crowd(records: Records) -> Codes:
    """How many locations the name of each record has in its municipality, or in the first three digits of its postcode."""
    area = np.array(
        [int(code[:3]) if code[:3].isdecimal() else -2 for code in records.postcodes] or [-1], dtype=np.int64
    )
    precise = np.array([bool(place.keys) and len(place.keys[0]) >= 5 for place in records.places] or [False])
    where = np.where(
        precise[records.place], -2 - records.place, np.where(records.postcode >= 0, area[records.postcode], -1)
    )
    lat, lon = np.round(np.nan_to_num(records.lat), 3), np.round(np.nan_to_num(records.lon), 3)
    street = np.unique(records.street.astype(str), return_inverse=True)[1].ravel()
    located = np.stack([records.full, where, lat, lon, street, records.house], axis=1)
    sites = np.unique(located, axis=0)
    named, back = np.unique(located[:, :2], axis=0, return_inverse=True)
    place_of_site = np.unique(np.concatenate([named, sites[:, :2]]), axis=0, return_inverse=True)[1].ravel()[
        len(named) :
    ]
    return np.bincount(place_of_site, minlength=len(named))[back.ravel()]
