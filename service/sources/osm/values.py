"""Tags of OpenStreetMap -> fields of an organisation."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from service.sources.contacts import is_functional, is_mobile, mailbox, telephone, website
from service.sources.osm.points import Point
from service.sources.osm.tags import Tags, TagTable, Verdict
from service.sources.plain import plain

_POSTCODE = re.compile(r"[0-9]{5}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"language:([a-z]{2,3})")
_SPOKEN = ("yes", "main", "official", "native", "only")
#: Several addresses or numbers in one tag.
_SEVERAL = re.compile(r"\s*;\s*")


def values_of(tags: Tags, verdict: Verdict, point: Point | None, table: TagTable) -> dict[str, Any]:
    """The fields that the tags fill; the place of a shelter is left out."""
    values: dict[str, Any] = {
        "name": verdict.name,
        "role": verdict.role,
        "description": _first(tags, "description", "description:de"),
        "street": _street(tags),
        "postcode": _matching(_POSTCODE, _first(tags, "addr:postcode", "contact:postcode")),
        "place": _first(tags, "addr:city", "contact:city")[:500],
        "website": _website(tags),
        "phone": _phone(tags),
        "denomination": _denomination(tags, table),
        "languages": tuple(sorted(_languages(tags))),
        "verified_on": next((day for key in ("check_date", "survey:date") if (day := _day(tags.get(key, "")))), None),
    }
    values["email"] = _email(tags, f"{verdict.name} {values['place']}")
    if point:
        values |= {"lat": round(point[0], 7), "lon": round(point[1], 7)}
    hidden = ("street", "lat", "lon") if verdict.sheltered else ()
    return {name: value for name, value in values.items() if value not in (None, "", ()) and name not in hidden}


def _first(tags: Tags, *keys: str) -> str:
    """The first of the tags that is filled, "" where none is."""
    return next((text for key in keys if key in tags and (text := plain(tags[key]))), "")


def _street(tags: Tags) -> str:
    street = _first(tags, "addr:street", "addr:place", "contact:street")
    number = _first(tags, "addr:housenumber", "contact:housenumber")
    return f"{street} {number}".strip()[:500] if street else ""


def _website(tags: Tags) -> str | None:
    given = _first(tags, "website", "contact:website", "url")
    first = re.split(r"[\s;]+", given)[0] if given else ""
    address = first if "://" in first or first.startswith("www.") else f"https://{first}"
    return website(address) if first else None


def _phone(tags: Tags) -> str | None:
    """The first number that is no mobile phone's, which somebody carries."""
    numbers = _SEVERAL.split(_first(tags, "contact:phone", "phone"))
    return next((number for text in numbers if (number := telephone(text)) and not is_mobile(number)), None)


def _email(tags: Tags, about: str) -> str | None:
    """The first mailbox that is an office's; one that may be a person's is left out."""
    addresses = (mailbox(text) for text in _SEVERAL.split(_first(tags, "contact:email", "email")))
    return next((address for address in addresses if address and is_functional(address, about)), None)


def _denomination(tags: Tags, table: TagTable) -> str:
    stated = _first(tags, "denomination").split(";")[0].strip().lower()[:100]
    return table.denominations.get(stated, stated)


def _languages(tags: Tags) -> Iterator[str]:
    for key, value in tags.items():
        if (found := _LANGUAGE.fullmatch(key)) and value in _SPOKEN:
            yield found.group(1)


def _matching(pattern: re.Pattern[str], text: str) -> str | None:
    return text if pattern.fullmatch(text) else None


def _day(text: str) -> str | None:
    """The text if it is a day of the calendar."""
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else None
    except ValueError:
        return None
