"""Which objects of OpenStreetMap are organisations, and what their tags state of the role."""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from service.domain.organisations import SHELTER_WORDS
from service.sources.files import read_yaml
from service.sources.plain import NAME_CHARACTERS, plain
from service.sources.shipped import import_words

Tags = Mapping[str, str]

_ANY = "*"


@dataclass(frozen=True)
class Rule:
    """Tags with their values, and what an object states that holds them all; without a role, the name decides later."""

    tags: Mapping[str, tuple[str, ...]]
    role: str | None = None
    sheltered: bool = False
    wanted: bool = True


@dataclass(frozen=True)
class Verdict:
    """What is known of an object that is an organisation; `by_name` tells that its tags say something else."""

    name: str
    role: str | None = None
    sheltered: bool = False
    by_name: bool = False


@dataclass(frozen=True)
class TagTable:
    """The rules and words of data/imports/osm_tags.yaml; the file explains them."""

    keys: tuple[str, ...]
    keys_of_named: tuple[str, ...]
    names: tuple[str, ...]
    rules: tuple[Rule, ...]
    unmistakable: tuple[str, ...]
    former: tuple[str, ...]
    not_by_name: Mapping[str, tuple[str, ...]]
    denominations: Mapping[str, str]

    def verdict(self, tags: Tags) -> Verdict | None:
        """What the object is, by its tags or else by its name; None where it is no organisation that is wanted."""
        name, rule = self.name_of(tags), self._rule(tags)
        sheltered = any(word in name.casefold() for word in SHELTER_WORDS)
        if rule is not None:
            return Verdict(name, rule.role, rule.sheltered or sheltered) if rule.wanted else None
        named = name and self._is_unmistakable(name) and not self._only_named_after(tags)
        return Verdict(name, sheltered=sheltered, by_name=True) if named else None

    def name_of(self, tags: Tags) -> str:
        """The name of an object, "" where it has none that can be one."""
        names = (plain(tags[key], NAME_CHARACTERS) for key in self.names if key in tags)
        return next((name for name in names if any(map(str.isalpha, name))), "")

    def _rule(self, tags: Tags) -> Rule | None:
        """The rule that counts; where the tags hold just some of its values, they state no role."""
        rules = self._near(tags)
        fully = next((rule for rule in rules if _holds(rule, tags, any if rule.sheltered else all)), None)
        if fully is not None:
            return fully
        return next((Rule(rule.tags) for rule in rules if rule.wanted and _holds(rule, tags, any)), None)

    def _near(self, tags: Tags) -> list[Rule]:
        """The rules whose first tag the object holds, which spares most objects all the others."""
        held = {(key, one.strip()) for key, value in tags.items() for one in (*value.split(";"), _ANY)}
        return [self.rules[number] for number in sorted({n for tag in held for n in self._by_first_tag.get(tag, ())})]

    @functools.cached_property
    def _by_first_tag(self) -> Mapping[tuple[str, str], list[int]]:
        numbers: dict[tuple[str, str], list[int]] = {}
        for number, rule in enumerate(self.rules):
            key, values = next(iter(rule.tags.items()))
            for value in values:
                numbers.setdefault((key, value), []).append(number)
        return numbers

    def _is_unmistakable(self, name: str) -> bool:
        return any(not found.group("former") for found in self._pattern.finditer(name))

    def _only_named_after(self, tags: Tags) -> bool:
        return any(_states(tags, key, values, any) for key, values in self.not_by_name.items())

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        former, words = _either(self.former), _either(self.unmistakable)
        return re.compile(rf"(?<!\w)(?P<former>(?:{former})\.?\s+)?\w*(?:{words})(?!\w)", re.IGNORECASE)


@functools.cache
def tag_table() -> TagTable:
    """The shipped table; raises DataDamaged."""
    table: TagTable = read_yaml(import_words("osm_tags.yaml"), TypeAdapter(TagTable))
    return table


def _holds(rule: Rule, tags: Tags, how: Callable[[Iterable[bool]], bool]) -> bool:
    return all(_states(tags, key, values, how) for key, values in rule.tags.items())


def _states(tags: Tags, key: str, values: tuple[str, ...], how: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether the tag holds one of the values; `how` tells whether all or any that it holds must be among them."""
    if key not in tags:
        return False
    return _ANY in values or how(value.strip() in values for value in tags[key].split(";"))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)
