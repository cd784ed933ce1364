import numpy as np
import pytest

from service.domain.names import normal_name
from service.matching.name_words import NameWords
from service.matching.recognition import RoleModel, word_tokens

WORDS = NameWords(
    {"place": frozenset({"coburg", "bremen"}), "first": frozenset({"bremen", "anna"})}, frozenset({"tuerkisch"})
)


def tokens_of(name: str) -> set[str]:
    plain = normal_name(name).split()
    return set(word_tokens(plain, [WORDS.kind(word) for word in plain]))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("coburg", "place"),
        ("bremen", "place"),
        ("anna", "first"),
        ("tuerkischer", "demonym"),
        ("tuerkisch", "demonym"),
        ("tuerkischsprachige", None),
        ("51", "number"),
        ("verein", None),
    ],
)
def test_the_kind_of_a_word(word, kind):
    assert WORDS.kind(word) == kind


def test_places_and_numbers_leave_no_other_trace_in_the_features():
    nothing = np.zeros((512, 1), dtype=np.float32)
    model = RoleModel(("",), WORDS, nothing, nothing[:0], nothing[0])
    one, two, other = (
        model.features(name)[0].tolist() for name in ("Amt 51 Coburg", "Amt 32 Bremen", "Verein 51 Coburg")
    )
    assert one == two != other


def test_a_community_counts_as_itself_and_as_its_kind():
    tokens = tokens_of("Türkischer Verein")
    assert {"w:tuerkischer", "k:demonym", "m:<demonym> verein"} <= tokens
