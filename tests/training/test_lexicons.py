"""data/lexicon: references, order, spelling."""

import unicodedata
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from service.sources.files import read_json_lines, read_yaml
from training.lexicons import WORD_LANGUAGES

ROOT = Path(__file__).parents[2]

LISTS = ("first_names", "parties", "patrons", "quarters", "regions", "saints", "surnames")


def test_every_role_of_a_concept_exists(taxonomy, lexicons):
    assert {role for concept in lexicons.concepts for role in concept.roles} <= set(taxonomy.roles)


def test_concepts_are_unique(lexicons):
    keys = [concept.key for concept in lexicons.concepts]
    assert len(keys) == len(set(keys))


def test_sentences_of_concepts_and_examples_are_of_the_six_kinds_of_language(taxonomy, lexicons):
    languages = set(lexicons.questions)
    for concept in lexicons.concepts:
        assert set(concept.asks) in (set(), languages), concept.key
        assert bool(concept.asks) == bool(concept.tells), concept.key
    for example in lexicons.examples:
        assert set(example.asks) == languages
        assert example.role in taxonomy.roles


def test_no_question_of_the_evaluation_is_asked_in_training(lexicons):
    told = {s.casefold() for c in (*lexicons.concepts, *lexicons.examples) for asked in c.asks.values() for s in asked}
    judged = {row["query"].casefold() for row in read_json_lines(ROOT / "data" / "evaluation" / "queries.jsonl")}
    assert not told & judged


def test_a_concept_has_distinct_words_in_every_language(lexicons):
    for concept in lexicons.concepts:
        for language in WORD_LANGUAGES:
            words = concept.words(language)
            assert words
            assert len(set(words)) == len(words), (concept.key, language)


def test_einfache_sprache_uses_german_words(lexicons):
    assert lexicons.concepts[0].words("de-easy") == lexicons.concepts[0].de


def test_at_least_sixty_communities_each_named_once(lexicons):
    stems = [community.stem for community in lexicons.communities]
    assert len(stems) >= 60
    assert stems == sorted(set(stems))


def test_languages_of_communities_are_known_to_the_taxonomy(taxonomy, lexicons):
    spoken = {community.language for community in lexicons.communities if community.language}
    unknown = {name for name in spoken if taxonomy.language_code(name) is None}
    assert unknown <= {"Ewe", "Tatarisch", "Tschetschenisch"}


def test_questions_are_asked_in_six_kinds_of_language(lexicons):
    assert set(lexicons.questions) == {"de", "de-easy", "en", "tr", "uk", "ar"}
    assert all("{x}" in sentence for sentences in lexicons.questions.values() for sentence in sentences)


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_sorted_and_free_of_repetition(name):
    words = read_yaml(ROOT / "data" / "lexicon" / f"{name}.yaml", TypeAdapter(list[str]))
    assert words == sorted(set(words))


def test_files_are_nfc():
    for path in (ROOT / "data" / "lexicon").rglob("*.*"):
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path.name
