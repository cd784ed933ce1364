"""data/lexicon and data/register -> the words that generated names and texts are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from service.domain.places import Register
from service.sources.files import read_yaml

#: Languages in which a concept has words; "de-easy" (Einfache Sprache) uses the German ones.
WORD_LANGUAGES = ("de", "en", "tr", "uk", "ar")


@dataclass(frozen=True)
class Community:
    """A community of origin: adjective stem, people and country in German, adjectives in the other languages."""

    stem: str
    people: str
    country: str
    language: str | None
    en: str
    tr: str
    uk: str
    ar: str

    def adjective(self, language: str) -> str:
        """How the community is called in a language of WORD_LANGUAGES."""
        return f"{self.stem.lower()}e" if language == "de" else str(getattr(self, language))


@dataclass(frozen=True)
class Concept:
    """A concept of the field with its words in five languages and the roles that work on it."""

    key: str
    roles: tuple[str, ...]
    de: tuple[str, ...]
    en: tuple[str, ...]
    tr: tuple[str, ...]
    uk: tuple[str, ...]
    ar: tuple[str, ...]

    def words(self, language: str) -> tuple[str, ...]:
        """Its words in a language of WORD_LANGUAGES or in "de-easy"."""
        return tuple(getattr(self, language.removesuffix("-easy")))


@dataclass(frozen=True)
class Sentences:
    """Sentences with gaps, of one language and one kind (question or profile)."""

    language: str
    kind: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Lexicons:
    """All word lists; `places` maps the placeholders of name patterns to their fillings."""

    places: Mapping[str, tuple[str, ...]]
    communities: tuple[Community, ...]
    concepts: tuple[Concept, ...]
    questions: Mapping[str, tuple[str, ...]]
    profiles: tuple[str, ...]
    surnames: tuple[str, ...]
    first_names: tuple[str, ...]


def read_lexicons(folder: Path, register: Register) -> Lexicons:
    """The word lists of data/lexicon with the towns, Kreise and Laender of the register; raises DataDamaged."""

    def words(name: str) -> tuple[str, ...]:
        return tuple(read_yaml(folder / f"{name}.yaml", TypeAdapter(list[str])))

    sentences = read_yaml(folder / "sentences.yaml", TypeAdapter(list[Sentences]))
    return Lexicons(
        places={
            "town": town_names(register),
            "region": (*words("regions"), *district_names(register)),
            "state": tuple(place.name for place in register.states.values()),
            "quarter": words("quarters"),
            "saint": words("saints"),
            "patron": words("patrons"),
            "party": words("parties"),
        },
        communities=tuple(read_yaml(folder / "communities.yaml", TypeAdapter(list[Community]))),
        concepts=tuple(read_yaml(folder / "field_words.yaml", TypeAdapter(list[Concept]))),
        questions={entry.language: entry.sentences for entry in sentences if entry.kind == "question"},
        profiles=next(entry.sentences for entry in sentences if entry.kind == "profile"),
        surnames=words("surnames"),
        first_names=words("first_names"),
    )


def town_names(register: Register) -> tuple[str, ...]:
    """Names of towns, those with an addition also without it: "Wetter (Ruhr)" and "Wetter"."""
    names = (place.name for place in register.towns.values())
    return tuple(dict.fromkeys(form for name in names for form in (name, name.split(" (")[0].split(" am ")[0])))


def district_names(register: Register) -> tuple[str, ...]:
    """Names of Landkreise, bare and with the word before them."""
    rural = [place for place in register.districts.values() if "Stadt" not in place.type]
    bare = [place.name.split(" (")[0] for place in rural]
    return tuple(dict.fromkeys([*bare, *(f"{place.type} {name}" for place, name in zip(rural, bare, strict=True))]))
