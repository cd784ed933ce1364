"""Postcodes with the places that they serve and the key of the Kreis or municipality that holds them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from service.domain.deliveries import (
    DeliveredPostcode,
    Event,
    Format,
    Opened,
    Progress,
    Question,
    Reading,
    Rejected,
    Remark,
)
from service.domain.names import folded
from service.errors import FileDamagedAt, FileEmpty
from service.sources.files import read_yaml
from service.sources.keys import read_key
from service.sources.plain import NAME_CHARACTERS, plain
from service.sources.shipped import import_words
from service.sources.tables.delimited import delimited_rows

_ROWS_BETWEEN_PROGRESS = 500
_WORDS = re.compile(r"[^\W_]+")
_DIGITS = 5


@dataclass(frozen=True)
class _Vocabulary:
    """Folded headers by column, and words that only a company has in its name."""

    headers: Mapping[str, tuple[str, ...]]
    companies: frozenset[str]


def read(path: Path, how: Reading) -> Iterator[Event]:
    """Each postcode with a place and its key; postcodes of single companies are left out and counted in a remark.

    Raises FileEmpty and FileDamagedAt, the latter where a column is missing.
    """
    rows = delimited_rows(path)
    first = next(rows, None)
    if first is None:
        raise FileEmpty(file=path.name)
    columns = _columns(first[2])
    if not {"postcode", "place", "key"} <= columns.keys():
        raise FileDamagedAt(file=path.name, at=str(first[0]))
    yield Opened(Format.POSTCODES)
    companies = 0
    for count, (line, share, cells) in enumerate(rows, start=1):
        values = {name: cells[column] for name, column in columns.items() if column < len(cells)}
        if _is_company(values.get("place", "")):
            companies += 1
        else:
            yield _postcode(str(line), values, how)
        if count % _ROWS_BETWEEN_PROGRESS == 0:
            yield Progress(share)
    if companies:
        yield Remark("", "company_postcodes", {"count": companies})


def _postcode(at: str, values: Mapping[str, str], how: Reading) -> Event:
    postcode, place, given = (values.get(name, "") for name in ("postcode", "place", "key"))
    if how.zeros_lost and postcode.isdecimal():
        postcode = postcode.zfill(_DIGITS)
    if not (len(postcode) == _DIGITS and postcode.isascii() and postcode.isdigit()):
        return Rejected(at, "malformed_postcode", {"given": postcode})
    if not place:
        return Rejected(at, "missing_name")
    if not given:
        return Rejected(at, "missing_key")
    stated = read_key(how.answers.get(given, given), how.zeros_lost)
    if stated.meant is not None:
        return Question(at, "short_key", given, (stated.meant,))
    if stated.key is None:
        return Rejected(at, "malformed_key", {"given": given})
    return DeliveredPostcode(postcode, plain(place, NAME_CHARACTERS), stated.key, *_position(values))


def _position(values: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude, both or none."""
    try:
        lat, lon = (float(values[name].replace(",", ".")) for name in ("lat", "lon"))
    except (KeyError, ValueError):
        return None, None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else (None, None)


def _columns(headers: Sequence[str]) -> dict[str, int]:
    """Column by what it holds; of several headers for one thing the first of the vocabulary."""
    plain_headers = [" ".join(_WORDS.findall(folded(header.replace("_", " ")))) for header in headers]
    found: dict[str, int] = {}
    for name, known in _vocabulary().headers.items():
        column = next((plain_headers.index(header) for header in known if header in plain_headers), None)
        if column is not None:
            found[name] = column
    return found


def _is_company(place: str) -> bool:
    return any(word in _vocabulary().companies for word in _WORDS.findall(folded(place)))


@cache
def _vocabulary() -> _Vocabulary:
    return read_yaml(import_words("postcodes.yaml"), TypeAdapter(_Vocabulary))
