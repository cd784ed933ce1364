"""Two organisations that look like one: kinds of hard negatives."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from service.domain.names import folded
from service.domain.places import canonical
from training.pair_draws import Draw, Two, drawn, either, made


def _other_town(draw: Draw) -> Two:
    """The same name in another town, the town's name in it exchanged."""
    first, other = either(draw), drawn(draw)
    while canonical(other.prefixes[0])[:5] == canonical(first.prefixes[0])[:5]:
        other = drawn(draw)
    name = first.name.replace(first.place or "\0", other.place or "")
    return first, replace(first, name=name, prefixes=other.prefixes, place=other.place)


def _put(pattern: str) -> Callable[[Draw], Two]:
    """Another organisation that bears the name of the first one, by the patterns of that list."""

    def make(draw: Draw) -> Two:
        first = either(draw)
        return first, replace(first, name=draw.one(pattern).format(name=first.name))

    return make


def _department(draw: Draw) -> Two:
    first, department = either(draw), draw.one("departments")
    if department in first.name:
        return _department(draw)
    return first, replace(first, name=f"{first.name} - {department}")


def _exchanged(pattern: str, words: str) -> Callable[[Draw], Two]:
    """Two of one pattern in one town that differ in one word."""

    def make(draw: Draw) -> Two:
        first = made(draw, pattern)
        told = [word for word in draw.lists.lists[words] if word in first.name]
        if not told:
            return make(draw)
        other = draw.rng.choice([word for word in draw.lists.lists[words] if word != told[0]])
        return first, replace(first, name=re.sub(rf"\b{re.escape(told[0])}(?!\w)", other, first.name, count=1))

    return make


def _quarter_added(draw: Draw) -> Two:
    """One of a quarter, and one that names no quarter."""
    first = made(draw, "local")
    bare = re.sub(rf"[ -](?:{'|'.join(draw.lists.lists['quarters'])})(?!\w)", "", first.name, count=1)
    return first, replace(first, name=bare)


def _other_unit(draw: Draw) -> Two:
    first, body = (
        drawn(draw),
        draw.rng.choice(("AWO", "DRK", "Deutsches Rotes Kreuz", "SPD", "Kinderschutzbund", "NABU", "VdK")),
    )
    one, other = draw.rng.sample(draw.lists.lists["units"], 2)
    first = replace(first, name=f"{body} {one} {first.place}", role=None)
    return first, replace(first, name=f"{body} {other} {first.place}")


def _other_school(draw: Draw) -> Two:
    one, other = draw.rng.sample(draw.lists.lists["schools"], 2)
    patron, town = draw.one("patrons"), drawn(draw)
    return replace(town, name=f"{patron} {one}", role="school"), replace(town, name=f"{patron} {other}", role="school")


def _two_of(pattern: str) -> Callable[[Draw], Two]:
    """Two different ones of a pattern list in one town."""

    def make(draw: Draw) -> Two:
        first = made(draw, pattern)
        second = made(Draw((first,), draw.lists, draw.rng), pattern)
        return (first, replace(second, name=second.name)) if first.name != second.name else make(draw)

    return make


def _neighbours(draw: Draw) -> Two:
    """Two real organisations of one town."""
    first = drawn(draw)
    others = [o for o in draw.organisations if o.prefixes == first.prefixes and not _alike(o.name, first.name)]
    return (first, draw.rng.choice(others)) if others else _neighbours(draw)


def _alike(one: str, other: str) -> bool:
    """Whether two rosters may mean one organisation: they share a long word."""
    return bool({w for w in folded(one).split() if len(w) > 4} & {w for w in folded(other).split() if len(w) > 4})


def _other_year(draw: Draw) -> Two:
    first = made(draw, "clubs")
    year = next(word for word in first.name.split() if word.isdigit())
    return first, replace(first, name=first.name.replace(year, str(int(year) + draw.rng.randint(1, 90))))


def _namesake(draw: Draw) -> Two:
    """Two of one name in one town, as nurseries and parishes have it."""
    first = made(draw, draw.rng.choice(("namesakes", "parishes")))
    return first, first


APART: Mapping[str, Callable[[Draw], Two]] = {
    "other town": _other_town,
    "other unit": _other_unit,
    "other saint": _exchanged("parishes", "saints"),
    "other quarter": _exchanged("local", "quarters"),
    "quarter added": _quarter_added,
    "other origin": _exchanged("communities", "origins"),
    "other faith": _exchanged("faiths", "confessions"),
    "affiliate": _put("affiliates"),
    "group": _put("groups"),
    "other body": _two_of("bodies"),
    "two mosques": _two_of("mosques"),
    "other school": _other_school,
    "department": _department,
    "neighbours": _neighbours,
    "other year": _other_year,
    "namesake": _namesake,
}
