"""Which format a JSON file has, told by the keys of its first value."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ijson
from pydantic import TypeAdapter

from service.domain.deliveries import Format
from service.errors import FileDamaged, FileUnknown
from service.sources.files import read_yaml
from service.sources.shipped import import_words

_BOM = b"\xef\xbb\xbf"
#: Events after which a file has shown what it is.
_EVENTS = 200_000
#: A file up to this size is read to its end, so that a cut one shows at once.
_WHOLE = 1_000_000
Words = tuple[str, ...]


@dataclass(frozen=True)
class FormatWords:
    """Keys by which objects, records of lists and tables tell their format."""

    json_objects: Mapping[str, Words]
    json_records: Mapping[str, Words]
    hsds_tables: Words
    hsds_members: Words
    of_organisations: Words


@functools.cache
def format_words() -> FormatWords:
    """The tables of data/imports/formats.yaml; raises DataDamaged."""
    words: FormatWords = read_yaml(import_words("formats.yaml"), TypeAdapter(FormatWords))
    return words


def json_format(path: Path) -> Format:
    """The format of a JSON file or of lines of JSON; raises FileDamaged where it breaks off, FileUnknown."""
    whole = path.stat().st_size <= _WHOLE
    found: Format | None = None
    keys: set[str] = set()
    try:
        with path.open("rb") as file:
            if file.read(len(_BOM)) != _BOM:
                file.seek(0)
            for count, (prefix, event, value) in enumerate(ijson.parse(file, multiple_values=True)):
                if event == "map_key" and prefix in ("", "item"):
                    keys.add(value)
                elif event == "end_map" and prefix in ("", "item"):
                    found = found or _told(keys, prefix)
                    keys = set()
                elif event == "string" and prefix == "resources.item.path" and value in format_words().hsds_members:
                    found = Format.HSDS
                found = found or (_told(keys, "") if prefix == "" and event == "map_key" else None)
                if (found or count > _EVENTS) and not whole:
                    break
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise FileDamaged(file=path.name) from error
    if found is None:
        raise FileUnknown(file=path.name)
    return found


def _told(keys: set[str], prefix: str) -> Format | None:
    words = format_words()
    tables = words.json_records if prefix == "item" else words.json_objects
    return next((Format(name) for name, telling in tables.items() if keys & set(telling)), None)
