"""One organisation written twice: kinds of changes that leave it the same."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from service.domain.resolution import Contender
from training.pair_draws import Draw, Two, changed, either

_LEGAL = re.compile(r",? (?:e\. ?V\.|gGmbH|GmbH)$")


def _written_otherwise(draw: Draw) -> Two:
    def change(name: str) -> str:
        fitting = [(a, b) for a, b in draw.lists.writings if a in name.split() or (" " in a and a in name)]
        back = [(b, a) for a, b in draw.lists.writings if b in name.split()]
        if not fitting + back:
            return name
        old, new = draw.rng.choice(fitting + back)
        return name.replace(old, new, 1)

    return changed(draw, change)


def _legal_form(draw: Draw) -> Two:
    def change(name: str) -> str:
        if found := _LEGAL.search(name):
            return name[: found.start()]
        return name + draw.rng.choice((" e.V.", " e. V.", ", e.V.", " eV", " (e.V.)"))

    return changed(draw, change)


def _town(draw: Draw) -> Two:
    """The town's name is left out, or put behind."""

    def change(first: Contender) -> str:
        place = first.place or ""
        for written in (f" der Stadt {place}", f" in {place}", f"-{place}", f" {place}"):
            if f"{first.name} ".find(f"{written} ") > 8:
                return f"{first.name} ".replace(f"{written} ", " ", 1).strip()
        return first.name if place in first.name else first.name + draw.rng.choice((" ", ", ", " in ")) + place

    while (name := change(first := either(draw))) == first.name or not first.place:
        pass
    return first, replace(first, name=name)


def _umlauts(draw: Draw) -> Two:
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
    return changed(draw, lambda name: name.translate(table))


def _misspelt(draw: Draw) -> Two:
    """One stroke of a word of at least seven letters: left out, doubled, or swapped with the next."""

    def change(name: str) -> str:
        long = [word for word in name.split() if len(word) >= 7 and word.isalpha()]
        if not long:
            return name
        word = draw.rng.choice(long)
        spot = draw.rng.randint(2, len(word) - 3)
        swapped = word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
        return name.replace(
            word,
            draw.rng.choice(
                (word[:spot] + word[spot + 1 :], word[:spot] + word[spot : spot + 1] + word[spot:], swapped)
            ),
            1,
        )

    return changed(draw, change)


def _order(draw: Draw) -> Two:
    """The last word first, or the first part behind a comma."""

    def change(name: str) -> str:
        words = name.split()
        if not 2 < len(words) < 7 or words[-1].endswith("V.") or words[-2].islower():
            return name
        return draw.rng.choice((f"{words[-1]}, {' '.join(words[:-1])}", f"{words[-1]} {' '.join(words[:-1])}"))

    return changed(draw, change)


def _hyphens(draw: Draw) -> Two:
    return changed(draw, lambda name: name.replace("-", " ") if "-" in name else name.replace(" ", "-", 1))


def _suffix(draw: Draw) -> Two:
    mark = draw.rng.choice((", ", " - ", " – "))
    suffix = draw.one("suffixes")
    return changed(draw, lambda name: name + mark + suffix)


def _as_it_is(draw: Draw) -> Two:
    first = either(draw)
    return first, first


def _combined(draw: Draw) -> Two:
    """Two changes at once."""
    steps = [_legal_form, _town, _written_otherwise, _umlauts]
    draw.rng.shuffle(steps)
    first, second = steps[0](draw)
    for _ in range(20):
        narrowed = Draw((second,), draw.lists, Random(draw.rng.random()))
        name = _legal_form(narrowed)[1].name if steps[0] is not _legal_form else _suffix(narrowed)[1].name
        if narrowed.organisations[0].name.split()[0] == name.split()[0]:
            return first, replace(second, name=name)
    return first, second


SAME: Mapping[str, Callable[[Draw], Two]] = {
    "as it is": _as_it_is,
    "written otherwise": _written_otherwise,
    "legal form": _legal_form,
    "town": _town,
    "umlauts": _umlauts,
    "misspelt": _misspelt,
    "order": _order,
    "hyphens": _hyphens,
    "suffix": _suffix,
    "combined": _combined,
}
