"""Give every record of a delivery a key of its own within its source."""

from collections.abc import Iterable
from dataclasses import replace

from service.domain.deliveries import Delivered
from service.domain.names import normal_name


def own_key(row: Delivered) -> str:
    """The record's own key, else one made of its name and place."""
    if row.key:
        return row.key
    where = row.values.get("ags") or row.values.get("postcode") or row.values.get("place") or ""
    return f"{normal_name(row.values['name']) or row.values['name']}|{where}"


def with_keys(rows: Iterable[Delivered]) -> tuple[list[Delivered], int]:
    """The records, each under a key of its own, and how many said just what another one says.

    Some registers give one key to several organisations: the later ones are told apart by name, then by number.
    """
    taken: dict[str, Delivered] = {}
    repeated = 0
    for row in rows:
        key, number = own_key(row), 1
        while key in taken and taken[key].values != row.values:
            number += 1
            key = f"{own_key(row)}#{normal_name(row.values['name'])}" + (f"#{number}" if number > 2 else "")
        repeated += key in taken
        taken.setdefault(key, replace(row, key=key))
    return list(taken.values()), repeated
