"""JSON as the standard has it: UTF-8 only, no NaN, no name twice in an object, no text that nobody can store."""

import json
import re
from typing import Any

from service.errors import InvalidInput, MalformedBody

#: Bytes without which a body cannot hold bad text; the slow search for its place is rarely needed.
_SUSPICIOUS = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATES = re.compile("[\ud800-\udfff]")


def parse_json(body: bytes) -> Any:
    """The value of a JSON text; raises MalformedBody, or InvalidInput with the pointer of a text nobody can store."""
    try:
        value = json.loads(
            body.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_no_name_twice
        )
    except (ValueError, RecursionError) as error:
        raise MalformedBody() from error
    if _SUSPICIOUS.search(body):
        pointer = bad_text(value)
        if pointer is not None:
            raise InvalidInput.at(pointer, "bad_characters")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("name twice")
    return value


def bad_text(value: Any) -> str | None:
    """The JSON pointer of the first text with NUL or a lone surrogate; of the object where its name is the bad text."""
    open_values = [("", value)]
    while open_values:
        pointer, one = open_values.pop()
        if isinstance(one, str) and not storable(one):
            return pointer
        if isinstance(one, dict):
            if not all(map(storable, one)):
                return pointer
            open_values += [(f"{pointer}/{escaped(name)}", item) for name, item in reversed(one.items())]
        elif isinstance(one, list):
            open_values += [(f"{pointer}/{number}", one[number]) for number in reversed(range(len(one)))]
    return None


def escaped(step: str) -> str:
    """A name as a step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


def storable(text: str) -> bool:
    """Whether a text has neither NUL nor lone surrogates."""
    return "\x00" not in text and not _SURROGATES.search(text)
