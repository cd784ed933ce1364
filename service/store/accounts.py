"""Accounts, their sessions and the devices that they were used on; tokens are kept as hashes only."""

from typing import Any

from sqlalchemy import Connection, Row, delete, exists, select, update

from service.domain.accounts import Account, AccountRole, Credential
from service.store.schema import accounts, devices, sessions
from service.store.statements import upsert


def get_credential(connection: Connection, name: str) -> Credential | None:
    """The account of this name with the hash of its password."""
    row = connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
    return Credential(_account(row), row.password_hash) if row else None


def list_accounts(connection: Connection) -> list[Account]:
    """All accounts by name."""
    return [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name))]


def has_administrator(connection: Connection) -> bool:
    """Whether somebody may administer."""
    query = select(exists().where(accounts.c.role == AccountRole.ADMIN))
    return bool(connection.execute(query).scalar_one())


def save_credential(connection: Connection, credential: Credential) -> None:
    """Insert or replace an account."""
    row = {**vars(credential.account), "password_hash": credential.password_hash}
    connection.execute(upsert(connection, accounts), row)


def set_password_hash(connection: Connection, name: str, password_hash: str) -> None:
    """Replace the hash of an account's password."""
    connection.execute(update(accounts).where(accounts.c.name == name).values(password_hash=password_hash))


def delete_account(connection: Connection, name: str) -> bool:
    """Delete an account with its sessions and devices; False where there was none."""
    return connection.execute(delete(accounts).where(accounts.c.name == name)).rowcount > 0


def get_account_of(connection: Connection, token_hash: str, now: str) -> Account | None:
    """The account of a session that has not ended."""
    query = select(accounts).join(sessions, sessions.c.account == accounts.c.name)
    row = connection.execute(query.where(sessions.c.token_hash == token_hash, sessions.c.ends_at > now)).one_or_none()
    return _account(row) if row else None


def save_session(connection: Connection, token_hash: str, account: str, ends_at: str) -> None:
    """Keep a session."""
    connection.execute(upsert(connection, sessions), {"token_hash": token_hash, "account": account, "ends_at": ends_at})


def delete_session(connection: Connection, token_hash: str) -> None:
    """End a session."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def delete_sessions_of(connection: Connection, account: str) -> None:
    """End all sessions of an account, and forget its devices."""
    connection.execute(delete(sessions).where(sessions.c.account == account))
    connection.execute(delete(devices).where(devices.c.account == account))


def delete_ended(connection: Connection, now: str) -> None:
    """Forget sessions and devices whose time is over."""
    connection.execute(delete(sessions).where(sessions.c.ends_at <= now))
    connection.execute(delete(devices).where(devices.c.ends_at <= now))


def is_known_device(connection: Connection, token_hash: str, account: str, now: str) -> bool:
    """Whether somebody logged in to the account on this device before."""
    on = (devices.c.token_hash == token_hash) & (devices.c.account == account) & (devices.c.ends_at > now)
    return bool(connection.execute(select(exists().where(on))).scalar_one())


def save_device(connection: Connection, token_hash: str, account: str, ends_at: str) -> None:
    """Keep a device on which somebody logged in to the account."""
    connection.execute(upsert(connection, devices), {"token_hash": token_hash, "account": account, "ends_at": ends_at})


def _account(row: Row[Any]) -> Account:
    return Account(row.name, row.role, row.places)
