"""Values of Organisation as an HSDS organisation, service or location states them, with what is wrong in them."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.sources.contacts import is_functional, mailbox, telephone, website
from service.sources.keys import read_key
from service.sources.plain import NAME_CHARACTERS, plain

Problem = tuple[str, Mapping[str, Any]]

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
_PAST = ("inactive", "defunct")
_AREA = re.compile(
    r"https?://dcat-ap\.de/def/politicalGeocoding/(municipality|district|governmentDistrict|state|regional)Key/([^/?#]*)/?"
)
_DIGITS = {"municipality": (8,), "district": (5,), "governmentDistrict": (3,), "state": (2,), "regional": (2, 3, 5, 12)}
_NO_VOICE = ("text", "sms", "fax", "pager", "textphone", "modem")


@dataclass(frozen=True)
class Stated:
    """What an object states by field, and the codes and facts of what could not be taken from it."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


def organisation_stated(organisation: Mapping[str, Any]) -> Stated:
    """What an organisation says of itself; its contacts, who are persons, are never read."""
    problems: list[Problem] = []
    values: dict[str, Any] = {"name": plain(organisation.get("name"), NAME_CHARACTERS)}
    values["description"] = plain(organisation.get("description"))
    values["website"] = _website(organisation, problems)
    for location in objects(organisation, "locations"):
        _take_location(location, values, problems)
    values["email"] = _email(organisation, values, problems)
    values["phone"] = next(_phones(organisation), None)
    values["verified_on"] = _day(organisation, problems)
    return Stated({name: value for name, value in values.items() if value not in ("", None, ())}, tuple(problems))


def service_stated(service: Mapping[str, Any]) -> Stated:
    """What a service adds to its organisation: topic, languages, area, place and day; nothing where it has ended."""
    problems: list[Problem] = []
    status = plain(service.get("status")).casefold()
    if status and status not in STATUSES:
        problems.append(("unknown_status", {"status": status[:60]}))
    if status in _PAST:
        return Stated({}, (("service_ended", {"service": _shown(service)}),))
    name = plain(service.get("name"), NAME_CHARACTERS)
    values: dict[str, Any] = {"topics": (name,) if name else (), "description": plain(service.get("description"))}
    values["catchment"] = tuple(_catchment(service, problems))
    values["languages"] = tuple(dict.fromkeys(_languages(service)))
    for link in objects(service, "service_at_locations"):
        location = link.get("location")
        _take_location(location if isinstance(location, Mapping) else {}, values, problems)
    values["verified_on"] = _day(service, problems)
    return Stated({name: value for name, value in values.items() if value not in ("", None, ())}, tuple(problems))


def objects(owner: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list of the owner; an empty list where there is none."""
    stated = owner.get(name)
    return [item for item in stated if isinstance(item, Mapping)] if isinstance(stated, list) else []


def _shown(thing: Mapping[str, Any]) -> str:
    return plain(thing.get("name"), 100) or plain(thing.get("id"), 100)


def _website(owner: Mapping[str, Any], problems: list[Problem]) -> str | None:
    given = plain(owner.get("website") or owner.get("url"), 2000)
    address = website(given) if given else None
    if given and address is None:
        problems.append(("bad_website", {"given": given[:100]}))
    return address


def _email(organisation: Mapping[str, Any], values: Mapping[str, Any], problems: list[Problem]) -> str | None:
    given = plain(organisation.get("email"), 320)
    address = mailbox(given)
    if given and address is None:
        problems.append(("bad_email", {}))
    if address and not is_functional(address, f"{values['name']} {values.get('place', '')}"):
        problems.append(("personal_email", {}))
        return None
    return address


def _phones(owner: Mapping[str, Any]) -> Iterator[str]:
    for phone in objects(owner, "phones"):
        number = telephone(plain(phone.get("number"), 60))
        if number and plain(phone.get("type")).casefold() not in _NO_VOICE:
            yield number


def _languages(service: Mapping[str, Any]) -> Iterator[str]:
    for language in objects(service, "languages"):
        code = plain(language.get("code") or language.get("language"), 35).lower()
        if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code):
            yield code


def _catchment(service: Mapping[str, Any], problems: list[Problem]) -> Iterator[str]:
    for area in objects(service, "service_areas"):
        named = _AREA.fullmatch(plain(area.get("uri"), 300))
        if named is None:
            continue
        kind, digits = named.groups()
        key = read_key(digits).key
        if key is not None and len(digits) in _DIGITS[kind]:
            yield key
        else:
            problems.append(("malformed_key", {"given": digits[:40]}))


def _take_location(location: Mapping[str, Any], values: dict[str, Any], problems: list[Problem]) -> None:
    """Add the first location with an address or a position; a seat is never put together from two."""
    if plain(location.get("external_identifier_type")).upper() in ("AGS", "ARS"):
        given = plain(location.get("external_identifier"), 60)
        key = read_key(given).key
        if key is None:
            problems.append(("malformed_key", {"given": given[:40]}))
        else:
            values.setdefault("ags", key)
    if values.keys().isdisjoint(("street", "postcode", "place", "lat")):
        seat = {**_address(location), **_position(location, problems)}
        values.update({name: value for name, value in seat.items() if value not in ("", None)})


def _address(location: Mapping[str, Any]) -> dict[str, str]:
    addresses = objects(location, "addresses")
    address = next((a for a in addresses if a.get("address_type") != "postal"), addresses[0] if addresses else {})
    return {
        "street": plain(address.get("address_1"), 200),
        "postcode": plain(address.get("postal_code"), 20),
        "place": plain(address.get("city"), 200),
        "state": plain(address.get("state_province"), 200),
    }


def _position(location: Mapping[str, Any], problems: list[Problem]) -> dict[str, float]:
    given = location.get("latitude"), location.get("longitude")
    if all(value in (None, "") for value in given):
        return {}
    try:
        lat, lon = (float(value) for value in given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        lat = lon = math.nan
    if not (abs(lat) <= 90 and abs(lon) <= 180) or (lat, lon) == (0.0, 0.0):
        problems.append(("bad_position", {"lat": plain(given[0], 30), "lon": plain(given[1], 30)}))
        return {}
    return {"lat": lat, "lon": lon}


def _day(owner: Mapping[str, Any], problems: list[Problem]) -> str | None:
    """The day of the last check, or of the last change where none is told."""
    given = plain(owner.get("assured_date") or owner.get("last_modified"), 40)
    try:
        return date.fromisoformat(given[:10]).isoformat() if given else None
    except ValueError:
        problems.append(("bad_day", {"given": given}))
        return None
