import pytest

from service.domain.accounts import LOCAL, Account, AccountRole, Right, within


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (AccountRole.VIEWER, {Right.NONE, Right.READ}),
        (AccountRole.OFFICER, {Right.NONE, Right.READ, Right.WRITE}),
        (AccountRole.ADMIN, set(Right)),
    ],
)
def test_each_role_has_its_rights(role: AccountRole, rights: set[Right]):
    assert {right for right in Right if Account("a", role).may(right)} == rights


def test_whoever_sits_at_the_machine_may_everything_everywhere():
    assert all(LOCAL.may(right) for right in Right)
    assert LOCAL.covers("09162000")
    assert LOCAL.covers(None)


@pytest.mark.parametrize("key", ["09162", "09162000", "09190117", "09190"])
def test_a_place_covers_all_that_lies_in_it(key: str):
    assert within(key, ["09162", "09190"])


@pytest.mark.parametrize("key", ["09", "0916", "09161", "", None])
def test_a_place_does_not_cover_what_lies_elsewhere_or_contains_it(key: str | None):
    assert not within(key, ["09162000", "09190117"])
