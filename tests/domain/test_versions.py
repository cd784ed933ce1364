"""Two people and one value: what is merged, what has to be chosen."""

import hypothesis
from hypothesis import strategies

from service.domain.versions import Edit, compared

VALUES = strategies.sampled_from(["", "a", "b", "c"])


def edit(seen: str, stored: str, sent: str) -> Edit:
    return compared({"x": seen}, {"x": stored}, {"x": sent})


@hypothesis.given(VALUES, VALUES, VALUES)
def test_nothing_of_either_side_is_lost(seen: str, stored: str, sent: str):
    made = edit(seen, stored, sent)
    after = stored if made.contested else made.changes.get("x", stored)
    if sent != seen and not made.contested:
        assert after == sent
    if stored != seen:
        assert after == stored


@hypothesis.given(VALUES, VALUES, VALUES)
def test_whoever_saw_what_is_stored_decides(stored: str, sent: str, other: str):
    assert not edit(stored, stored, sent).contested
    assert edit(stored, stored, sent).changes == ({"x": sent} if sent != stored else {})
    assert not edit(other, sent, sent).contested
