import numpy as np

from service.retrieval.close_reading import best_passages, passages, read_closely, word_likeness
from service.retrieval.encoder import StaticEncoder, plain_text

QUESTION = "Deutschkurs für Frauen"
PROFILES = [
    ["Wir spielen jeden Samstag Fußball im Park. Dienstags findet ein Deutschkurs für Frauen statt."],
    ["Wir spielen jeden Samstag Fußball im Park."],
    [""],
    [],
]


def tokens_of(encoder: StaticEncoder, profile: list[str]) -> list[list[int]]:
    return encoder.tokens(passages(profile))


def test_a_text_is_spelled_plainly_and_cut_at_the_ends_of_sentences():
    assert passages(["Der Verein hilft. Er berät; dazu kommt ein Chor!", "", "Sport"]) == [
        "der verein hilft.", "er beraet;", "dazu kommt ein chor!", "sport",
    ]  # fmt: skip


def test_the_likest_passage_counts(encoder: StaticEncoder):
    (asked,) = encoder.tokens([plain_text(QUESTION)])
    found = best_passages(encoder, asked, [tokens_of(encoder, profile) for profile in PROFILES])
    sentences = encoder.encode(passages(PROFILES[0])) @ encoder.encode([QUESTION])[0]
    np.testing.assert_allclose(found[0], max(sentences.max(), 0.0), atol=1e-5)
    assert found[2:].tolist() == [0.0, 0.0]


def test_a_profile_that_holds_every_word_is_as_like_as_can_be(encoder: StaticEncoder):
    (asked,) = encoder.tokens([plain_text(QUESTION)])
    profiles = [tokens_of(encoder, profile) for profile in ([QUESTION, "und anderes"], *PROFILES)]
    found = word_likeness(encoder, asked, profiles)
    np.testing.assert_allclose(found[0], 1.0, atol=1e-5)
    assert found[0] >= found[1] >= found[2]
    assert found[3:].tolist() == [0.0, 0.0]


def test_a_question_without_known_words_is_like_nothing(encoder: StaticEncoder):
    assert read_closely(encoder, "", PROFILES).tolist() == [0.0] * 4
    assert len(read_closely(encoder, QUESTION, [])) == 0


def test_likeness_lies_between_0_and_1_and_prefers_the_answer(encoder: StaticEncoder):
    found = read_closely(encoder, QUESTION, PROFILES)
    assert ((found >= 0) & (found <= 1)).all()
    assert found[0] == found.max()
