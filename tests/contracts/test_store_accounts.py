"""What any store does with accounts, sessions and devices."""

import pytest
from sqlalchemy.exc import IntegrityError

from service.domain.accounts import Account, AccountRole, Credential
from service.store.accounts import (
    delete_account,
    delete_ended,
    delete_session,
    delete_sessions_of,
    get_account_of,
    get_credential,
    has_administrator,
    is_known_device,
    list_accounts,
    save_credential,
    save_device,
    save_session,
    set_password_hash,
)
from service.store.session import Store, reading, writing

OFFICER = Credential(Account("muenchen", AccountRole.OFFICER, ("09162", "09184")), "$argon2id$1")
ADMIN = Credential(Account("leitung", AccountRole.ADMIN), "$argon2id$2")
MORNING, NOON, EVENING = (f"2026-11-25T{hour}:00:00+00:00" for hour in ("08", "12", "18"))


@pytest.fixture
def staffed(store: Store) -> Store:
    with writing(store) as connection:
        save_credential(connection, OFFICER)
        save_credential(connection, ADMIN)
        save_session(connection, "s1", "muenchen", EVENING)
        save_session(connection, "s2", "leitung", NOON)
        save_device(connection, "d1", "muenchen", EVENING)
    return store


def test_every_field_of_an_account_comes_back(staffed: Store):
    with writing(staffed) as connection:
        assert get_credential(connection, "muenchen") == OFFICER
        assert get_credential(connection, "niemand") is None
        assert list_accounts(connection) == [ADMIN.account, OFFICER.account]
        assert has_administrator(connection)
        set_password_hash(connection, "muenchen", "$argon2id$3")
        assert get_credential(connection, "muenchen") == Credential(OFFICER.account, "$argon2id$3")
        assert delete_account(connection, "leitung")
        assert not delete_account(connection, "leitung")
        assert not has_administrator(connection)


def test_a_session_counts_until_it_ends(staffed: Store):
    with writing(staffed) as connection:
        assert get_account_of(connection, "s1", NOON) == OFFICER.account
        assert get_account_of(connection, "s2", MORNING) == ADMIN.account
        assert get_account_of(connection, "s2", NOON) is None
        assert get_account_of(connection, "s3", MORNING) is None
        delete_session(connection, "s1")
        assert get_account_of(connection, "s1", MORNING) is None


def test_what_is_over_is_forgotten(staffed: Store):
    with writing(staffed) as connection:
        delete_ended(connection, NOON)
        assert get_account_of(connection, "s2", MORNING) is None
        assert get_account_of(connection, "s1", MORNING) == OFFICER.account
        assert is_known_device(connection, "d1", "muenchen", NOON)
        delete_ended(connection, EVENING)
        assert not is_known_device(connection, "d1", "muenchen", MORNING)


def test_a_device_is_known_for_its_account(staffed: Store):
    with reading(staffed) as connection:
        assert is_known_device(connection, "d1", "muenchen", MORNING)
        assert not is_known_device(connection, "d1", "leitung", MORNING)
        assert not is_known_device(connection, "d1", "muenchen", EVENING)


def test_sessions_and_devices_go_with_their_account(staffed: Store):
    with writing(staffed) as connection:
        delete_sessions_of(connection, "leitung")
        assert get_account_of(connection, "s2", MORNING) is None
        delete_account(connection, "muenchen")
        save_credential(connection, OFFICER)
        assert get_account_of(connection, "s1", MORNING) is None
        assert not is_known_device(connection, "d1", "muenchen", MORNING)


def test_a_session_needs_an_account(store: Store):
    with pytest.raises(IntegrityError), writing(store) as connection:
        save_session(connection, "s1", "niemand", EVENING)
