"""data/imports and data/register -> MemberWords."""

import functools

from pydantic import TypeAdapter

from service.domain.member_words import MemberWords
from service.domain.names import folded
from service.sources.files import read_rows, read_yaml
from service.sources.shipped import import_words

_LISTS = TypeAdapter(dict[str, str | list[str]])
_REGISTER = ("states", "government_districts", "districts", "towns")
#: Shorter words of a place's name say nothing ("an der").
_PLACE_LETTERS = 4


@functools.cache
def member_words() -> MemberWords:
    """The words of data/imports and the places of data/register; raises DataDamaged."""
    lists = _lists("members.yaml")
    surnames = _lists("surnames.yaml")
    lists["surnames"] = surnames["surnames"]
    lists["first_names"] = frozenset().union(*_lists("first_names.yaml").values())
    lists["places"] = _places() - lists["surnames"]
    return MemberWords(
        lists,
        organisation_endings=tuple(lists.pop("organisation_endings")),
        long_endings=tuple(lists.pop("long_endings")),
        surname_endings=tuple(surnames["endings"]),
    )


def _lists(name: str) -> dict[str, frozenset[str]]:
    read: dict[str, str | list[str]] = read_yaml(import_words(name), _LISTS)
    return {
        key: frozenset(folded(word) for word in (words.split() if isinstance(words, str) else words))
        for key, words in read.items()
    }


def _places() -> frozenset[str]:
    register = import_words("members.yaml").parents[1] / "register"
    names = [folded(row["name"]) for name in _REGISTER for row in read_rows(register / f"{name}.csv")]
    words = {word.strip("(),./") for name in names for word in name.split()}
    return frozenset(word for word in words if len(word) >= _PLACE_LETTERS and not word.endswith("kreis"))
