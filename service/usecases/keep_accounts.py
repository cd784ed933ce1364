"""Keep accounts: create, list and remove them, and set their passwords."""

import re
from functools import cache
from typing import TYPE_CHECKING

from service.domain.accounts import Account, AccountRole, Credential
from service.errors import AccountExists, InvalidInput, LastAdministrator, NotFound
from service.resources import Resources
from service.store.accounts import (
    delete_account,
    delete_sessions_of,
    get_credential,
    has_administrator,
    list_accounts,
    save_credential,
    set_password_hash,
)
from service.store.session import reading, writing
from service.usecases.places import checked_key

if TYPE_CHECKING:
    from argon2 import PasswordHasher

#: Names of functions, and never addresses of persons.
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
#: Characters of a password (OWASP ASVS 6.2.1 and 6.2.9 ask for at least 8 and at least 64 allowed).
SHORTEST, LONGEST = 12, 200


@cache
def hasher() -> "PasswordHasher":
    """Argon2id as the OWASP Password Storage Cheat Sheet has it: 19 MiB, two passes, one thread."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def create_account(resources: Resources, account: Account, password: str) -> None:
    """Store a new account; raises AccountExists, and InvalidInput for a bad name, password or place."""
    if not _NAME.fullmatch(account.name):
        raise InvalidInput.at("/name", "account_name")
    if account.role is AccountRole.ADMIN and account.places:
        raise InvalidInput.at("/places", "admin_places")
    register = resources.knowledge.register
    places = tuple(checked_key(place, "/places", register) or "" for place in account.places)
    credential = Credential(Account(account.name, account.role, places), hashed(password, account.name))
    with writing(resources.store) as connection:
        if get_credential(connection, account.name) is not None:
            raise AccountExists(name=account.name)
        save_credential(connection, credential)


def all_accounts(resources: Resources) -> list[Account]:
    """All accounts by name."""
    with reading(resources.store) as connection:
        return list_accounts(connection)


def set_password(resources: Resources, name: str, password: str) -> None:
    """Give an account another password and end its sessions; raises NotFound and InvalidInput."""
    password_hash = hashed(password, name)
    with writing(resources.store) as connection:
        if get_credential(connection, name) is None:
            raise NotFound()
        set_password_hash(connection, name, password_hash)
        delete_sessions_of(connection, name)


def remove_account(resources: Resources, name: str) -> None:
    """Delete an account and end its sessions; raises NotFound and LastAdministrator."""
    with writing(resources.store) as connection:
        if not delete_account(connection, name):
            raise NotFound()
        if not has_administrator(connection):
            raise LastAdministrator()


def administered(resources: Resources) -> bool:
    """Whether an administrator exists."""
    with reading(resources.store) as connection:
        return has_administrator(connection)


def hashed(password: str, name: str) -> str:
    """The hash of a new password; raises InvalidInput for one that is easy to guess or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput.at("/password", "password_length", shortest=SHORTEST, longest=LONGEST)
    if name in password.casefold() or len(set(password)) < 4:
        raise InvalidInput.at("/password", "password_guessable")
    return hasher().hash(password)
