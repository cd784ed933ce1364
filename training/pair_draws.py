"""Drawing the organisations of which labelled pairs are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from pydantic import TypeAdapter

from service.domain.resolution import Contender
from service.sources.files import read_yaml

Two = tuple[Contender, Contender]


@dataclass(frozen=True)
class Variations:
    """Word lists of data/evaluation/name_variations.yaml: `writings` by both spellings, the others by name."""

    writings: tuple[tuple[str, str], ...]
    lists: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Draw:
    """What pairs are made of: real organisations, word lists, and chance."""

    organisations: tuple[Contender, ...]
    lists: Variations
    rng: Random

    def one(self, name: str) -> str:
        """A word of the list of that name."""
        return self.rng.choice(self.lists.lists[name])


def read_variations(path: Path) -> Variations:
    """The word lists; raises DataDamaged."""
    content = dict(read_yaml(path, TypeAdapter(dict[str, list[str | list[str]]])))
    written = content.pop("writings")
    return Variations(
        tuple((row[0], row[1]) for row in written), {name: tuple(map(str, row)) for name, row in content.items()}
    )


def drawn(draw: Draw) -> Contender:
    """A real organisation."""
    return draw.rng.choice(draw.organisations)


def made(draw: Draw, pattern: str) -> Contender:
    """An invented organisation of a real town; placeholders take words of the lists."""
    town = drawn(draw)
    words = {
        "town": town.place or "",
        "saint": draw.one("saints"),
        "quarter": draw.one("quarters"),
        "mosque": draw.one("mosque_names"),
        "origin": draw.one("origins"),
        "confession": draw.one("confessions"),
        "year": str(draw.rng.randint(1848, 2010)),
    }
    return replace(town, name=draw.one(pattern).format(**words), role=None)


def either(draw: Draw) -> Contender:
    """Three in five are real, the others of a pattern."""
    if draw.rng.random() < 0.6:
        return drawn(draw)
    return made(draw, draw.rng.choice(("parishes", "local", "mosques", "bodies", "clubs", "communities")))


def changed(draw: Draw, change: Callable[[str], str]) -> Two:
    """An organisation and its name changed; another one is drawn until the change applies."""
    while (name := change((first := either(draw)).name)) == first.name:
        pass
    return first, replace(first, name=name)
