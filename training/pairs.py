"""Pairs of texts that mean the same: what the encoder learns from."""

from collections.abc import Iterator, Sequence
from random import Random

from service.domain.taxonomy import Role
from training.grammar import names_of_role
from training.lexicons import WORD_LANGUAGES, Concept
from training.options import TrainingOptions
from training.texts import World, draw_language, draw_topic, example_profile, profile, question
from training.variation import vary

Pair = tuple[str, str]


def generate_pairs(world: World, options: TrainingOptions) -> list[Pair]:
    """Decision 5: pairs of every kind, shuffled; each exact pair once."""
    rng = Random(f"{options.seed}-pairs")
    pairs = list(
        dict.fromkeys(
            pair
            for kind in (
                question_pairs(world, options.questions, rng),
                example_pairs(world, options.example_rounds, rng),
                translation_pairs(world, rng),
                role_pairs(world, rng),
                name_pairs(world, options.encoder_names_per_role, rng),
            )
            for pair in kind
            if pair[0] != pair[1]
        )
    )
    rng.shuffle(pairs)
    return pairs


def question_pairs(world: World, number: int, rng: Random) -> Iterator[Pair]:
    """Questions with the profile that answers them, a quarter with the same question in another language."""
    for _ in range(number):
        topic = draw_topic(world, rng)
        asked = question(topic, draw_language(rng), world, rng)
        if rng.random() < 0.25:
            yield asked, question(topic, draw_language(rng), world, rng)
        else:
            yield asked, profile(topic, world, rng)


def example_pairs(world: World, rounds: int, rng: Random) -> Iterator[Pair]:
    """What people ask, with the profile of the invented organisation that answers it, and with another such question."""
    for _ in range(rounds):
        for example in world.lexicons.examples:
            asked = [sentence for sentences in example.asks.values() for sentence in sentences]
            for sentence in asked:
                yield sentence, example_profile(example, world, rng)
            yield rng.choice(asked), rng.choice(asked)


def translation_pairs(world: World, rng: Random) -> Iterator[Pair]:
    """Words and sentences of one concept with each other, across languages and within one."""
    for concept in world.lexicons.concepts:
        words = {language: concept.words(language) for language in WORD_LANGUAGES}
        for language in WORD_LANGUAGES:
            for word in words[language]:
                yield word, rng.choice(words["de"])
                yield word, rng.choice(words[rng.choice(WORD_LANGUAGES)])
                yield word, rng.choice(concept.tells or words["de"])
        yield from sentence_pairs(concept, rng)
    for community in world.lexicons.communities:
        forms = [community.adjective(language) for language in WORD_LANGUAGES] + [community.people, community.country]
        yield from ((form, rng.choice(forms)) for form in forms)


def sentence_pairs(concept: Concept, rng: Random) -> Iterator[Pair]:
    """How people ask for a concept with how organisations tell of it, and with its words."""
    asked = [sentence for sentences in concept.asks.values() for sentence in sentences]
    for sentence in asked:
        yield from ((sentence, told) for told in concept.tells)
        yield sentence, rng.choice(asked)
        yield sentence, rng.choice(concept.de)
    for told in concept.tells:
        yield rng.choice(concept.de), told
        yield told, rng.choice(concept.tells)


def role_pairs(world: World, rng: Random) -> Iterator[Pair]:
    """Label, synonyms, definition and activities of one role with each other, German and English."""
    for role in world.taxonomy.roles.values():
        texts = role_texts(role)
        for text in texts:
            yield text, rng.choice(texts)
            yield text, rng.choice((role.label.de, role.label.en, role.definition.de))


def role_texts(role: Role) -> Sequence[str]:
    """Everything the taxonomy says of a role, one phrase each."""
    return [
        *(role.label.de, role.label.en, role.definition.de, role.definition.en),
        *(*role.synonyms.both(), *role.activities.both()),
    ]


def name_pairs(world: World, number: int, rng: Random) -> Iterator[Pair]:
    """Names with the same name written otherwise, and with a phrase of their role."""
    for role in world.taxonomy.roles.values():
        texts = role_texts(role)
        for name in names_of_role(role, world.lexicons, number, rng):
            varied = vary(name, role, world.lexicons, rng)
            yield name, varied if rng.random() < 0.3 else rng.choice(texts)
