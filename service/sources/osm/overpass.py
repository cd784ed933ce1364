"""Objects of OpenStreetMap in an answer of the Overpass interface (JSON)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

import ijson

from service.domain.deliveries import Progress
from service.sources.osm.elements import Element
from service.sources.osm.points import Line, Point
from service.sources.osm.tags import TagTable

_KINDS = ("node", "way", "relation")
_DAY = re.compile(rb'"timestamp_osm_base"\s*:\s*"(\d{4}-\d\d-\d\d)')
_BROKEN_OFF = re.compile(rb'"remark"\s*:\s*"[^"]*error')
#: Head and tail of an answer, which hold what it says of itself.
_EDGE = 4096
_EVERY = 500


@dataclass
class _Found:
    """Lines of ways and points of nodes that other objects refer to."""

    points: dict[int, Point] = field(default_factory=dict)
    nodes_of: dict[int, list[int]] = field(default_factory=dict)


def made_on(path: Path) -> str:
    """The day of the data, "" where the answer does not tell."""
    with path.open("rb") as file:
        found = _DAY.search(file.read(_EDGE))
    return found.group(1).decode() if found else ""


def broke_off(path: Path) -> bool:
    """Whether the answer says that the query ran out of time or memory, so that objects are missing."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _EDGE))
        return _BROKEN_OFF.search(file.read()) is not None


def elements(path: Path, table: TagTable) -> Iterator[Element | Progress]:
    """The objects that are organisations; raises ijson.JSONError where the file is no JSON or cut off."""
    waiting: list[Mapping[str, Any]] = []
    for item in _items(path):
        if isinstance(item, Progress):
            yield item
        elif table.verdict(tags := _tags(item)):
            lines = _own_lines(item)
            if lines or item["type"] == "node":
                yield Element(_key(item), tags, lines)
            else:
                waiting.append(item)
    if waiting:
        found = _referred(path, waiting)
        yield from (Element(_key(item), _tags(item), _lines_of(item, found)) for item in waiting)


def _items(path: Path) -> Iterator[Any]:
    """The objects of the answer, and now and then how far it has been read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        for number, item in enumerate(ijson.items(file, "elements.item", use_float=True), start=1):
            if isinstance(item, dict) and item.get("type") in _KINDS and isinstance(item.get("id"), int):
                yield item
            if number % _EVERY == 0:
                yield Progress(min(1.0, file.tell() / size))


def _referred(path: Path, waiting: list[Mapping[str, Any]]) -> _Found:
    """Answers that print ways by their nodes hold the nodes elsewhere, mostly after them."""
    found = _Found()
    ways = {ref for item in waiting for ref in _refs(item, "way")}
    if ways:
        for item in _objects(path, "way"):
            if item["id"] in ways:
                found.nodes_of[item["id"]] = _nodes(item)
    wanted = {node for item in waiting for node in (*_nodes(item), *_refs(item, "node"))}
    wanted |= {node for nodes in found.nodes_of.values() for node in nodes}
    for item in _objects(path, "node"):
        if item["id"] in wanted and (point := _point(item)):
            found.points[item["id"]] = point
    return found


def _objects(path: Path, kind: str) -> Iterator[Mapping[str, Any]]:
    return (item for item in _items(path) if not isinstance(item, Progress) and item["type"] == kind)


def _own_lines(item: Mapping[str, Any]) -> tuple[Line, ...]:
    """What the object itself says of where it is: a centre, a geometry, or the geometries of its members."""
    point = _point(item) or _point(item.get("center"))
    if point:
        return ((point,),)
    members = [member for member in _list(item, "members") if isinstance(member, dict)]
    drawn = [_line(item), *(_line(member) for member in members if member.get("type") == "way")]
    return tuple(line for line in drawn if line)


def _lines_of(item: Mapping[str, Any], found: _Found) -> tuple[Line, ...]:
    ways = [_nodes(item), *(found.nodes_of.get(way, []) for way in _refs(item, "way"))]
    lines = [tuple(found.points[node] for node in way if node in found.points) for way in ways]
    drawn = [line for line in lines if line]
    return tuple(drawn) or tuple((found.points[node],) for node in _refs(item, "node") if node in found.points)


def _line(item: Mapping[str, Any]) -> Line:
    return tuple(point for place in _list(item, "geometry") if (point := _point(place)))


def _point(place: Any) -> Point | None:
    if not isinstance(place, dict):
        return None
    lat, lon = place.get("lat"), place.get("lon")
    if (
        isinstance(lat, int | float)
        and isinstance(lon, int | float)
        and isfinite(lat)
        and abs(lat) <= 90 >= abs(lon) / 2
    ):
        return float(lat), float(lon)
    return None


def _nodes(item: Mapping[str, Any]) -> list[int]:
    return [node for node in _list(item, "nodes") if isinstance(node, int)]


def _refs(item: Mapping[str, Any], kind: str) -> list[int]:
    members = [member for member in _list(item, "members") if isinstance(member, dict)]
    return [m["ref"] for m in members if m.get("type") == kind and isinstance(m.get("ref"), int)]


def _list(item: Mapping[str, Any], name: str) -> list[Any]:
    found = item.get(name)
    return found if isinstance(found, list) else []


def _tags(item: Mapping[str, Any]) -> dict[str, str]:
    tags = item.get("tags")
    return {key: value for key, value in tags.items() if isinstance(value, str)} if isinstance(tags, dict) else {}


def _key(item: Mapping[str, Any]) -> str:
    return f"{item['type']}/{item['id']}"
