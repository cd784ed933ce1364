"""Generated texts of the encoder: questions in six kinds of language and profiles that answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from service.domain.organisations import Organisation
from service.domain.taxonomy import Role, Taxonomy
from service.retrieval.profile import profile_text
from training.grammar import fill, names_of_role
from training.lexicons import Community, Concept, Example, Lexicons

#: Share of the kinds of language among generated questions.
QUESTION_LANGUAGES = {"de": 0.32, "de-easy": 0.12, "en": 0.2, "tr": 0.12, "uk": 0.12, "ar": 0.12}
#: Share of the questions, and of the concepts in a description, that use whole sentences of the lexicon where it has some.
_PUT_FREELY = 0.55
#: Roles whose organisations often belong to one community of origin.
_OF_ORIGIN = {"migrant_org", "mosque_association", "church", "alevi_community", "culture_club", "women_family"}


@dataclass(frozen=True)
class Topic:
    """What a question asks for and a profile offers: concepts, perhaps a community, and a role that works on them."""

    role: Role
    concepts: tuple[Concept, ...]
    community: Community | None


@dataclass(frozen=True)
class World:
    """Everything that generated texts are made of; `concepts_of` lists the concepts of each role."""

    taxonomy: Taxonomy
    lexicons: Lexicons
    concepts_of: Mapping[str, Sequence[Concept]]


def make_world(taxonomy: Taxonomy, lexicons: Lexicons) -> World:
    """The world with its concepts sorted by role; a role that no concept names is its own concept."""
    concepts_of = {key: [c for c in lexicons.concepts if key in c.roles] for key in taxonomy.roles}
    for key, role in taxonomy.roles.items():
        concepts_of[key].append(role_concept(role))
    return World(taxonomy, lexicons, concepts_of)


def role_concept(role: Role) -> Concept:
    """The role itself as a concept: its label and synonyms in German and English, asked for in German elsewhere."""
    german, english = (role.label.de, *role.synonyms.de), (role.label.en, *role.synonyms.en)
    return Concept(role.key, (role.key,), german, english, german, german, german)


def draw_topic(world: World, rng: Random) -> Topic:
    """A concept of the field with one of its roles, often with a second and third concept of the same role."""
    concept = rng.choice(world.lexicons.concepts)
    role = world.taxonomy.roles[rng.choice(concept.roles)]
    if rng.random() < 0.2:
        role = rng.choice(list(world.taxonomy.roles.values()))
        concept = role_concept(role)
    further = rng.sample(world.concepts_of[role.key], min(rng.choice((0, 1, 1, 2)), len(world.concepts_of[role.key])))
    likely = 0.45 if role.key in _OF_ORIGIN else 0.06
    community = rng.choice(world.lexicons.communities) if rng.random() < likely else None
    return Topic(role, tuple(dict.fromkeys((concept, *further))), community)


def draw_language(rng: Random) -> str:
    """A kind of language by its share."""
    return rng.choices(list(QUESTION_LANGUAGES), list(QUESTION_LANGUAGES.values()))[0]


def question(topic: Topic, language: str, world: World, rng: Random) -> str:
    """What a person would ask about the topic: as people put it, a sentence with its words, or only words."""
    first = topic.concepts[0]
    if language in first.asks and rng.random() < _PUT_FREELY:
        return rng.choice(first.asks[language])
    words = [rng.choice(concept.words(language)) for concept in topic.concepts]
    if topic.community:
        words[0] = f"{topic.community.adjective(language.removesuffix('-easy'))} {words[0]}"
    if rng.random() < 0.25:
        return " ".join(words[:2])
    sentence = rng.choice(world.lexicons.questions[language])
    return sentence.replace("{x}", words[0]).replace("{y}", words[1] if len(words) > 1 else words[0])


def profile(topic: Topic, world: World, rng: Random) -> str:
    """The profile text of an organisation that works on the topic, as serving would embed it."""
    return profile_text(draw_organisation(topic, world, rng), world.taxonomy)


def example_profile(example: Example, world: World, rng: Random) -> str:
    """The profile of an example: its whole description or part of it, with a drawn name."""
    sentences = example.description.split(". ")
    told = example.description if rng.random() < 0.6 else ". ".join(rng.sample(sentences, max(1, len(sentences) - 1)))
    organisation = Organisation(
        id="example",
        name=next(iter(names_of_role(world.taxonomy.roles[example.role], world.lexicons, 1, rng))),
        role=example.role,
        role_stated=rng.random() < 0.5,
        role_confidence=0.0,
        description=f"{told} {' '.join(fillers(world, rng))}".strip(),
        topics=example.topics if rng.random() < 0.7 else (),
    )
    return profile_text(organisation, world.taxonomy)


def draw_organisation(topic: Topic, world: World, rng: Random) -> Organisation:
    """An organisation that works on the topic: now and then only its name and role are known."""
    name = next(iter(names_of_role(topic.role, world.lexicons, 1, rng)))
    if topic.community and rng.random() < 0.6:
        name = fill(
            rng.choice(("{demonym}er Verein {town}", "Verein der {people} in {town}", name)), world.lexicons, rng
        )
        name = name if topic.community.stem in name else f"{topic.community.stem}er Verein"
    community = topic.community
    return Organisation(
        id="generated",
        name=name,
        role=topic.role.key,
        role_stated=rng.random() < 0.7,
        role_confidence=0.0,
        description="" if rng.random() < 0.1 else description(topic, world, rng),
        place=rng.choice(world.lexicons.places["town"]) if rng.random() < 0.5 else None,
        languages=(community.language,) if community and community.language and rng.random() < 0.7 else (),
        topics=tuple(concept.de[0] for concept in topic.concepts if rng.random() < 0.4),
        origins=(community.stem,) if community and rng.random() < 0.3 else (),
    )


def description(topic: Topic, world: World, rng: Random) -> str:
    """German sentences that tell every concept of the topic and what the role usually does."""
    words, told = [], []
    for concept in topic.concepts:
        if concept.tells and rng.random() < _PUT_FREELY:
            told += rng.sample(concept.tells, min(rng.choice((1, 1, 2)), len(concept.tells)))
        else:
            words.append(rng.choice(concept.de))
    words += rng.sample(topic.role.activities.de, min(rng.choice((0, 1, 2)), len(topic.role.activities.de)))
    if topic.community:
        told.append(f"Mitglieder kommen aus {topic.community.country}.")
        words = [f"{topic.community.adjective('de')} {words[0]}", *words[1:]] if words else words
    while words:
        three, words = [*words[:3], words[0], words[0]][:3], words[3:]
        sentence = rng.choice(world.lexicons.profiles).replace("{town}", rng.choice(world.lexicons.places["town"]))
        for gap, word in zip(("{x}", "{y}", "{z}"), three, strict=True):
            sentence = sentence.replace(gap, word)
        told.append(sentence)
    told += fillers(world, rng)
    rng.shuffle(told)
    return " ".join(told)


def fillers(world: World, rng: Random) -> list[str]:
    """Up to two sentences that say nothing of the work, as real profiles hold: the encoder must learn to pass over them."""
    chosen = rng.sample(world.lexicons.fillers, rng.choice((0, 0, 1, 1, 2)))
    facts = {"year": str(rng.randint(1968, 2024)), "number": str(rng.randint(7, 300))}
    places = {name: rng.choice(world.lexicons.places[name]) for name in ("town", "region")}
    return [sentence.format(**facts, **places) for sentence in chosen]
