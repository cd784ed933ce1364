"""OpenStreetMap -> organisations: extracts (.osm.pbf, .osm, .osm.gz, .osm.bz2) and answers of Overpass (JSON)."""

import bz2
import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ijson

from service.domain.deliveries import Delivered, Event, Format, Opened, Progress, Reading, Rejected, Remark
from service.errors import FileDamaged, FileUnknown
from service.sources.osm import overpass
from service.sources.osm.elements import Element, Extract
from service.sources.osm.points import standing_for
from service.sources.osm.tags import TagTable, tag_table
from service.sources.osm.values import values_of

LICENCE = "ODbL-1.0"
ATTRIBUTION = "© OpenStreetMap contributors"

_XML_DAY = re.compile(rb"<(?:osm|meta)\b[^>]*\b(?:timestamp|osm_base)=[\"'](\d{4}-\d\d-\d\d)")
_HEAD = 4096
_OPENING: Mapping[str, Callable[..., Any]] = {"osm": open, "osm.gz": gzip.open, "osm.bz2": bz2.open}


def read(path: Path, how: Reading) -> Iterator[Event]:
    """The organisations of an extract; raises FileDamaged where it is cut off, FileUnknown where it is something else."""
    try:
        yield from _events(path, _kind(path))
    except (RuntimeError, OSError, EOFError, ijson.JSONError) as error:
        raise FileDamaged(file=path.name) from error


def _events(path: Path, kind: str) -> Iterator[Event]:
    table = tag_table()
    if kind == "json":
        yield _opened(overpass.made_on(path))
        if overpass.broke_off(path):
            yield Remark("", "answer_broke_off")
        found = overpass.elements(path, table)
    else:
        extract = Extract(str(path), kind)
        yield _opened(extract.made_on() or _xml_day(path, kind))
        found = extract.elements(table)
    yield from _taken(found, table)


def _taken(found: Iterable[Element | Progress], table: TagTable) -> Iterator[Event]:
    delivered = 0
    for element in found:
        if isinstance(element, Progress):
            yield element
            continue
        for event in _of(element, table):
            delivered += isinstance(event, Delivered)
            yield event
    if not delivered:
        yield Remark("", "nothing_wanted")
    yield Progress(1.0)


def _of(element: Element, table: TagTable) -> Iterator[Event]:
    """What one object says; an object without a name cannot be told from others."""
    verdict = table.verdict(element.tags)
    if verdict is None:
        return
    if not verdict.name:
        yield Rejected(element.key, "missing_name")
        return
    values = values_of(element.tags, verdict, standing_for(element.lines), table)
    yield Delivered(element.key, element.key, values)
    if verdict.by_name:
        yield Remark(element.key, "recovered_by_name", {"name": verdict.name})


def _opened(day: str) -> Opened:
    return Opened(Format.OSM, LICENCE, ATTRIBUTION, day or None)


def _kind(path: Path) -> str:
    """The format by the first bytes, as osmium calls it, or "json"; raises FileUnknown."""
    with path.open("rb") as file:
        head = file.read(64)
    if b"OSMHeader" in head:
        return "pbf"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    starts = {b"\x1f\x8b": "osm.gz", b"BZh": "osm.bz2", b"<": "osm", b"{": "json"}
    kind = next((kind for start, kind in starts.items() if text.startswith(start)), None)
    if kind is None:
        raise FileUnknown(file=path.name)
    return kind


def _xml_day(path: Path, kind: str) -> str:
    """The day that an XML file tells in its head, "" where it tells none."""
    if kind not in _OPENING:
        return ""
    with _OPENING[kind](path, "rb") as file:
        found = _XML_DAY.search(file.read(_HEAD))
    return found.group(1).decode() if found else ""
