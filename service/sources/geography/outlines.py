"""GeoJSON -> outlines of places, such as the administrative areas of the BKG (VG250) with their keys."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ijson

from service.domain.deliveries import DeliveredOutline, Event, Format, Opened, Progress, Reading, Rejected
from service.errors import FileDamaged, FileUnknown
from service.sources.geography.polygons import Polygon, joined, polygons_of
from service.sources.keys import StatedKey, read_key
from service.sources.plain import plain

#: Properties with the key of a place and with whom to name, in lower case; the first that is filled counts.
_KEYS = ("ags", "rs", "ars", "ags_0", "ars_0", "rs_0", "schluessel", "schlüssel", "gemeindeschluessel")
_ATTRIBUTIONS = ("attribution", "quellenvermerk", "copyright", "quelle", "source")
#: Property of VG250 that tells land from water, and its value for land with the seat of the administration.
_LAND, _IS_LAND = "gf", "4"
_DAY = re.compile(r'"(?:made_on|stand|timestamp)"\s*:\s*"(\d{4}-\d\d-\d\d)')
_NAMED = re.compile(rf'"(?:{"|".join(_ATTRIBUTIONS)})"\s*:\s*"([^"\\]+)"', re.IGNORECASE)
_EDGE = 4096
_EVERY = 100


@dataclass
class _Survey:
    """What a first look tells: the features of each key, those of them that are land, and whom to name."""

    features: Counter[str] = field(default_factory=Counter)
    land: Counter[str] = field(default_factory=Counter)
    attribution: str = ""

    def left_out(self, key: str, feature: Mapping[str, str]) -> bool:
        """Whether the feature is the water of a place whose land is known."""
        return self.land[key] > 0 and feature.get(_LAND) != _IS_LAND

    def parts(self, key: str) -> int:
        """How many features make up the place."""
        return self.land[key] or self.features[key]


def read(path: Path, how: Reading) -> Iterator[Event]:
    """The outlines by key; raises FileDamaged where the file is cut off, FileUnknown where it holds no features."""
    try:
        survey = _survey(path, how)
        yield _opened(path, survey)
        yield from _outlines(path, how, survey)
    except ijson.JSONError as error:
        raise FileDamaged(file=path.name) from error
    yield Progress(1.0)


def _survey(path: Path, how: Reading) -> _Survey:
    survey, seen = _Survey(), False
    for _, feature, _ in _features(path):
        seen = True
        properties = _properties(feature)
        survey.attribution = survey.attribution or _first(properties, _ATTRIBUTIONS)
        if key := _key(properties, how).key:
            survey.features[key] += 1
            survey.land[key] += properties.get(_LAND) == _IS_LAND
    if not seen:
        raise FileUnknown(file=path.name)
    return survey


def _outlines(path: Path, how: Reading, survey: _Survey) -> Iterator[Event]:
    """An outline as soon as all its features have been read; a file may hold the parts of a place far apart."""
    waiting: dict[str, list[list[Polygon]]] = {}
    for number, feature, share in _features(path):
        properties = _properties(feature)
        stated, at = _key(properties, how), f"/features/{number}"
        if number % _EVERY == 0:
            yield Progress(share)
        if not stated.key:
            yield _without_key(at, stated, properties)
        elif not survey.left_out(stated.key, properties):
            parts, problem = polygons_of(feature.get("geometry"))
            if problem:
                yield Rejected(at, problem, {"key": stated.key})
            waiting.setdefault(stated.key, []).append(parts)
            if len(waiting[stated.key]) == survey.parts(stated.key):
                yield from _outline(stated.key, waiting.pop(stated.key))


def _outline(key: str, parts: list[list[Polygon]]) -> Iterator[DeliveredOutline]:
    geometry = joined([polygon for part in parts for polygon in part])
    if geometry:
        yield DeliveredOutline(key, geometry)


def _without_key(at: str, stated: StatedKey, properties: Mapping[str, str]) -> Rejected:
    if stated.meant:
        return Rejected(at, "short_key", {"given": _first(properties, _KEYS), "candidates": stated.meant})
    return Rejected(at, "outline_without_key", {"given": _first(properties, ("gen", "name")) or at})


def _features(path: Path) -> Iterator[tuple[int, Mapping[str, Any], float]]:
    """Each feature with its number and the share of the file that has been read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        for number, feature in enumerate(ijson.items(file, "features.item", use_float=True)):
            if isinstance(feature, dict):
                yield number, feature, min(1.0, file.tell() / size)


def _properties(feature: Mapping[str, Any]) -> dict[str, str]:
    """The properties as text by their names in lower case."""
    properties = feature.get("properties")
    return {name.lower(): plain(value) for name, value in properties.items()} if isinstance(properties, dict) else {}


def _key(properties: Mapping[str, str], how: Reading) -> StatedKey:
    return read_key(_first(properties, _KEYS), how.zeros_lost)


def _first(properties: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((properties[name] for name in names if properties.get(name)), "")


def _opened(path: Path, survey: _Survey) -> Opened:
    """What the file says of itself before or after its features."""
    with path.open("rb") as file:
        head = file.read(_EDGE).decode("utf-8", "replace").partition('"features"')[0]
        file.seek(max(0, path.stat().st_size - _EDGE))
        edges = head + file.read().decode("utf-8", "replace").rpartition("]")[2]
    day, named = _DAY.search(edges), _NAMED.search(edges)
    attribution = survey.attribution or (plain(named.group(1)) if named else "")
    return Opened(Format.OUTLINES, None, attribution or None, day.group(1) if day else None)
