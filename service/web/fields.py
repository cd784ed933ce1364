"""Types of the fields that clients send: their form, their limits and how they are tidied."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from service.web.limits import DESCRIPTION, ID, ITEMS, LINE, NAME, TEXT, URL

#: Names that paths of the interface use themselves.
_TAKEN_IDS = frozenset({"bulk", "search", "stale", ".", ".."})
#: Names that paths use behind an id, which may itself hold slashes.
_TAKEN_ENDINGS = (
    *("/openings", "/provenance", "/history", "/part", "/decisions", "/gaps", "/recommendations"),
    *("/mitglieder", "/angaben", "/vorschlaege", "/warum", "/einladungen", "/luecken"),
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z+.-]*):(?![0-9])")


def one_line(text: str) -> str:
    """The text in Unicode NFC with single spaces and no line breaks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _not_blank(text: str) -> str:
    if not any(unicodedata.category(character)[0] not in "CZ" for character in text):
        raise PydanticCustomError("blank", "blank")
    return text


def _free_id(text: str) -> str:
    if _not_blank(text) in _TAKEN_IDS or text.endswith(_TAKEN_ENDINGS):
        raise PydanticCustomError("not_allowed", "not allowed")
    return text


def _web_address(text: str) -> str:
    scheme = _SCHEME.match(text)
    if scheme and scheme.group(1).lower() not in ("http", "https"):
        raise PydanticCustomError("not_a_web_address", "not a web address")
    return text


def _day(text: str) -> str:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError as error:
        raise PydanticCustomError("not_a_date", "not a date") from error
    return text


Name = Annotated[str, StringConstraints(max_length=NAME), AfterValidator(one_line), AfterValidator(_not_blank)]
Short = Annotated[str, StringConstraints(max_length=TEXT), AfterValidator(one_line)]
#: Taken as it is typed.
Secret = Annotated[str, StringConstraints(max_length=TEXT)]
Long = Annotated[str, StringConstraints(max_length=DESCRIPTION)]
Occasion = Annotated[str, StringConstraints(max_length=URL)]
Id = Annotated[str, StringConstraints(max_length=ID), AfterValidator(_free_id)]
Key = Annotated[str, StringConstraints(max_length=64)]
Line = Annotated[str, StringConstraints(max_length=LINE)]
Words = Annotated[list[Short], Field(max_length=ITEMS)]
Url = Annotated[str, StringConstraints(max_length=URL), AfterValidator(one_line), AfterValidator(_web_address)]
#: A source is often an address, but may be any text.
Source = Annotated[str, StringConstraints(max_length=URL), AfterValidator(one_line)]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
#: A year, a month or a day.
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_day)]
Count = Annotated[int, Field(strict=True, ge=0, le=100)]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]

Kind = Literal[
    "steering_group", "working_group", "network", "round_table", "advisory_council", "alliance", "umbrella", "other"
]
Level = Literal["internal", "municipal", "supraregional"]
Phase = Literal["drafting", "implementation", "continuation"]
Mandate = Literal["voting", "advisory", "guest"]
