"""Locations of Integreat: points on its map, with an address and often the organisation that runs them."""

import math
from collections.abc import Mapping
from typing import Any

from service.sources.contacts import is_functional, is_mobile, mailbox, telephone, website
from service.sources.integreat.names import clean_name, is_person, names_person
from service.sources.plain import NAME_CHARACTERS, plain

_LONGEST_DESCRIPTION = 300


def location_stated(point: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a point of the map states as fields of Organisation; None where it is no organisation's."""
    name = _name(point)
    seat = point.get("location")
    if name is None or not isinstance(seat, Mapping):
        return None
    values: dict[str, Any] = {
        **{"name": name, "street": plain(seat.get("address"), 200), "postcode": plain(seat.get("postcode"), 20)},
        **{"place": plain(seat.get("town"), 200), **_position(seat)},
        **{"website": website(plain(point.get("website"), 2000)), "phone": _phone(point)},
        "description": _description(point),
    }
    address = mailbox(plain(point.get("email"), 320))
    if address and is_functional(address, f"{name} {values['place']}"):
        values["email"] = address
    return {field: value for field, value in values.items() if value not in ("", None)}


def _name(point: Mapping[str, Any]) -> str | None:
    """The point's own name where it is an organisation's, otherwise the organisation that runs it."""
    title = plain(point.get("title") or point.get("name"), NAME_CHARACTERS)
    owner = point.get("organization")
    owned_by = plain(owner.get("name"), NAME_CHARACTERS) if isinstance(owner, Mapping) else ""
    return clean_name(title) or (owned_by if owned_by and not is_person(owned_by) else None)


def _position(seat: Mapping[str, Any]) -> dict[str, float]:
    try:
        lat, lon = float(seat["latitude"]), float(seat["longitude"])
    except (KeyError, TypeError, ValueError):
        return {}
    usable = math.isfinite(lat) and abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0.0, 0.0)
    return {"lat": lat, "lon": lon} if usable else {}


def _phone(point: Mapping[str, Any]) -> str | None:
    number = telephone(plain(point.get("phone_number"), 60))
    return None if number is None or is_mobile(number) else number


def _description(point: Mapping[str, Any]) -> str | None:
    text = plain(point.get("excerpt"))
    return text if 0 < len(text) <= _LONGEST_DESCRIPTION and "@" not in text and not names_person(text) else None
