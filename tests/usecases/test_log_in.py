from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from service.domain.accounts import Account, AccountRole
from service.errors import LoginFailed, TooManyLogins
from service.resources import Resources
from service.store.accounts import save_session
from service.store.schema import devices, sessions
from service.store.session import reading, writing
from service.usecases.keep_accounts import create_account
from service.usecases.log_in import PER_ACCOUNT, PER_CLIENT, account_of, log_in, log_out, token_hash, verified

PASSWORD = "vier wörter ohne sinn"
ADMIN = Account("leitung", AccountRole.ADMIN)


@pytest.fixture
def staffed(fresh: Resources) -> Resources:
    create_account(fresh, ADMIN, PASSWORD)
    return fresh


def refused(resources: Resources, name: str, times: int, client: str = "client", device: str = "") -> list[type]:
    """What comes of so many wrong passwords."""
    found = []
    for number in range(times):
        with pytest.raises((LoginFailed, TooManyLogins)) as caught:
            log_in(resources, name, f"falsches passwort {number}", client, device)
        found.append(caught.type)
    return found


def test_a_session_lasts_until_the_logout(staffed: Resources):
    login = log_in(staffed, " Leitung ", PASSWORD, "client")
    assert account_of(staffed, login.token) == ADMIN
    log_out(staffed, login.token)
    assert account_of(staffed, login.token) is None


def test_a_session_ends_by_itself(staffed: Resources):
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    with writing(staffed.store) as connection:
        save_session(connection, token_hash("old"), "leitung", past)
    assert account_of(staffed, "old") is None
    log_in(staffed, "leitung", PASSWORD, "client")
    with reading(staffed.store) as connection:
        assert token_hash("old") not in connection.execute(select(sessions.c.token_hash)).scalars().all()


def test_tokens_are_not_stored(staffed: Resources):
    login = log_in(staffed, "leitung", PASSWORD, "client")
    with reading(staffed.store) as connection:
        stored = [str(row) for table in (sessions, devices) for row in connection.execute(select(table))]
    assert len(stored) == 2
    assert not any(login.token in row or login.device in row for row in stored)


@pytest.mark.parametrize("name", ["leitung", "niemand"])
def test_only_so_many_passwords_are_checked(staffed: Resources, name: str):
    """Whether the account exists makes no difference."""
    expected = [LoginFailed] * PER_ACCOUNT + [TooManyLogins] * 5
    found = [one for n in range(PER_ACCOUNT + 5) for one in refused(staffed, name, 1, f"client {n}")]
    assert found == expected


def test_a_success_forgives_what_was_mistyped(staffed: Resources):
    refused(staffed, "leitung", PER_ACCOUNT - 1)
    log_in(staffed, "leitung", PASSWORD, "client")
    assert refused(staffed, "leitung", PER_ACCOUNT) == [LoginFailed] * PER_ACCOUNT


def test_guessing_elsewhere_does_not_lock_out_a_known_device(staffed: Resources):
    device = log_in(staffed, "leitung", PASSWORD, "client").device
    assert refused(staffed, "leitung", PER_ACCOUNT + 1, "elsewhere")[-1] is TooManyLogins
    assert log_in(staffed, "leitung", PASSWORD, "client", device).device == device
    with pytest.raises(TooManyLogins):
        log_in(staffed, "leitung", PASSWORD, "elsewhere", "made up")


def test_a_known_device_may_not_guess_for_ever_either(staffed: Resources):
    device = log_in(staffed, "leitung", PASSWORD, "client").device
    assert refused(staffed, "leitung", PER_ACCOUNT + 1, device=device)[-1] is TooManyLogins


def test_one_client_cannot_try_many_names(staffed: Resources):
    tried = [one for n in range(PER_CLIENT + 1) for one in refused(staffed, f"konto{n}", 1)]
    assert tried[-1] is TooManyLogins
    assert set(tried[:-1]) == {LoginFailed}


def test_the_own_password_is_verified_only_so_often(staffed: Resources):
    assert verified(staffed, ADMIN, PASSWORD, "client")
    for _ in range(PER_ACCOUNT - 1):
        assert not verified(staffed, ADMIN, "falsch", "client")
    with pytest.raises(TooManyLogins):
        verified(staffed, ADMIN, PASSWORD, "client")
