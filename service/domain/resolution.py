"""Whether two records are one organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Zone(StrEnum):
    """What is done with a pair of records."""

    MERGE = "merge"
    ASK = "ask"
    APART = "apart"


class PairState(StrEnum):
    """What was decided about a pair of organisations."""

    OPEN = "open"
    MERGED = "merged"
    APART = "apart"


@dataclass(frozen=True)
class Contender:
    """What resolution reads of an organisation or of a record that may be one.

    `id` is the organisation's, or a name of its own for a record without one; `prefixes` are its places.
    """

    id: str
    name: str
    role: str | None = None
    prefixes: tuple[str, ...] = ()
    place: str | None = None
    postcode: str | None = None
    street: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Match:
    """A pair of contenders with the probability that they are one, the parts of its score, and what is to be done.

    `contributions` add up to the log odds, the base among them.
    """

    first: str
    second: str
    score: float
    contributions: Mapping[str, float]
    zone: Zone


@dataclass(frozen=True)
class LikelyPair:
    """Two stored organisations that may be one; the first id is the smaller one."""

    first_id: str
    second_id: str
    score: float
    features: Mapping[str, float]
    state: PairState = PairState.OPEN
    generation: int | None = None
