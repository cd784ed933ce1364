"""What a file delivers: records of a source as they are stated, and what could not be taken from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """Kind of file that can be imported, told by its content and not by its name."""

    TABLE = "table"
    OSM = "osm"
    HSDS = "hsds"
    INTEGREAT = "integreat"
    GV100AD = "gv100ad"
    OUTLINES = "outlines"
    STATISTICS = "statistics"
    POSTCODES = "postcodes"
    MEMBERS = "members"


@dataclass(frozen=True)
class Opened:
    """What a file says of itself before its records: format, licence, who to name, and the day it was made.

    `region` names the place for whose people the file is made, where it has one.
    """

    format: Format
    licence: str | None = None
    attribution: str | None = None
    made_on: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Columns:
    """How the columns of one sheet are read: field of Organisation (or "key", "") by header; "" is left out.

    `samples` holds the first values of each column, for the person who checks the proposal.
    """

    sheet: str
    fields: Mapping[str, str]
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivered:
    """An organisation as one record of a source states it.

    `at` is where it stands in the file ("12", "Vereine!12", "node/240", "/contents/3"); `key` is the record's own key
    within the source, "" where it has none; `values` holds the stated fields of Organisation by name, never a blank one.
    """

    at: str
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Rejected:
    """A record that was not taken, with the code of the reason and the facts that its sentence names."""

    at: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """Something about a file or record that was taken but should be known."""

    at: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A record that waits for an answer: what the file says, and the keys that it may mean."""

    at: str
    code: str
    given: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How much of the file has been read, from 0 to 1."""

    share: float


@dataclass(frozen=True)
class DeliveredPlace:
    """A Land, Regierungsbezirk, Kreis, Gemeindeverband or municipality of the official register.

    `key` is the AGS (2, 3, 5 or 8 digits; "" for a Gemeindeverband, which has none), `ars` the Regionalschlüssel up to the
    digits of its level; `area` is in hectares.
    """

    key: str
    ars: str
    name: str
    type: str
    population: int | None = None
    area: int | None = None
    postcode: str | None = None
    seat: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class DeliveredOutline:
    """The area of a place as a GeoJSON geometry (Polygon or MultiPolygon, longitude before latitude, WGS 84)."""

    key: str
    geometry: Mapping[str, Any]


@dataclass(frozen=True)
class DeliveredStatistic:
    """A number about a place, such as the share of foreign nationals in per cent."""

    key: str
    measure: str
    value: float
    year: int | None = None


@dataclass(frozen=True)
class DeliveredPostcode:
    """A postcode with a place that it serves and the key of the Kreis or municipality that holds it."""

    postcode: str
    place: str
    key: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class DeliveredMember:
    """A line of an attendance list: the organisation as it was written, without the person who came for it."""

    at: str
    line: str


Event = (
    Opened
    | Columns
    | Delivered
    | Rejected
    | Remark
    | Question
    | Progress
    | DeliveredPlace
    | DeliveredOutline
    | DeliveredStatistic
    | DeliveredPostcode
    | DeliveredMember
)


@dataclass(frozen=True)
class Reading:
    """How a person wants a file to be read.

    `format` overrules what is detected; `columns` overrules the proposal, by sheet ("" for every sheet) and header;
    `zeros_lost` tells that a spreadsheet ate the leading zeros of keys and postcodes, so that they are put back;
    `answers` holds the key that a questioned text means, by that text.
    """

    format: Format | None = None
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    zeros_lost: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
