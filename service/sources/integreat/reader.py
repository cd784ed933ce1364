"""Pages and locations of the city guide Integreat: the organisations that they name with their functional contacts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.domain.deliveries import Delivered, Event, Format, Opened, Progress, Reading, Rejected, Remark
from service.domain.names import normal_name
from service.domain.organisations import SHELTER_WORDS
from service.errors import FileUnknown
from service.sources.hsds.json_records import Record, read_header, read_records
from service.sources.integreat.blocks import read_blocks
from service.sources.integreat.lines import Line, read_lines
from service.sources.integreat.locations import location_stated
from service.sources.integreat.names import folded_words, names_person
from service.sources.integreat.words import integreat_words
from service.sources.plain import plain

LICENCE = "CC-BY-4.0"
_PROGRESS_EVERY = 50
_LONGEST_DESCRIPTION = 300
_SENTENCE = re.compile(r"\b[a-zäöü]{3,}(?:t|en)\b")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class _About:
    """What a file tells of itself in the paths of its pages."""

    region: str = ""
    language: str = ""
    made_on: str | None = None


@dataclass
class _Known:
    """An organisation as the pages so far tell it."""

    at: str
    name: str
    page: str
    values: dict[str, Any] = field(default_factory=dict)


def read(path: Path, how: Reading) -> Iterator[Event]:
    """The organisations of an Integreat file, each once, from the first page that names it; raises FileRefused."""
    header = read_header(path)
    about = _about(record.content for record in read_records(path, header))
    if about is None:
        raise FileUnknown(file=path.name)
    attribution = f"Integreat ({about.region})" if about.region else "Integreat"
    yield Opened(Format.INTEGREAT, LICENCE, attribution, about.made_on, region_place(about.region))
    if about.language and about.language.partition("-")[0] != "de":
        yield Remark("", "not_german", {"language": about.language})
    known: list[_Known] = []
    left_out = 0
    for number, record in enumerate(read_records(path, header), 1):
        if "location" in record.content:
            yield from _take_location(record, known)
        else:
            left_out += _take_page(record, known)
        if number % _PROGRESS_EVERY == 0:
            yield Progress(record.share)
    if left_out:
        yield Remark("", "persons_left_out", {"count": left_out})
    yield from _deliver(known, about)
    yield Progress(1.0)


def _about(pages: Iterator[Mapping[str, Any]]) -> _About | None:
    """Region, language and newest day of the pages; None where the objects are no pages."""
    region = language = day = ""
    seen = False
    for page in pages:
        seen |= isinstance(page.get("path"), str) and bool({"content", "location"} & page.keys())
        parts = plain(page.get("path")).strip("/").split("/")
        if len(parts) > 1 and not region:
            region, language = parts[:2]
        day = max(day, plain(page.get("modified_gmt"))[:10])
    return _About(region, language, day if _DAY.fullmatch(day) else None) if seen else None


def _take_page(record: Record, known: list[_Known]) -> int:
    """Take the organisations of a page; returns how many data of persons were left out."""
    content = record.content.get("content")
    lines = read_lines(content) if isinstance(content, str) else []
    left_out = 0
    for block in read_blocks(plain(record.content.get("title")), lines):
        left_out += block.left_out
        values = {"name": block.name, **block.values}
        if description := _description(block.name, lines):
            values["description"] = description
        _merge(known, _known(record, values))
    return left_out


def _take_location(record: Record, known: list[_Known]) -> Iterator[Event]:
    values = location_stated(record.content)
    if values is None:
        yield Rejected(plain(record.content.get("path")) or record.at, "no_organisation")
    else:
        _merge(known, _known(record, values))


def _known(record: Record, values: dict[str, Any]) -> _Known:
    if any(word in values["name"].casefold() for word in SHELTER_WORDS):
        values = {name: value for name, value in values.items() if name not in ("street", "lat", "lon")}
    at = plain(record.content.get("path")) or record.at
    return _Known(at, values["name"], plain(record.content.get("url")), values)


def _merge(known: list[_Known], new: _Known) -> None:
    """Add an organisation, or what is new of it where it is known by name, or by mailbox and a part of its name."""
    same = next((old for old in known if _same(old, new)), None)
    if same is None:
        known.append(new)
        return
    if same.name.isupper() and not new.name.isupper():
        same.values["name"] = same.name = new.name
    seated = "postcode" in same.values
    for name, value in new.values.items():
        if not (seated and name in ("street", "postcode", "place", "lat", "lon")):
            same.values.setdefault(name, value)


def _same(old: _Known, new: _Known) -> bool:
    one, other = _comparable(old), _comparable(new)
    places = {known.values["place"] for known in (old, new) if "place" in known.values}
    if one == other:
        return len(places) < 2
    mails = old.values.get("email"), new.values.get("email")
    words = set(one.split()), set(other.split())
    return mails[0] is not None and mails[0] == mails[1] and (words[0] < words[1] or words[1] < words[0])


def _comparable(known: _Known) -> str:
    """The name without what stands in brackets and without the place where the organisation sits."""
    name = normal_name(_BRACKETS.sub(" ", known.name)) or normal_name(known.name)
    place = normal_name(known.values.get("place", ""))
    return re.sub(rf"(?<=\w)(?: in)? {re.escape(place)}$", "", name) if place else name


def _description(name: str, lines: list[Line]) -> str | None:
    """The first line that is a sentence about the organisation, where it is short and names no person."""
    about = re.compile(rf"(?:(?:Das|Der|Die) )?{re.escape(name)}\b[^:?]*\.", re.IGNORECASE)
    for line in lines:
        short = not (line.kinds or line.heading or line.strong) and len(line.text) <= _LONGEST_DESCRIPTION
        if short and about.fullmatch(line.text) and _SENTENCE.search(line.text):
            return None if names_person(line.text) or "@" in line.text else line.text
    return None


def _deliver(known: list[_Known], about: _About) -> Iterator[Delivered]:
    """The organisations with a key each: the page and the name, with the place where one page has several of the name."""
    place = region_place(about.region)
    keys: set[str] = set()
    for organisation in known:
        values = organisation.values
        slug = normal_name(organisation.name)
        if f"{organisation.at}#{slug}" in keys:
            slug = f"{slug} {normal_name(values.get('place', ''))}"
        keys.add(f"{organisation.at}#{slug}")
        words = folded_words(values["name"])
        if len(words) == 1 and words[0] in integreat_words().common and "place" in values:
            values["name"] = f"{values['name']} {values['place']}"
        if organisation.page:
            values.setdefault("website", organisation.page)
        if place and values.keys().isdisjoint(("street", "postcode", "place", "lat")):
            values["place"] = place
        yield Delivered(organisation.at, f"{organisation.at}#{slug.replace(' ', '-')}", values)


def region_place(region: str) -> str | None:
    """The place that a region's slug names ("lkaugsburg" -> "Landkreis Augsburg"); None where it cannot be read safely."""
    if not re.fullmatch(r"[a-zäöüß-]{3,60}", region) or re.search(r"ae|oe|ue", region):
        return None
    if region.startswith("lk"):
        return f"Landkreis {_titled(region.removeprefix('lk').strip('-'))}"
    return _titled(region.removeprefix("stadt-"))


def _titled(slug: str) -> str:
    return "-".join(part.capitalize() for part in slug.split("-"))
