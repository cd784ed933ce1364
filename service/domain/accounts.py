"""Accounts: who may read, write and administer, and for which places."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.places import canonical


class Right(StrEnum):
    """What a request needs: nothing, or to read, to write, or to administer."""

    NONE = "none"
    READ = "read"
    WRITE = "write"
    ADMINISTER = "administer"


class AccountRole(StrEnum):
    """What an account is for; not to be confused with the role of an organisation."""

    VIEWER = "viewer"
    OFFICER = "officer"
    ADMIN = "admin"


_RIGHTS = {
    AccountRole.VIEWER: frozenset({Right.NONE, Right.READ}),
    AccountRole.OFFICER: frozenset({Right.NONE, Right.READ, Right.WRITE}),
    AccountRole.ADMIN: frozenset(Right),
}


@dataclass(frozen=True)
class Account:
    """A login by the name of a function, such as "integrationsbuero"; `places` are keys, none of them for all places."""

    name: str
    role: AccountRole
    places: tuple[str, ...] = ()

    def may(self, right: Right) -> bool:
        """Whether the account's role holds this right."""
        return right in _RIGHTS[self.role]

    def covers(self, ags: str | None) -> bool:
        """Whether a place lies within those of the account; what has no place belongs to accounts for all places."""
        return within(ags, self.places)


def within(ags: str | None, places: Collection[str]) -> bool:
    """Whether a key lies in one of the places, or there are none to keep to."""
    if not places:
        return True
    key = canonical(ags or "")
    return any(key.startswith(canonical(place)) for place in places)


#: Whoever sits at the machine on which the service runs.
LOCAL = Account("", AccountRole.ADMIN)


@dataclass(frozen=True)
class Credential:
    """An account with the hash of its password (argon2id, PHC string)."""

    account: Account
    password_hash: str


@dataclass(frozen=True)
class Login:
    """A session that was begun: its secret token and that of the device, and when it ends."""

    account: Account
    token: str
    device: str
    ends_at: datetime
