"""Objects of OpenStreetMap, and those of XML and PBF files."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import osmium
from osmium.filter import KeyFilter
from osmium.index import LocationTable, create_map, map_types
from osmium.io import File, Reader, ThreadPool
from osmium.osm import NODE, NOTHING, RELATION, WAY, osm_entity_bits

from service.domain.deliveries import Progress
from service.sources.osm.points import Line
from service.sources.osm.tags import Tags, TagTable

#: Grows without being copied, which would need the address space twice; only Linux has it.
_STORE = "sparse_mmap_array" if "sparse_mmap_array" in map_types() else "sparse_mem_array"
#: Each thread takes address space of its own.
_THREADS = 2


@dataclass(frozen=True)
class Element:
    """An object with its tags and the lines that draw it: a node is one point, a relation the lines of its members."""

    key: str
    tags: Tags
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class _Members:
    """A relation before its members have been read."""

    key: str
    tags: Tags
    nodes: tuple[int, ...]
    ways: tuple[int, ...]


class Extract:
    """An XML or PBF file; `kind` is its format as osmium calls it ("pbf", "osm", "osm.gz", "osm.bz2").

    What reads it raises RuntimeError where the file is cut off or not what it says.
    """

    def __init__(self, path: str, kind: str) -> None:
        self._file = File(path, kind)
        self._pool = ThreadPool(_THREADS)

    def made_on(self) -> str:
        """The day of the data, "" where the header does not tell."""
        with Reader(self._file, NOTHING, self._pool) as reader:
            return reader.header().get("timestamp", "")[:10]

    def elements(self, table: TagTable) -> Iterator[Element | Progress]:
        """The objects that are organisations; each kind has a pass of its own, since files may be in any order."""
        wanted = _filters(table)
        relations = [_members(found) for found in self._scan(RELATION, *wanted) if table.verdict(dict(found.tags))]
        yield Progress(0.25)
        store = create_map(_STORE)
        locations = osmium.NodeLocationsForWays(store)
        locations.ignore_errors()
        for node in self._scan(NODE, locations, *wanted):
            if table.verdict(tags := dict(node.tags)):
                yield Element(f"node/{node.id}", tags, _drawn([node]))
        yield Progress(0.6)
        for way in self._scan(WAY, locations, *wanted):
            if table.verdict(tags := dict(way.tags)):
                yield Element(f"way/{way.id}", tags, _drawn(way.nodes))
        yield Progress(0.8)
        lines = self._lines({way for relation in relations for way in relation.ways}, locations)
        yield from (_assembled(relation, lines, store) for relation in relations)

    def _lines(self, ways: Collection[int], locations: osmium.NodeLocationsForWays) -> dict[int, tuple[Line, ...]]:
        if not ways:
            return {}
        return {way.id: _drawn(way.nodes) for way in self._scan(WAY, locations) if way.id in ways}

    def _scan(self, kind: osm_entity_bits, *handlers: object) -> Iterator[Any]:
        """The objects of one kind that pass the handlers; each is valid until the next one."""
        with Reader(self._file, kind, self._pool) as reader:
            objects: Iterator[Any] = osmium.OsmFileIterator(reader, *handlers)
            yield from (found for found in objects if not found.deleted)


def _filters(table: TagTable) -> tuple[KeyFilter, KeyFilter]:
    """What is decided without Python: an object has a key of interest; where that is a building, it also has a name."""
    return KeyFilter(*table.keys, *table.keys_of_named), KeyFilter(*table.keys, *table.names)


def _members(relation: Any) -> _Members:
    nodes = tuple(member.ref for member in relation.members if member.type == "n")
    ways = tuple(member.ref for member in relation.members if member.type == "w")
    return _Members(f"relation/{relation.id}", dict(relation.tags), nodes, ways)


def _assembled(relation: _Members, lines: Mapping[int, tuple[Line, ...]], store: LocationTable) -> Element:
    """A relation with what the file holds of its members; extracts cut relations off at their border."""
    drawn = [line for way in relation.ways for line in lines.get(way, ())]
    if not drawn:
        drawn = [line for node in relation.nodes for line in _stored(node, store)]
    return Element(relation.key, relation.tags, tuple(drawn))


def _stored(node: int, store: LocationTable) -> tuple[Line, ...]:
    try:
        location = store.get(node)
    except KeyError:
        return ()
    return (((location.lat, location.lon),),) if location.valid() else ()


def _drawn(nodes: Iterable[Any]) -> tuple[Line, ...]:
    """The line of the nodes whose place is known; none where none is."""
    line = tuple((node.location.lat, node.location.lon) for node in nodes if node.location.valid())
    return (line,) if line else ()
