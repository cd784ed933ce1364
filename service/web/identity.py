"""Who sends a request: whoever sits at this machine, or the account of a session."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from service.domain.accounts import LOCAL, Account
from service.errors import LoginRequired, NoAdministrator
from service.resources import Resources
from service.settings import Settings
from service.usecases.keep_accounts import administered
from service.usecases.log_in import account_of
from service.web.api import BASE
from service.web.problems import Problems
from service.web.rights import OPEN_BELOW, OPEN_PATHS

SESSION_COOKIE = "wf_session"
DEVICE_COOKIE = "wf_device"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: What servers add that pass on requests of others.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def is_loopback(host: str) -> bool:
    """Whether an address can only be reached from this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def needs_login(settings: Settings) -> bool:
    """Whether requests have to be those of an account."""
    return settings.login or not is_loopback(settings.host)


def require_administrator(settings: Settings, resources: Resources) -> None:
    """Refuse to serve other machines while nobody may administer; raises NoAdministrator."""
    if needs_login(settings) and not administered(resources):
        raise NoAdministrator()


def accepts_host(settings: Settings, headers: Mapping[str, str]) -> bool:
    """Whether the Host header names this service.

    Without names in the settings and without a login only this machine may ask: a name with a dot could be anybody's
    that leads here (DNS rebinding), and forwarded requests are those of others.
    """
    name = _name(headers.get("host", ""))
    named = {one.strip().casefold() for one in settings.hosts.split(",") if one.strip()}
    if named:
        return name in named or is_loopback(name)
    if needs_login(settings):
        return True
    # Only names with a dot can be registered, and addresses lead to this machine by themselves.
    return (is_loopback(name) or not set(name) & set(".:")) and not any(one in headers for one in _FORWARDED)


def _name(host: str) -> str:
    """A Host header without its port."""
    name, colon, port = host.casefold().rpartition(":")
    return name.strip("[]") if colon and port.isdigit() else host.casefold().strip("[]")


class Identify:
    """Notes the account of each request in its scope, and asks those to log in who are nobody."""

    def __init__(self, app: ASGIApp, settings: Settings, resources: Resources, problems: Problems) -> None:
        self.app = app
        self.resources = resources
        self.problems = problems
        self.local = not needs_login(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Files that pages are made with are anybody's: the store need not be asked whose request that is.
        asked = not scope["path"].startswith(OPEN_BELOW)
        account = LOCAL if self.local else await run_in_threadpool(self._account, scope) if asked else None
        scope["account"] = account
        if account is None and not _is_open(scope["path"]):
            await self._ask_to_log_in(scope)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _account(self, scope: Scope) -> Account | None:
        token = token_of(Request(scope))
        return account_of(self.resources, token) if token else None

    def _ask_to_log_in(self, scope: Scope) -> Response:
        request = Request(scope)
        if scope["path"].startswith(BASE) or "text/html" not in request.headers.get("accept", ""):
            answer = self.problems.of_error(LoginRequired(), scope)
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        wanted = scope["path"] if scope["method"] == "GET" else "/"
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] and wanted != "/" else ""
        login = f"/anmelden?weiter={quote(wanted + query, safe='')}"
        if request.headers.get("hx-request") == "true":
            return Response(headers={"HX-Redirect": login})
        return RedirectResponse(login, 303)


def token_of(request: Request) -> str:
    """The token of a session: a program's bearer token, or the cookie of a browser.

    The interface takes the cookie for reading only, so that no other page can write through it.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return token.strip()
    if request.url.path.startswith(BASE) and request.method not in _SAFE:
        return ""
    return request.cookies.get(SESSION_COOKIE, "")


def account_in(scope: Scope) -> Account | None:
    """Whose request this is; None for nobody's."""
    account: Account | None = scope.get("account")
    return account


def is_secure(scope: Scope) -> bool:
    """Whether the request came encrypted."""
    return bool(scope.get("scheme", "http") == "https")


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_BELOW)
