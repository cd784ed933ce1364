import pytest

from service.domain.accounts import Account, AccountRole
from service.errors import AccountExists, InvalidInput, LastAdministrator, LoginFailed, NotFound
from service.resources import Resources
from service.store.accounts import get_credential
from service.store.session import reading
from service.usecases.keep_accounts import (
    administered,
    all_accounts,
    create_account,
    remove_account,
    set_password,
)
from service.usecases.log_in import account_of, log_in

PASSWORD = "vier wörter ohne sinn"
ADMIN = Account("leitung", AccountRole.ADMIN)
OFFICER = Account("muenchen", AccountRole.OFFICER, ("09162",))


def test_an_account_is_kept_without_its_password(fresh: Resources):
    assert not administered(fresh)
    create_account(fresh, ADMIN, PASSWORD)
    create_account(fresh, OFFICER, PASSWORD)
    assert all_accounts(fresh) == [ADMIN, OFFICER]
    assert administered(fresh)
    with reading(fresh.store) as connection:
        credential = get_credential(connection, "leitung")
    assert credential is not None
    assert credential.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in credential.password_hash


def test_an_officer_alone_is_no_administrator(fresh: Resources):
    create_account(fresh, OFFICER, PASSWORD)
    assert not administered(fresh)


@pytest.mark.parametrize("name", ["", "a", "Leitung", "anna.muster@stadt.de", "mit leer", "x" * 61, "-vorn"])
def test_a_name_has_to_be_that_of_a_function(fresh: Resources, name: str):
    with pytest.raises(InvalidInput):
        create_account(fresh, Account(name, AccountRole.ADMIN), PASSWORD)


@pytest.mark.parametrize("password", ["", "elf zeichen", "aaaaaaaaaaaaaaaa", "leitung-leitung-1", "x" * 201])
def test_a_password_that_is_short_long_or_easy_to_guess_is_refused(fresh: Resources, password: str):
    with pytest.raises(InvalidInput):
        create_account(fresh, ADMIN, password)


@pytest.mark.parametrize("places", [("abc",), ("99999",)])
def test_a_place_that_does_not_exist_is_refused(fresh: Resources, places: tuple[str, ...]):
    with pytest.raises(InvalidInput):
        create_account(fresh, Account("amt", AccountRole.OFFICER, places), PASSWORD)


def test_an_administrator_keeps_to_no_place(fresh: Resources):
    with pytest.raises(InvalidInput):
        create_account(fresh, Account("amt", AccountRole.ADMIN, ("09162",)), PASSWORD)


def test_a_name_is_given_once(fresh: Resources):
    create_account(fresh, ADMIN, PASSWORD)
    with pytest.raises(AccountExists):
        create_account(fresh, ADMIN, PASSWORD)


def test_another_password_ends_the_sessions(fresh: Resources):
    create_account(fresh, ADMIN, PASSWORD)
    before = log_in(fresh, "leitung", PASSWORD, "client")
    set_password(fresh, "leitung", "fünf sechs sieben acht")
    assert account_of(fresh, before.token) is None
    with pytest.raises(LoginFailed):
        log_in(fresh, "leitung", PASSWORD, "client")
    assert log_in(fresh, "leitung", "fünf sechs sieben acht", "client").account == ADMIN


def test_removing_an_account_ends_its_sessions_and_the_last_administrator_stays(fresh: Resources):
    create_account(fresh, ADMIN, PASSWORD)
    create_account(fresh, OFFICER, PASSWORD)
    session = log_in(fresh, "muenchen", PASSWORD, "client")
    with pytest.raises(LastAdministrator):
        remove_account(fresh, "leitung")
    remove_account(fresh, "muenchen")
    assert all_accounts(fresh) == [ADMIN]
    assert account_of(fresh, session.token) is None
    with pytest.raises(NotFound):
        remove_account(fresh, "muenchen")
    with pytest.raises(NotFound):
        set_password(fresh, "muenchen", PASSWORD)
