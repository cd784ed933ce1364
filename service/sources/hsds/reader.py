"""Human Services Data Specification 3 (Open Referral): API answers, lists, single objects, lines of JSON and tables."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.domain.deliveries import Delivered, Event, Format, Opened, Progress, Reading, Rejected, Remark
from service.errors import FileUnknown
from service.sources.hsds.json_records import Header, Record, read_header, read_records
from service.sources.hsds.tables import DESCRIPTOR, join_tables, read_tables, tables_of
from service.sources.hsds.values import Stated, objects, organisation_stated, service_stated
from service.sources.plain import plain

_PROGRESS_EVERY = 500
_SPDX = re.compile(r"[A-Za-z][A-Za-z0-9.-]*-\d+(?:\.\d+)*")
_SEAT = ("street", "postcode", "place", "state", "lat", "lon")
_LISTS = ("topics", "languages", "catchment")
_SERVICE_KEYS = {"organization", "organization_id", "status", "eligibility_description", "application_process"}
_TERM_KEYS = {"taxonomy", "taxonomy_id", "taxonomy_detail", "term_uri", "parent_id", "taxonomy_terms", "version"}
_OWN_KEYS = {"organization_identifiers", "legal_status", "parent_organization_id", "year_incorporated", "services"}


@dataclass(frozen=True)
class _Organisation:
    """Where an organisation stands first, what it states itself, and what its services add."""

    at: str
    own: dict[str, Any] = field(default_factory=dict)
    added: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Gathered:
    """What has been read so far: organisations by id, services that wait for theirs, and records of other kinds."""

    found: dict[str, _Organisation] = field(default_factory=dict)
    waiting: list[tuple[str, str, Stated, str]] = field(default_factory=list)
    others: int = 0
    count: int = 0


def read(path: Path, how: Reading) -> Iterator[Event]:
    """The organisations of an HSDS file, those of its services too; raises FileRefused."""
    about, records = _open(path)
    yield Opened(Format.HSDS, licence=_licence(about))
    gathered = _Gathered()
    for record in records:
        gathered.count += 1
        yield from _take(record, gathered)
        if gathered.count % _PROGRESS_EVERY == 0:
            yield Progress(record.share)
    if not (gathered.found or gathered.waiting or gathered.others or "total_items" in about):
        raise FileUnknown(file=path.name)
    yield from _check_page(about, gathered.count)
    yield from _deliver(gathered)
    yield Progress(1.0)


def _open(path: Path) -> tuple[Mapping[str, Any], Iterator[Record]]:
    """What the file says of itself, and its records."""
    if zipfile.is_zipfile(path) or path.suffix.lower() == ".csv" or path.name.lower() == DESCRIPTOR:
        about, tables = read_tables(path)
        return about, join_tables(tables)
    header = read_header(path)
    if any(name.startswith(("organizations.csv", "services.csv")) for name in header.keys):
        return header.facts, _tables_in(path, header)
    return header.facts, read_records(path, header)


def _tables_in(path: Path, header: Header) -> Iterator[Record]:
    for record in read_records(path, header):
        yield from join_tables(tables_of(record.content))


def _licence(about: Mapping[str, Any]) -> str | None:
    """The licence that a package or an answer states as an SPDX identifier."""
    stated = about.get("license"), *objects(about, "licenses")
    for licence in stated:
        names = [licence.get("type"), licence.get("name")] if isinstance(licence, Mapping) else [licence]
        for name in names:
            if isinstance(name, str) and _SPDX.fullmatch(name):
                return name
    return None


def _take(record: Record, gathered: _Gathered) -> Iterator[Event]:
    content = record.content
    service = content.get("service")
    if isinstance(service, Mapping) and {"id", "name"} & service.keys():
        link = {"location": content.get("location")}
        yield from _take_service(record.at, {**service, "service_at_locations": [link]}, gathered)
    elif _OWN_KEYS & content.keys():
        yield from _take_organisation(record.at, content, gathered)
    elif _SERVICE_KEYS & content.keys():
        yield from _take_service(record.at, content, gathered)
    elif _TERM_KEYS & content.keys() or "location_type" in content:
        gathered.others += 1
    elif {"id", "name"} & content.keys():
        yield from _take_organisation(record.at, content, gathered)


def _take_organisation(at: str, content: Mapping[str, Any], gathered: _Gathered) -> Iterator[Event]:
    key = plain(content.get("id"), 200)
    stated = organisation_stated(content)
    missing = "missing_id" if not key else "missing_name" if "name" not in stated.values else None
    if missing:
        gathered.others += 1
        yield Rejected(at, missing)
        return
    if key not in gathered.found:
        gathered.found[key] = _Organisation(at)
        yield from _remarks(at, stated)
    known = gathered.found[key]
    different = sorted(n for n, v in stated.values.items() if n != "verified_on" and known.own.get(n, v) != v)
    if different:
        yield Remark(at, "duplicate_differs", {"key": key, "fields": ", ".join(different)})
    _merge(known.own, stated.values)
    for service in objects(content, "services"):
        added = service_stated(service)
        yield from _remarks(at, added)
        _merge(known.added, added.values)


def _take_service(at: str, service: Mapping[str, Any], gathered: _Gathered) -> Iterator[Event]:
    """Take the organisation of a service and what the service adds to it."""
    organisation = service.get("organization")
    key = plain(service.get("organization_id"), 200)
    if isinstance(organisation, Mapping):
        yield from _take_organisation(f"{at}/organization", organisation, gathered)
        key = plain(organisation.get("id"), 200)
    added = service_stated(service)
    yield from _remarks(at, added)
    gathered.waiting.append((at, key, added, plain(service.get("name"), 100)))


def _remarks(at: str, stated: Stated) -> Iterator[Remark]:
    return (Remark(at, code, facts) for code, facts in stated.problems)


def _merge(values: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add what is not stated yet; lists are joined, the latest day counts, and a seat stays in one piece."""
    seated = not values.keys().isdisjoint(_SEAT)
    for name, value in more.items():
        if name in _LISTS:
            values[name] = tuple(dict.fromkeys((*values.get(name, ()), *value)))
        elif name == "verified_on":
            values[name] = max(value, values.get(name, value))
        elif not (seated and name in _SEAT):
            values.setdefault(name, value)


def _check_page(about: Mapping[str, Any], count: int) -> Iterator[Event]:
    """Tell what the page says of its size and is not so, and that there are more pages."""
    total, pages, size = (about.get(name) for name in ("total_items", "total_pages", "size"))
    whole = pages == 1 or (about.get("first_page") is True and about.get("last_page") is True)
    if whole and isinstance(total, int) and total != count:
        yield Remark("", "count_differs", {"stated": total, "found": count})
    elif not whole and isinstance(size, int) and (count > size or (about.get("last_page") is False and count < size)):
        yield Remark("", "count_differs", {"stated": size, "found": count})
    if (isinstance(pages, int) and pages > 1) or about.get("last_page") is False:
        yield Remark("", "more_pages", {"page": about.get("page_number", 1), "pages": pages or "?"})


def _deliver(gathered: _Gathered) -> Iterator[Event]:
    for at, key, added, name in gathered.waiting:
        if key in gathered.found:
            _merge(gathered.found[key].added, added.values)
        else:
            yield Rejected(at, "service_without_organisation", {"service": name})
    if not gathered.found:
        yield Remark("", "no_organisations")
    for key, known in gathered.found.items():
        if "description" not in known.own:
            yield Remark(known.at, "missing_description")
        _merge(known.own, known.added)
        yield Delivered(known.at, key, known.own)
