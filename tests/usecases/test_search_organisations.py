import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.resources import Resources
from service.usecases.search_organisations import FLOOR, SearchRequest, highest, search


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 40))
def test_the_highest_are_those_of_a_full_sort(scores: list[int], number: int):
    values = np.array(scores, dtype=np.float64)
    assert highest(values, number).tolist() == np.argsort(-values, kind="stable")[:number].tolist()


def test_hits_are_sums_of_their_reasons_in_falling_order_above_the_floor(demo: Resources):
    for question in ("Wer hilft Frauen aus Afghanistan?", "Sprachkurs", "Caritas"):
        hits = search(demo, SearchRequest(question, limit=40)).hits
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert all(score >= FLOOR for score in scores)
        for hit in hits:
            assert abs(sum(reason.contribution for reason in hit.reasons) - hit.score) < 1e-6


def test_a_question_about_nothing_finds_nothing(demo: Resources):
    result = search(demo, SearchRequest("…"))
    assert result.abstained
    assert not result.hits
