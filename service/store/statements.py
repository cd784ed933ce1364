"""Statements that several tables need; the only place that knows the differences between dialects."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Insert, Table, and_
from sqlalchemy.dialects import postgresql, sqlite

Value = TypeVar("Value")

#: Values in one IN list; SQLite takes 32,766 parameters a statement.
CHUNK = 1000

#: The character that follows the digits in the order of text.
_AFTER_DIGITS = ":"


def upsert(connection: Connection, table: Table) -> Insert:
    """INSERT that replaces every other column of the row with the same primary key."""
    return _upsert(table, connection.dialect.name)


@cache
def _upsert(table: Table, dialect: str) -> Insert:
    key = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in key]
    if dialect == "postgresql":
        row = postgresql.insert(table)
        return row.on_conflict_do_update(index_elements=key, set_={name: row.excluded[name] for name in others})
    line = sqlite.insert(table)
    return line.on_conflict_do_update(index_elements=key, set_={name: line.excluded[name] for name in others})


def chunks(values: Collection[Value], size: int = CHUNK) -> Iterator[list[Value]]:
    """The values in lists of at most `size`."""
    everything = list(values)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]


def starts_with(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    """Whether a column of digits starts with the prefix, as a range that an index answers."""
    return and_(column >= prefix, column < prefix + _AFTER_DIGITS)
