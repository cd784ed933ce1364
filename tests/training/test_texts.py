"""Generated texts and pairs, and the tokenizer learned from them."""

from random import Random

import pytest

from service.retrieval.encoder import plain_text
from training.pairs import generate_pairs
from training.texts import QUESTION_LANGUAGES, draw_topic, profile, question
from training.tokenizer import train_tokenizer


@pytest.fixture(scope="module")
def pairs(world, small):
    return generate_pairs(world, small)


@pytest.fixture(scope="module")
def tokenizer(pairs, small):
    return train_tokenizer((text for pair in pairs for text in pair), small)


def test_same_seed_same_pairs(world, small, pairs):
    assert generate_pairs(world, small) == pairs


def test_pairs_are_distinct_and_filled(pairs):
    assert len(set(pairs)) == len(pairs)
    for first, second in pairs:
        assert first.strip()
        assert second.strip()
        assert not {"{x}", "{y}", "{z}", "{town}"} & set(f"{first} {second}".split())


@pytest.mark.parametrize("language", sorted(QUESTION_LANGUAGES))
def test_a_question_names_a_concept_of_its_topic(world, language):
    rng = Random(2)
    for _ in range(30):
        topic = draw_topic(world, rng)
        asked = question(topic, language, world, rng)
        named = any(word in asked for concept in topic.concepts for word in concept.words(language))
        assert named or asked in topic.concepts[0].asks[language]


def test_profiles_are_what_serving_embeds(world):
    rng = Random(4)
    topic = draw_topic(world, rng)
    assert profile(topic, world, Random(4)) == profile(topic, world, Random(4))


def test_every_role_has_a_concept(taxonomy, world):
    assert all(world.concepts_of[role] for role in taxonomy.roles)


def test_tokenizer_is_the_same_twice(pairs, small, tokenizer):
    again = train_tokenizer((text for pair in pairs for text in pair), small)
    assert again.to_str() == tokenizer.to_str()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flüchtlingsrat", "Fluechtlingsrat"),
        ("STRASSE", "Straße"),
        ("Bürger*innen", "Bürgerinnen"),
        ("D.I.T.I.B.", "DITIB."),
        ("İstanbul", "istanbul"),
    ],
)
def test_spellings_of_one_word_are_the_same_tokens(tokenizer, one, other):
    assert tokenizer.encode(plain_text(one)).ids == tokenizer.encode(plain_text(other)).ids


def test_a_part_is_the_same_token_anywhere_in_a_word(tokenizer):
    alone = tokenizer.encode("beratung").ids
    assert tokenizer.encode("xqberatung").ids[-len(alone) :] == alone
