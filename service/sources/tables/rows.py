"""A row of a table as what it delivers: an organisation, or why it is none, and what to know of it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.domain.deliveries import Delivered, Event, Question, Reading, Rejected, Remark
from service.sources import contacts
from service.sources.keys import read_key
from service.sources.plain import DESCRIPTION_CHARACTERS, NAME_CHARACTERS, plain
from service.sources.tables import cells
from service.sources.tables.column_words import column_words
from service.sources.tables.layouts import Layout
from service.sources.tables.mojibake import mended
from service.sources.tables.role_keys import role_keys
from service.sources.tables.sheets import Line

_LISTS = ("languages", "topics", "audiences", "origins", "availability")
_TEXTS = ("place", "state", "denomination", "legal_form", "street")
_TEXT, _ITEMS, _KEY, _UNLIMITED = 500, 100, 200, 1_000_000
_NUMBER = re.compile(r"\+?[(\d][\d\s()/.–-]{4,}")
_CONTACTS = ("email", "phone")
#: A row cannot be taken where a formula failed in one of these.
_VITAL = ("name", "key", "ags")


@dataclass
class Tally:
    """What is told once for a whole file: personal mailboxes that were left out, and letters that were decoded twice."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, Remark] = field(default_factory=dict)

    def note(self, remark: Remark) -> None:
        """Count a remark and keep the first of its kind."""
        self.counts[remark.code] += 1
        self.first.setdefault(remark.code, remark)

    def remarks(self) -> Iterator[Remark]:
        """One remark of each kind with its count."""
        for code, remark in self.first.items():
            yield Remark(remark.at, code, {**remark.facts, "count": self.counts[code]})


def read_row(line: Line, layout: Layout, how: Reading, tally: Tally) -> Iterator[Event]:
    """The events of one row: at most one Delivered or Rejected, or the Questions that it waits for."""
    if any(cell.strip() for cell in line.cells[len(layout.headers) :]):
        yield Rejected(line.at, "ragged_row", {"columns": len(layout.headers), "cells": len(line.cells)})
        return
    stated, dropped = _stated(line, layout)
    failed = next((item for item in dropped if layout.fields[item[0]] in _VITAL), None)
    if failed:
        yield Rejected(line.at, "error_value", {"header": failed[0], "given": failed[1]})
        return
    row = _Row(line.at, stated, how, tally, {layout.fields[header]: header for header in layout.fields})
    values = row.values()
    if row.questions:
        yield from row.questions
        return
    refused = row.refused or _too_long(line.at, values, row.headers)
    if refused:
        yield refused
        return
    for header, given in [*dropped, *row.dropped]:
        # What stands where a contact should may be somebody's name.
        told = {} if layout.fields[header] in _CONTACTS else {"given": given[:100]}
        yield Remark(line.at, "value_dropped" if told else "contact_dropped", {"header": header, **told})
    yield Delivered(line.at, plain(stated.get("key", ""), _KEY), values)


