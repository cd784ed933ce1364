"""Objects of a JSON file, one after the other: of a page, a list, lines of JSON, or a single one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import ijson

from service.errors import FileDamaged

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Record:
    """An object of a file, where it stands, and how much of the file has been read after it."""

    at: str
    content: Mapping[str, Any]
    share: float = 1.0


@dataclass(frozen=True)
class Header:
    """The first value of a file: a list or an object with these keys, and the plain values among them."""

    is_list: bool
    keys: frozenset[str] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)


def read_header(path: Path) -> Header:
    """What the first value of a JSON file looks like; raises FileDamaged."""
    with _opened(path) as file:
        keys: set[str] = set()
        facts: dict[str, Any] = {}
        for prefix, event, value in ijson.parse(file, use_float=True, multiple_values=True):
            if prefix == "" and event == "start_array":
                return Header(is_list=True)
            if prefix == "" and event == "map_key":
                keys.add(value)
            elif prefix in keys and event in ("string", "number", "boolean"):
                facts[prefix] = value
            elif prefix == "" and event == "end_map":
                break
        return Header(False, frozenset(keys), facts)


def read_records(path: Path, header: Header) -> Iterator[Record]:
    """The objects of a JSON file in their order, numbered as JSON pointers or, in lines of JSON, by line; raises FileDamaged.

    What is no object comes with an empty content.
    """
    paged = "contents" in header.keys
    prefix = "contents.item" if paged else "item" if header.is_list else ""
    size = path.stat().st_size
    with _opened(path) as file:
        for number, content in enumerate(ijson.items(file, prefix, use_float=True, multiple_values=not prefix)):
            at = f"/contents/{number}" if paged else f"/{number}" if header.is_list else str(number + 1)
            yield Record(at, content if isinstance(content, Mapping) else {}, min(1.0, file.tell() / size))


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            if file.read(len(_BOM)) != _BOM:
                file.seek(0)
            yield file
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise FileDamaged(file=path.name) from error
