"""HSDS as tables, in a zip or as organizations.csv and its siblings, joined to the objects that an API gives."""

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from service.errors import FileDamaged, FileDamagedAt, FileEncrypted, FileHostile, FileUnknown
from service.sources.hsds.json_records import Record

DESCRIPTOR = "datapackage.json"

#: Tables that are read, by the file's name; tables of contacts are not among them.
TABLES = (
    *("organizations", "services", "locations", "addresses", "phones"),
    *("languages", "service_areas", "service_at_locations", "service_at_location"),
)
_UNPACKED_BYTES = 300_000_000

Rows = list[tuple[int, dict[str, Any]]]
Tables = Mapping[str, Rows]


def read_tables(path: Path) -> tuple[dict[str, Any], Tables]:
    """What the package says of itself, and the rows of its tables with their line; raises FileRefused."""
    texts = _zipped(path) if zipfile.is_zipfile(path) else _siblings(path)
    about: dict[str, Any] = {}
    tables: dict[str, Rows] = {}
    for name, text in texts:
        if name == DESCRIPTOR:
            about = _descriptor(text)
        else:
            tables[name.removesuffix(".csv")] = list(_rows(path, name, text))
    if not {"organizations", "services"} & tables.keys():
        raise FileUnknown(file=path.name)
    return about, tables


def tables_of(content: Mapping[str, Any]) -> Tables:
    """The tables of one JSON object that holds them by the name of their file."""
    stated = {name.removesuffix(".csv"): rows for name, rows in content.items() if isinstance(rows, list)}
    return {
        name: [(number, row) for number, row in enumerate(stated[name]) if isinstance(row, dict)]
        for name in TABLES
        if name in stated
    }


def join_tables(tables: Tables) -> Iterator[Record]:
    """Organisations with their phones and locations, then services with theirs, each at "table!line"."""
    phones, areas = _by(tables, "phones"), _by(tables, "service_areas")
    languages, addresses = _by(tables, "languages"), _by(tables, "addresses")
    places = {
        row.get("id"): {**row, "addresses": addresses["location_id", row.get("id")]}
        for row in _all(tables, "locations")
    }
    owned = _by(tables, "locations")
    links = _by(tables, "service_at_locations") | _by(tables, "service_at_location")
    for line, row in tables.get("organizations", []):
        key = "organization_id", row.get("id")
        located = [places[location["id"]] for location in owned[key] if "id" in location]
        yield Record(f"organizations!{line}", {**row, "phones": phones[key], "locations": located, "legal_status": ""})
    for line, row in tables.get("services", []):
        key = "service_id", row.get("id")
        at = [{"location": places[link.get("location_id")]} for link in links[key] if link.get("location_id") in places]
        more = {"service_areas": areas[key], "languages": languages[key], "service_at_locations": at}
        yield Record(f"services!{line}", {"organization_id": "", "status": "", **row, **more})


def _by(tables: Tables, name: str) -> defaultdict[tuple[str, Any], list[dict[str, Any]]]:
    """The rows of a table by what they belong to: the name of the column and the id in it."""
    found: defaultdict[tuple[str, Any], list[dict[str, Any]]] = defaultdict(list)
    for row in _all(tables, name):
        for column in ("organization_id", "service_id", "location_id"):
            if row.get(column):
                found[column, row[column]].append(row)
    return found


def _all(tables: Tables, name: str) -> Iterator[dict[str, Any]]:
    return (row for _, row in tables.get(name, []))


def _siblings(path: Path) -> Iterator[tuple[str, IO[str]]]:
    for name in (DESCRIPTOR, *(f"{table}.csv" for table in TABLES)):
        beside = path.with_name(name)
        if beside.is_file():
            with beside.open(encoding="utf-8-sig", newline="") as text:
                yield name, text


def _zipped(path: Path) -> Iterator[tuple[str, IO[str]]]:
    wanted = {DESCRIPTOR, *(f"{table}.csv" for table in TABLES)}
    try:
        with zipfile.ZipFile(path) as packed:
            chosen = [member for member in packed.infolist() if Path(member.filename).name in wanted]
            if any(member.flag_bits & 1 for member in chosen):
                raise FileEncrypted(file=path.name)
            if sum(member.file_size for member in chosen) > _UNPACKED_BYTES:
                raise FileHostile(file=path.name)
            for member in chosen:
                with packed.open(member) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
                    yield Path(member.filename).name, text
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise FileDamaged(file=path.name) from error


def _rows(path: Path, name: str, text: IO[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(text, strict=True)
    try:
        for row in reader:
            yield reader.line_num, {key: value for key, value in row.items() if key and value}
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileDamagedAt(file=path.name, at=f"{name}:{reader.line_num}") from error


def _descriptor(text: IO[str]) -> dict[str, Any]:
    """What datapackage.json holds; nothing where it is no JSON, as in the published example."""
    try:
        content = json.load(text)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
