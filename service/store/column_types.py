"""Types of columns that hold more than one value: lists, objects and members of enumerations, stored as text."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

_NO_STRINGS = "[]"


class Strings(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings, stored as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        """Strings to JSON text."""
        return json.dumps(value, ensure_ascii=False) if value else _NO_STRINGS

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """JSON text to strings."""
        return () if value is None or value == _NO_STRINGS else tuple(json.loads(value))


class Facts(TypeDecorator[dict[str, Any]]):
    """Values by name, stored as a JSON object; a list is read back as a tuple."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        """Values to JSON text."""
        return None if value is None else json.dumps(dict(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:
        """JSON text to values."""
        return None if value is None else _tuples(json.loads(value))


def _tuples(value: Any) -> Any:
    """The value with every list in it as a tuple."""
    if isinstance(value, dict):
        return {name: _tuples(one) for name, one in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


class Choice(TypeDecorator[StrEnum]):
    """A member of an enumeration of the domain, stored by its value."""

    impl = Text
    cache_ok = True

    def __init__(self, enumeration: type[StrEnum]) -> None:
        super().__init__()
        self.enumeration = enumeration

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Member to text."""
        return None if value is None else self.enumeration(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Text to member."""
        return None if value is None else self.enumeration(value)
