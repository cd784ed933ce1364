"""Readings of a text that names a place: the places it may mean, before Land and postcode narrow them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from service.domain.places import GERMANY
from service.matching.place_index import Keys, PlaceIndex
from service.matching.place_names import without_fillers, words_of

#: A misspelt name is taken for another one from this similarity on (rapidfuzz ratio, 0-100): one letter in seven.
SAME_SPELLING = 93.0
#: A town is meant by its mere name where no namesake has more than this share of its inhabitants.
_SMALL_NAMESAKE = 0.2
#: From this size on a town has parts that are written behind its name ("Hamburg Altona").
_TOWN_WITH_PARTS = 50_000
#: Letters by which a misspelt name may be longer or shorter.
_LETTERS = 2
#: No name of a place has more words, with its Kreis, its Land and its titles.
_MOST_WORDS = 20
_APART = re.compile(r"\s*[(),;/]\s*")
_JOINED = re.compile(r"\s*[-–—]\s*")
_AND = re.compile(r"\s+(?:und|u\.|&)\s+")


@dataclass(frozen=True)
class Named:
    """Places that a text names, the largest first.

    `sure` where the first is meant unless something speaks against it; `doubtful` where even a single one is only meant
    if something speaks for it.
    """

    keys: Keys
    how: str
    sure: bool = False
    doubtful: bool = False


def read_place(index: PlaceIndex, text: str) -> Named | None:
    """The surest reading of a text; None where it names nothing of the register."""
    tokens = words_of(text, index.words)
    if not 0 < len(tokens) <= _MOST_WORDS:
        return None
    full = " ".join(tokens)
    if full in index.words.germany:
        return Named((GERMANY,), "germany")
    return (
        _by_whole_name(index, full)
        or _several(index, text)
        or _by_district(index, tokens)
        or _by_abbreviation(index, tokens)
        or _named(index.named.get(full), "district")
        or _titled(index, tokens)
        or _named(index.served.get(full), "served")
        or _named(index.rural.get(full), "district")
        or _part(index, text, tokens)
        or _misspelt(index, full)
    )


def _by_whole_name(index: PlaceIndex, full: str) -> Named | None:
    """A municipality, Land or Regierungsbezirk by its name, or municipalities by its beginning ("Halle")."""
    region = None
    if full not in index.exact:
        region = _land(index, full) or _named(index.government_districts.get(full), "government_district")
    return region or _municipality(index, full)


def _municipality(index: PlaceIndex, full: str) -> Named | None:
    exact, heads = index.exact.get(full, ()), index.heads.get(full, ())
    keys = _largest_first(index, {*exact, *heads})
    if not keys:
        return None
    own = (index.register.population(exact[0]) or 0) if len(exact) == 1 else 0
    others = [index.register.population(key) or 0 for key in keys if key not in exact]
    sure = len(exact) == 1 and max(others, default=0) <= _SMALL_NAMESAKE * own
    return Named(keys, "name" if exact else "short", sure)


def _land(index: PlaceIndex, full: str) -> Named | None:
    key = index.states.get(full)
    return None if key is None else Named((index.city_of(key) or key,), "state")


def _by_abbreviation(index: PlaceIndex, tokens: Sequence[str]) -> Named | None:
    """A municipality by its name with or without small words ("Mülheim/Ruhr"), or with initials ("Frankfurt a.M.")."""
    bare = without_fillers(tokens, index.words)
    found = _named(index.bare.get(bare), "name")
    return found or _named(index.initials.get(bare), "short")


def _several(index: PlaceIndex, text: str) -> Named | None:
    """The places of "Stadt und Landkreis Kulmbach" or "Boizenburg und Lübtheen", which are asked about."""
    pieces = _AND.split(text, maxsplit=1)
    if len(pieces) == 1:
        return None
    first, second = (words_of(piece, index.words) for piece in pieces)
    if all(word in index.words.titles for word in first):
        if not second or second[0] not in index.words.districts:
            return None
        town, district = _town(index, second[1:]), _by_district(index, second)
    else:
        town, district = read_place(index, pieces[0]), read_place(index, pieces[1])
    return Named((*town.keys, *district.keys), "name") if town and district else None


def _by_district(index: PlaceIndex, tokens: Sequence[str]) -> Named | None:
    """A Landkreis ("Lkr. Fürth", "Main-Kinzig-Kreis"), or a municipality of the one that is named beside it."""
    whole = index.rural.get(" ".join(tokens))
    at = next((number for number, word in enumerate(tokens) if word in index.words.districts), None)
    if at is None:
        return None
    if whole:
        return Named(whole, "district")
    before, behind = tokens[:at], tokens[at + 1 :]
    if not behind:
        return _named(index.rural.get(" ".join(before)), "district")
    for end in range(len(behind), 0, -1):
        district = index.rural.get(" ".join(behind[:end])) or index.rural.get(
            without_fillers(behind[:end], index.words)
        )
        if district:
            town = _town(index, [*before, *behind[end:]])
            inside = [key for key in (town.keys if town else ()) if key[:5] in district]
            return Named(tuple(inside), "name") if inside else Named(district, "district")
    return None


def _titled(index: PlaceIndex, tokens: Sequence[str]) -> Named | None:
    """A town, Land or Regierungsbezirk with a title ("Landeshauptstadt München", "Bezirk Schwaben")."""
    words = index.words
    land = _land(index, " ".join(_stripped(tokens, words.state_titles)))
    region = _stripped(tokens, words.government_districts)
    named = land or _named(index.government_districts.get(" ".join(region)), "government_district")
    if named:
        return named
    town = _stripped(tokens, words.titles)
    return None if len(town) == len(tokens) else _town(index, town)


def _town(index: PlaceIndex, tokens: Sequence[str]) -> Named | None:
    """A municipality, or the Landkreis of its name where the register has no such town."""
    town = _stripped(tokens, index.words.titles)
    full = " ".join(town)
    if not town:
        return None
    return _municipality(index, full) or _by_abbreviation(index, town) or _named(index.named.get(full), "district")


def _part(index: PlaceIndex, text: str, tokens: Sequence[str]) -> Named | None:
    """The town of "Hamburg, Bezirk Wandsbek", "Kreuzberg (Berlin)", "München-Pasing" or "Stuttgart Mitte"."""
    pieces = [words_of(piece, index.words) for piece in _APART.split(text) if piece]
    if len(pieces) > 1:
        found = _town(index, pieces[0]) or _by_district(index, pieces[0])
        if found:
            # "Weimar (Lahn)" is not Weimar; "Hamburg, Bezirk Wandsbek" is Hamburg.
            return Named(found.keys, "part", found.sure, doubtful="(" in text or "/" in text)
        large = _large(index, pieces[-1])
        if large:
            return Named(large, "part", doubtful=True)
    joined = [words_of(_JOINED.split(text)[0], index.words)]
    # What follows a small word tells another town: "Oberhausen an der Appel".
    prefixes = [tokens[:end] for end in range(len(tokens) - 1, 0, -1) if tokens[end] not in index.words.fillers]
    for head in joined + prefixes:
        large = _large(index, head)
        if large and len(head) < len(tokens):
            return Named(large, "part")
    return None


def _large(index: PlaceIndex, tokens: Sequence[str]) -> Keys:
    """Municipalities of this name that are large enough to have parts of their own."""
    found = index.exact.get(" ".join(_stripped(tokens, index.words.titles)), ())
    return tuple(key for key in found if (index.register.population(key) or 0) >= _TOWN_WITH_PARTS)


def _misspelt(index: PlaceIndex, full: str) -> Named | None:
    """The one place whose name differs in a letter or two."""
    near: Iterable[str] = (
        name
        for length in range(len(full) - _LETTERS, len(full) + _LETTERS + 1)
        for name in index.spellings.get((full[0], length), ())
        if fuzz.ratio(full, name, score_cutoff=SAME_SPELLING)
    )
    names = list(near)
    keys = index.exact.get(names[0]) or index.named.get(names[0]) if len(names) == 1 else None
    return Named(keys, "spelling") if keys and len(keys) == 1 else None


def _named(keys: Keys | None, how: str) -> Named | None:
    return Named(keys, how) if keys else None


def _largest_first(index: PlaceIndex, keys: Iterable[str]) -> Keys:
    return tuple(sorted(keys, key=lambda key: (-(index.register.population(key) or 0), key)))


def _stripped(tokens: Sequence[str], titles: frozenset[str]) -> Sequence[str]:
    """The words without titles at the beginning and end."""
    start, end = 0, len(tokens)
    while start < end and tokens[start] in titles:
        start += 1
    while end > start and tokens[end - 1] in titles:
        end -= 1
    return tokens[start:end]
