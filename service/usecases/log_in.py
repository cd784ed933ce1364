"""Log in and out: passwords are checked only so often, sessions end by themselves."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache

from service.domain.accounts import Account, Credential, Login
from service.errors import LoginFailed, TooManyLogins
from service.resources import Resources
from service.store.accounts import (
    delete_ended,
    delete_session,
    get_account_of,
    get_credential,
    is_known_device,
    save_device,
    save_session,
)
from service.store.attempts import WINDOW
from service.store.session import reading, writing
from service.usecases.keep_accounts import LONGEST, hasher

#: A session lasts a working day, a device is known for a year.
SESSION, DEVICE = timedelta(hours=10), timedelta(days=365)
#: Passwords checked in a quarter of an hour: for an account, and for one address of the network.
PER_ACCOUNT, PER_CLIENT = 10, 60


def log_in(resources: Resources, name: str, password: str, client: str, device: str = "") -> Login:
    """Begin a session; raises LoginFailed, or TooManyLogins before anything is checked.

    Attempts count for the account; on a device where somebody logged in before they count for that device alone, so
    that guessing elsewhere locks nobody out (OWASP, device cookies).
    """
    name, now = name.strip().casefold()[:60], datetime.now(UTC)
    with reading(resources.store) as connection:
        credential = get_credential(connection, name)
        known = bool(device) and is_known_device(connection, token_hash(device), name, now.isoformat())
    counted = ("device", token_hash(device)) if known else ("account", name)
    allowed = resources.attempts.allow(PER_CLIENT, "client", client)
    if not allowed or not resources.attempts.allow(PER_ACCOUNT, *counted):
        raise TooManyLogins(minutes=WINDOW // 60)
    if not _fits(credential, password):
        raise LoginFailed()
    assert credential is not None
    resources.attempts.forgive(PER_ACCOUNT, *counted)
    login = Login(
        credential.account,
        secrets.token_urlsafe(32),
        device if known else secrets.token_urlsafe(32),
        now + SESSION,
    )
    _keep(resources, login, now)
    return login


def log_out(resources: Resources, token: str) -> None:
    """End a session."""
    with writing(resources.store) as connection:
        delete_session(connection, token_hash(token))


def account_of(resources: Resources, token: str) -> Account | None:
    """Whose session this is; None where it ended or there is none."""
    with reading(resources.store) as connection:
        return get_account_of(connection, token_hash(token), datetime.now(UTC).isoformat())


def verified(resources: Resources, account: Account, password: str, client: str) -> bool:
    """Whether this is the account's password; raises TooManyLogins."""
    if not resources.attempts.allow(PER_ACCOUNT, "again", account.name, client):
        raise TooManyLogins(minutes=WINDOW // 60)
    with reading(resources.store) as connection:
        credential = get_credential(connection, account.name)
    return _fits(credential, password)


def token_hash(token: str) -> str:
    """SHA-256 of a token, as it is stored: tokens are too long to be guessed, so that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keep(resources: Resources, login: Login, now: datetime) -> None:
    name = login.account.name
    with writing(resources.store) as connection:
        delete_ended(connection, now.isoformat())
        save_session(connection, token_hash(login.token), name, login.ends_at.isoformat())
        save_device(connection, token_hash(login.device), name, (now + DEVICE).isoformat())


def _fits(credential: Credential | None, password: str) -> bool:
    """Whether a password is right; an unknown account takes as long to refuse as a known one."""
    from argon2.exceptions import VerificationError

    known = credential.password_hash if credential else _nobody()
    try:
        return hasher().verify(known, password[: LONGEST + 1]) and credential is not None
    except VerificationError:
        return False


@cache
def _nobody() -> str:
    """A hash that no password has."""
    return hasher().hash(secrets.token_urlsafe(32))
