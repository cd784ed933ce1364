"""Streets, postcodes, positions and contacts of the records of labelled pairs, all invented."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from service.domain.resolution import Contender
from training.pair_draws import Draw, Two

Particulars = Mapping[str, object]

#: Kinds of different organisations of which half stand at one address with one telephone.
_SHARED_HOUSE = {"affiliate", "group", "other body", "other school", "department", "neighbours", "other saint"}
#: How often a record knows each of the particulars; namesakes are told apart by their addresses alone.
_KNOWN = {"street": 0.4, "postcode": 0.4, "phone": 0.25, "email": 0.2, "website": 0.25, "lat": 0.25}
_KNOWN_OF_NAMESAKES = {"street": 1.0, "postcode": 0.8, "phone": 0.25, "email": 0.2, "website": 0.25, "lat": 0.4}
_CONTACTS = ("phone", "email", "website")
#: Share of the same organisations of which sources name another telephone, mailbox or page, and only the Kreis.
_OTHER_CONTACT, _ONLY_KREIS = 0.2, 0.15


def with_particulars(draw: Draw, pair: Two, kind: str, same: bool) -> Two:
    """Both records with what sources tell besides the name; one organisation has the same, by and large."""
    rng = draw.rng
    one, other = _particulars(draw), _particulars(draw)
    first, second = pair
    if same:
        contacts = {name: other[name] for name in _CONTACTS if rng.random() < _OTHER_CONTACT}
        other = {**one, **contacts, **_moved(one, rng, 0.001)}
        if rng.random() < _ONLY_KREIS:
            second = replace(second, prefixes=(second.prefixes[0][:5],))
    elif kind in _SHARED_HOUSE and rng.random() < 0.5:
        other = {**one, "email": one["email"] if rng.random() < 0.2 else None}
    elif kind != "other town":
        other = {**other, **_moved(one, rng, 0.03), "postcode": str(one["postcode"])[:2] + str(rng.randint(100, 999))}
        if rng.random() < 0.4:
            other = {**other, "postcode": one["postcode"]}
    while kind == "namesake" and str(one["street"]).split()[0] == str(other["street"]).split()[0]:
        other = {**other, "street": _particulars(draw)["street"]}
    known = _KNOWN_OF_NAMESAKES if kind == "namesake" else _KNOWN
    return _knowing(draw, first, one, known), _knowing(draw, second, other, known)


def _moved(particulars: Particulars, rng: Random, degrees: float) -> Particulars:
    return {name: float(str(particulars[name])) + rng.uniform(-degrees, degrees) for name in ("lat", "lon")}


def _particulars(draw: Draw) -> Particulars:
    number, rng = draw.rng.randint(1000, 999_999), draw.rng
    return {
        "street": f"{draw.one('streets')} {rng.randint(1, 140)}",
        "postcode": f"{rng.randint(10, 99)}{rng.randint(100, 999)}",
        "phone": f"0{rng.randint(200, 999)} {number}",
        "email": f"info@verein{number}.example",
        "website": f"https://www.verein{number}.example/",
        "lat": 47.5 + rng.random() * 7,
        "lon": 7.0 + rng.random() * 7,
    }


def _knowing(draw: Draw, contender: Contender, particulars: Particulars, shares: Mapping[str, float]) -> Contender:
    """The record with each of the particulars by its share, and its role in three of ten cases."""
    known = {name: particulars[name] for name, share in shares.items() if draw.rng.random() < share}
    if "lat" in known:
        known = {**known, "lat": round(float(str(known["lat"])), 5), "lon": round(float(str(particulars["lon"])), 5)}
    role = contender.role if draw.rng.random() < 0.3 else None
    return replace(contender, **known, role=role)  # type: ignore[arg-type]
