"""data/lexicon and data/register -> the words that generated names and texts are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from service.domain.places import Register
from service.sources.files import read_json_lines, read_yaml

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
    """A concept of the field: its words in five languages, the roles that work on it, and how people put it.

    `asks` holds whole questions by language ("de-easy" too), `tells` German sentences of profiles.
    """

    key: str
    roles: tuple[str, ...]
    de: tuple[str, ...]
    en: tuple[str, ...]
    tr: tuple[str, ...]
    uk: tuple[str, ...]
    ar: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    tells: tuple[str, ...] = ()

    def words(self, language: str) -> tuple[str, ...]:
        """Its words in a language of WORD_LANGUAGES or in "de-easy"."""
        return tuple(getattr(self, language.removesuffix("-easy")))


@dataclass(frozen=True)
class Sentences:
    """Sentences with gaps, of one language and one kind (question, profile, or filler: what says nothing of the work)."""

    language: str
    kind: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """An invented organisation's role, catchwords and description, and what people ask that it answers, by language."""

    role: str
    topics: tuple[str, ...]
    description: str
    asks: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Lexicons:
    """All word lists; `names` holds the name patterns of each role, `places` the fillings of their placeholders."""

    names: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    communities: tuple[Community, ...]
    concepts: tuple[Concept, ...]
    examples: tuple[Example, ...]
    questions: Mapping[str, tuple[str, ...]]
    profiles: tuple[str, ...]
    fillers: tuple[str, ...]
    surnames: tuple[str, ...]
    first_names: tuple[str, ...]


def read_lexicons(folder: Path, register: Register) -> Lexicons:
    """The word lists of data/lexicon with the towns, Kreise and Laender of the register; raises DataDamaged."""

    def words(name: str) -> tuple[str, ...]:
        return tuple(read_yaml(folder / f"{name}.yaml", TypeAdapter(list[str])))

    sentences = read_yaml(folder / "sentences.yaml", TypeAdapter(list[Sentences]))
    names = [read_yaml(path, TypeAdapter(dict[str, tuple[str, ...]])) for path in sorted(folder.glob("names/*.yaml"))]
    concepts = [read_yaml(path, TypeAdapter(list[Concept])) for path in sorted(folder.glob("concepts/*.yaml"))]
    examples = [row for path in sorted(folder.glob("profiles/*.jsonl")) for row in read_json_lines(path)]
    return Lexicons(
        names={role: patterns for sphere in names for role, patterns in sphere.items()},
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
        concepts=tuple(concept for theme in concepts for concept in theme),
        examples=tuple(TypeAdapter(list[Example]).validate_python(examples)),
        questions={entry.language: entry.sentences for entry in sentences if entry.kind == "question"},
        profiles=next(entry.sentences for entry in sentences if entry.kind == "profile"),
        fillers=next(entry.sentences for entry in sentences if entry.kind == "filler"),
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
