"""Names of places as people write them: comparable words, and the forms under which one name is found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.names import folded
from service.domain.places import PlaceWords

_WORDS = re.compile(r"[^\W_]+")
_QUALIFIER = re.compile(r"[(/]")
_KREIS = "kreis"


@dataclass(frozen=True)
class Forms:
    """Forms of one name: all words; without fillers; before its qualifier; with the last word cut to one letter.

    "Rothenburg ob der Tauber": "rothenburg ob der tauber", "rothenburg tauber", "rothenburg", "rothenburg t".
    A form that the name does not have is None.
    """

    full: str
    bare: str
    head: str | None
    initials: str | None


def words_of(text: str, words: PlaceWords) -> list[str]:
    """Folded words of a text, abbreviations written out unless the word stands alone: Thür is a municipality."""
    found = _WORDS.findall(folded(text))
    if len(found) == 1 or not any(word in words.short for word in found):
        return found
    return [part for word in found for part in _WORDS.findall(words.short.get(word, word))]


def without_fillers(tokens: Sequence[str], words: PlaceWords) -> str:
    """Words that tell places apart; the first and the last one always do ("Frankfurt a.d.O.")."""
    kept = [word for word in tokens[1:-1] if word not in words.fillers]
    return " ".join([*tokens[:1], *kept, *tokens[1:][-1:]])


def forms_of(name: str, words: PlaceWords) -> Forms:
    """The forms of a place's official name."""
    tokens = words_of(name, words)
    full, bare = " ".join(tokens), without_fillers(tokens, words)
    head = " ".join(_before_filler(words_of(_QUALIFIER.split(name)[0], words), words))
    before, _, last = bare.rpartition(" ")
    initials = f"{before} {last[0]}" if before else None
    return Forms(full, bare, head if head != full else None, initials)


def district_forms(name: str, words: PlaceWords) -> Iterator[str]:
    """Forms under which a Kreis is found behind a word such as "Landkreis": "wetteraukreis", "wetterau"."""
    forms = forms_of(name, words)
    yield from filter(None, (forms.full, forms.bare, forms.head))
    stripped = " ".join(word for word in forms.full.split() if word not in words.districts)
    if stripped:
        yield stripped
    if stripped.endswith(_KREIS) and " " not in stripped:
        yield stripped.removesuffix(_KREIS)


def _before_filler(tokens: Sequence[str], words: PlaceWords) -> Sequence[str]:
    fillers = (number for number, word in enumerate(tokens) if number and word in words.fillers)
    return tokens[: next(fillers, len(tokens))]
