"""Events as lines of JSON, on their way from the process that reads a file to the one that asked for it."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

import orjson

import service.errors as errors
from service.domain.deliveries import Columns, Delivered, Event, Format, Opened
from service.errors import FileRefused

_KINDS = {kind.__name__: kind for kind in get_args(Event)}


def encode(event: Event) -> bytes:
    """An event as one line."""
    return orjson.dumps([type(event).__name__, event], option=orjson.OPT_APPEND_NEWLINE)


def encode_refusal(error: FileRefused) -> bytes:
    """The end of a reading that was refused as one line."""
    return orjson.dumps(["refused", {"error": type(error).__name__, "facts": error.facts}]) + b"\n"


def decode(lines: Iterable[bytes]) -> Iterator[Event]:
    """The events of the lines; raises the FileRefused that one of them tells."""
    for line in lines:
        kind, values = orjson.loads(line)
        if kind == "refused":
            refused: type[FileRefused] = getattr(errors, values["error"])
            raise refused(**values["facts"])
        yield _event(kind, values)


def _event(kind: str, values: dict[str, Any]) -> Event:
    if kind == Delivered.__name__:
        return Delivered(values["at"], values["key"], {k: _tuple(v) for k, v in values["values"].items()})
    if kind == Opened.__name__:
        values["format"] = Format(values["format"])
    if kind == Columns.__name__:
        values["samples"] = {header: tuple(shown) for header, shown in values["samples"].items()}
    event: Event = _KINDS[kind](**{name: _tuple(value) for name, value in values.items()})
    return event


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