def _stated(line: Line, layout: Layout) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The cells by field, several of one field below each other, and those where a formula failed by header."""
    stated: dict[str, str] = {}
    failed: list[tuple[str, str]] = []
    for header, cell in zip(layout.headers, line.cells, strict=False):
        name, text = layout.fields.get(header), cell.strip()
        if not name or not text:
            continue
        if cells.is_error(text):
            failed.append((header, text))
        elif name == "name" or not cells.says_nothing(text):
            stated[name] = f"{stated[name]}\n{text}" if name in stated else text
    return stated, failed


class _Row:
    """The values of one row while they are gathered."""

    def __init__(
        self, at: str, stated: Mapping[str, str], how: Reading, tally: Tally, headers: Mapping[str, str]
    ) -> None:
        self.at, self.stated, self.how, self.tally, self.headers = at, stated, how, tally, headers
        self.questions: list[Question] = []
        self.refused: Rejected | None = None
        self.dropped: list[tuple[str, str]] = []

    def values(self) -> dict[str, Any]:
        """The fields of Organisation that the row states."""
        name = plain(self.stated.get("name", ""), _UNLIMITED)
        if not any(character.isalnum() for character in name):
            self.refused = Rejected(self.at, "missing_name")
            return {}
        self._check_letters(name)
        found: dict[str, Any] = {"name": name}
        found |= {name: plain(self.stated[name], _UNLIMITED) for name in _TEXTS if name in self.stated}
        if found.get("state", "").casefold() in column_words().countries:
            del found["state"]
        found |= {name: items for name in _LISTS if (items := cells.listed(self.stated.get(name, "")))}
        if "description" in self.stated:
            lines = (plain(line, _UNLIMITED) for line in self.stated["description"].splitlines())
            found["description"] = "\n".join(line for line in lines if line)
        return {key: value for key, value in (found | self._located(found) | self._told(found)).items() if value}

    def _check_letters(self, name: str) -> None:
        meant = mended(name)
        if meant:
            self.tally.note(Remark(self.at, "decoded_twice", {"given": name[:100], "meant": meant[:100]}))

    def _located(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Key, postcode, place, street and degrees."""
        address = cells.address_parts(self.stated.get("address", ""))
        located: dict[str, Any] = {name: value for name, value in address.items() if name not in found}
        if "postcode" in self.stated:
            located |= self._postcode(self.stated["postcode"], found)
        if key := self._key("ags", self.stated.get("ags", "")):
            located["ags"] = key
        catchment = [self._key("catchment", key) for key in cells.listed(self.stated.get("catchment", ""))]
        located["catchment"] = tuple(key for key in catchment if key)
        street = located.get("street", found.get("street"))
        if street and "house_number" in self.stated:
            number = self._kept("house_number", cells.house_number)
            located["street"] = f"{street} {number}" if number else street
        if "lat" in self.stated and "lon" in self.stated:
            degrees = cells.coordinates(self.stated["lat"], self.stated["lon"])
            if degrees:
                located |= {"lat": degrees[0], "lon": degrees[1]}
            else:
                self.dropped.append((self.headers["lat"], f"{self.stated['lat']}, {self.stated['lon']}"))
        return located

    def _postcode(self, given: str, found: Mapping[str, Any]) -> dict[str, Any]:
        code, whole = cells.postcode(given), cells.whole_postcode(given)
        if code or whole:
            return {"postcode": code or self._whole(given, str(whole))}
        parts = cells.address_parts(given)
        if "postcode" not in parts:
            self.dropped.append((self.headers["postcode"], given))
            return {}
        return {name: value for name, value in parts.items() if name not in found}

    def _key(self, name: str, given: str) -> str | None:
        digits = cells.key_digits(given)
        key = read_key(self.how.answers.get(digits, digits), self.how.zeros_lost)
        if key.key or not given:
            return key.key
        if key.meant:
            self.questions.append(Question(self.at, "short_key", digits, (key.meant,)))
        elif name == "ags":
            self.refused = Rejected(self.at, "malformed_key", {"given": given[:100]})
        else:
            self.dropped.append((self.headers[name], given))
        return None

    def _whole(self, given: str, whole: str) -> str:
        """The postcode with its zero where a person said so of it or of all; else it is asked."""
        if not self.how.zeros_lost and cells.key_digits(given) not in self.how.answers:
            self.questions.append(Question(self.at, "short_key", cells.key_digits(given), (whole,)))
        return whole

    def _told(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Role, staffing, day and contacts."""
        told: dict[str, Any] = {
            "staffing": self._kept("staffing", cells.staffing),
            "verified_on": self._kept("verified_on", cells.day),
            "website": self._kept("website", _website),
            "phone": self._telephone(),
            "email": self._mailbox(f"{found['name']} {found.get('place', '')}"),
        }
        if "role" in self.stated and self.stated["role"] in role_keys():
            told["role"] = self.stated["role"]
        return told

    def _kept(self, name: str, take: Any) -> Any:
        """The value of a field where it is one; else it is told that it was left out."""
        given = self.stated.get(name)
        if given is None:
            return None
        value = take(given)
        if value is None:
            self.dropped.append((self.headers[name], given))
        return value

    def _telephone(self) -> str | None:
        """The first number of an office; a mobile phone is one that somebody carries."""
        given = self.stated.get("phone", "")
        numbers = [number for text in _NUMBER.findall(given) if (number := contacts.telephone(text))]
        office = next((number for number in numbers if not contacts.is_mobile(number)), None)
        if numbers and office is None:
            self.tally.note(Remark(self.at, "mobile_numbers"))
        elif given and not numbers:
            self.dropped.append((self.headers["phone"], given))
        return office

    def _mailbox(self, about: str) -> str | None:
        given = self.stated.get("email", "")
        boxes = [box for part in given.replace(";", " ").replace(",", " ").split() if (box := contacts.mailbox(part))]
        # A mailbox named like its own domain is the organisation's ("bsi@bsi.bund.de").
        known = {box: f"{about} {box.rpartition('@')[2].rpartition('.')[0]}" for box in boxes}
        functional = next((box for box in boxes if contacts.is_functional(box, known[box])), None)
        if boxes and functional is None:
            self.tally.note(Remark(self.at, "personal_mailboxes"))
        elif given and not boxes:
            self.dropped.append((self.headers["email"], given))
        return functional


def _website(text: str) -> str | None:
    first = text.split()[0] if text.split() else ""
    address = first if "://" in first else f"https://{first}"
    return contacts.website(address.rstrip(",;"))


def _too_long(at: str, values: Mapping[str, Any], headers: Mapping[str, str]) -> Rejected | None:
    """A row with a value longer than its field takes."""
    for name, value in values.items():
        most = {"name": NAME_CHARACTERS, "description": DESCRIPTION_CHARACTERS}.get(name, _TEXT)
        items = value if isinstance(value, tuple) else (str(value),)
        if len(items) > _ITEMS or any(len(item) > most for item in items):
            facts = {"header": headers.get(name, headers.get("address", name)), "limit": most}
            return Rejected(at, "value_too_long", facts)
    return None
