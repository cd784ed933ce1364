"""The official register of municipalities (Gemeindeverzeichnis GV100AD of Destatis), records of fixed width."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from service.domain.deliveries import DeliveredPlace, Event, Format, Opened, Progress, Reading, Rejected
from service.errors import FileDamaged
from service.sources.files import read_yaml
from service.sources.shipped import import_words

ATTRIBUTION = "© Statistisches Bundesamt (Destatis)"

#: No record is longer than 220 characters.
_LONGEST_LINE = 2_000
_RECORDS_BETWEEN_PROGRESS = 500
#: Digits of the key that each kind of record has, and whether a Regionalschlüssel alone names it (Region, Verband).
_KEY_DIGITS = {"10": 2, "20": 3, "30": 4, "40": 5, "50": 5, "60": 8}
_WITHOUT_KEY = frozenset({"30", "50"})
_CHARACTERS_OF_MUNICIPALITY = 170
_DAY = re.compile(r"(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class _Words:
    """Types by kind of record and Textkennzeichen, and what replaces the beginning of a name."""

    types: Mapping[str, Mapping[str, str]]
    beginnings: Mapping[str, str]


@dataclass
class _Sums:
    """Inhabitants and hectares of the municipalities by the key of each place that contains them."""

    population: Counter[str]
    area: Counter[str]


class _BrokenRecord(Exception):
    """A line that does not follow the description of its kind of record."""


def read(path: Path, how: Reading) -> Iterator[Event]:
    """The places of the register; raises FileDamaged where no record can be read.

    Columns, counted from 0: 0-2 Satzart (10 Land, 20 Regierungsbezirk, 30 Region, 40 Kreis, 50 Gemeindeverband,
    60 Gemeinde), 2-10 day of the edition, 10-18 AGS, 18-22 Gemeindeverband, 22-72 name, 72-122 seat, 122-124
    Textkennzeichen, 128-139 hectares, 139-150 inhabitants, 165-170 postcode of the seat. The numbers of a Land,
    Regierungsbezirk or Kreis are the sums of its municipalities.
    """
    sums, made_on = _first_pass(path)
    yield Opened(Format.GV100AD, None, ATTRIBUTION, made_on)
    size, done = path.stat().st_size, 0
    for number, raw in enumerate(_lines(path), start=1):
        done += len(raw)
        if raw.strip():
            try:
                yield _place(_text(raw), sums)
            except _BrokenRecord:
                yield Rejected(str(number), "broken_record")
        if number % _RECORDS_BETWEEN_PROGRESS == 0:
            yield Progress(min(1.0, done / size))


def _first_pass(path: Path) -> tuple[_Sums, str]:
    """Sums over the municipalities, which stand behind the Kreis and Land that want them, and the day of the edition."""
    sums, days = _Sums(Counter(), Counter()), Counter[str]()
    for raw in _lines(path):
        try:
            line = _text(raw)
            place = _place(line, None)
        except _BrokenRecord:
            continue
        days[line[2:10]] += 1
        for end in (2, 3, 4, 5) if len(place.key) == 8 else ():
            sums.population[place.key[:end]] += place.population or 0
            sums.area[place.key[:end]] += place.area or 0
    if not days:
        raise FileDamaged(file=path.name)
    day = days.most_common(1)[0][0]
    return sums, f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.readline(_LONGEST_LINE), b"")


def _text(raw: bytes) -> str:
    """A line as text: older editions are not in UTF-8, and no line of theirs with an umlaut is valid UTF-8."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding)).rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    raise _BrokenRecord


def _place(line: str, sums: _Sums | None) -> DeliveredPlace:
    """The place of a record; the first pass asks without sums."""
    kind, key, name = line[:2], line[10:18].strip(), _name(line[22:72])
    if kind not in _KEY_DIGITS or not _DAY.fullmatch(line[2:10]) or not name:
        raise _BrokenRecord
    if not (key.isascii() and key.isdigit() and len(key) == _KEY_DIGITS[kind]):
        raise _BrokenRecord
    type_ = _words().types[kind].get(line[122:124].strip())
    if type_ is None:
        raise _BrokenRecord
    seat = _name(line[72:122]) or None
    if kind in ("50", "60"):
        return _small_place(line, key, name, type_, seat)
    # "Landkreis Rostock" is named Rostock; but "Markt Berolzheim" and "Region Stuttgart" are names.
    name = name.removeprefix(f"{type_} ") if kind == "40" else name
    population, area = (sums.population.get(key), sums.area.get(key)) if sums else (None, None)
    own_key = "" if kind in _WITHOUT_KEY else key
    return DeliveredPlace(own_key, key, name, type_, population, area, None, seat)


def _small_place(line: str, key: str, name: str, type_: str, seat: str | None) -> DeliveredPlace:
    """A Gemeindeverband or municipality."""
    association = line[18:22]
    if not (association.isascii() and association.isdigit()):
        raise _BrokenRecord
    if len(key) == 5:
        return DeliveredPlace("", key + association, name, type_, seat=seat)
    area, population, postcode = line[128:139], line[139:150], line[165:170].strip()
    if len(line) < _CHARACTERS_OF_MUNICIPALITY or not (area.isdecimal() and population.isdecimal()):
        raise _BrokenRecord
    if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 5):
        raise _BrokenRecord
    ars = key[:5] + association + key[5:]
    return DeliveredPlace(key, ars, name, type_, int(population), int(area), postcode or None, seat)


def _name(official: str) -> str:
    """The name up to the first comma, where its titles follow, with single spaces."""
    name = re.sub(r"\s*/\s*", "/", " ".join(official.partition(",")[0].split()))
    for beginning, instead in _words().beginnings.items():
        if name.startswith(beginning):
            return instead + name.removeprefix(beginning)
    return name


@cache
def _words() -> _Words:
    return read_yaml(import_words("gv100ad.yaml"), TypeAdapter(_Words))
