"""What surrounds every request: the limit of its body, one line of log, and the answer to what nobody foresaw."""

import time
import traceback
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import BodyTooLarge, ForeignHost, ForgedForm, ServiceError
from service.settings import Settings
from service.web.identity import accepts_host, is_secure
from service.web.limits import BODY_BYTES, DISCARDED_BYTES, MEGABYTE

log = structlog.get_logger()

#: Makes the answer to an error.
Refuse = Callable[[ServiceError, Scope], ASGIApp]

#: What pages may load: only what this service serves, and map tiles where the operator names a server. The page that
#: documents the interface runs scripts of its own.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:{images}; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DOCS_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'none'"
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Gives every answer its security headers and refuses foreign hosts and what another site's page sends."""

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Refuse, docs: str) -> None:
        self.app = app
        self.settings = settings
        self.refuse = refuse
        self.docs = docs
        self.policy = _POLICY.format(images=_origin(settings.tiles))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = _DOCS_POLICY if scope["path"].startswith(self.docs) else self.policy
        headers = {
            b"content-security-policy": policy.encode(),
            b"x-content-type-options": b"nosniff",
            b"referrer-policy": b"same-origin",
            b"cross-origin-opener-policy": b"same-origin",
            b"cache-control": b"no-store",
        }
        if is_secure(scope):
            headers[b"strict-transport-security"] = b"max-age=31536000"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [(name, value) for name, value in headers.items() if name not in present]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        if not accepts_host(self.settings, Headers(scope=scope)):
            await self.refuse(ForeignHost(), scope)(scope, receive, guarded)
            return
        if scope["method"] not in _SAFE and _foreign(dict(scope["headers"])):
            await self.refuse(ForgedForm(), scope)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def _origin(address: str) -> str:
    """The server of an address as a policy names it, with a space before it; "" for none."""
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _foreign(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a browser tells that another site's page sends this; programs tell nothing and are no browsers."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    return origin is not None and origin.partition(b"://")[2] != headers.get(b"host")


class Watch:
    """Logs each request by its route, never by what was sent, and answers an unexpected error in one sentence."""

    def __init__(self, app: ASGIApp, unexpected: Callable[[Scope], ASGIApp]) -> None:
        self.app = app
        self.unexpected = unexpected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            log.error("unexpected", route=route_of(scope), error=type(error).__name__, at=places_of(error))
            if not status:
                await self.unexpected(scope)(scope, receive, noting)
        milliseconds = round(1000 * (time.perf_counter() - began), 1)
        log.info("request", method=scope["method"], route=route_of(scope), status=status, ms=milliseconds)


def route_of(scope: Scope) -> str:
    """The path of the route with its placeholders; a path itself may hold names."""
    return str(getattr(scope.get("route"), "path", "none"))


def places_of(error: BaseException) -> list[str]:
    """Where an error came from; its message is left out, since it may repeat what was sent."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]


class BodyLimit:
    """Reads a body up to its limit before the application sees it; a larger one is answered with 413 at once.

    Bodies of the paths in `streamed` are handed on as they come and counted.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse, by_path: Mapping[str, int], streamed: Mapping[str, int]) -> None:
        self.app = app
        self.refuse = refuse
        self.by_path = by_path
        self.streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        if scope["path"] in self.streamed:
            await self.app(scope, _counted(receive, self.streamed[scope["path"]]), send)
            return
        limit = self.by_path.get(scope["path"], BODY_BYTES)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        body = bytearray()
        message: Message = {"type": "http.request", "more_body": True}
        too_large = declared.isdigit() and int(declared) > limit
        while not too_large and message["type"] == "http.request" and message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
            too_large = len(body) > limit
        if too_large:
            await _discard(scope, message, receive)
            response = self.refuse(BodyTooLarge(megabytes=limit // MEGABYTE), scope)
            await response(scope, receive, send)
            return
        await self.app(scope, _replay(bytes(body), message, receive), send)


def _counted(receive: Receive, limit: int) -> Receive:
    """A receiver of a body that goes to disk as it comes; raises BodyTooLarge."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise BodyTooLarge(megabytes=limit // MEGABYTE)
        return message

    return counted


async def _discard(scope: Scope, message: Message, receive: Receive) -> None:
    """Let a client finish that sends a little too much: one whose connection closes while it sends sees no answer.

    One that waits for leave to send (Expect: 100-continue) or sends far too much is answered at once.
    """
    if (b"expect", b"100-continue") in scope["headers"]:
        return
    discarded = 0
    while message.get("more_body") and discarded < DISCARDED_BYTES:
        message = await receive()
        discarded += len(message.get("body", b""))


def _replay(body: bytes, last: Message, receive: Receive) -> Receive:
    """A receiver that gives the body once and then what really comes."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
    if last["type"] != "http.request":
        pending = [last]

    async def replayed() -> Message:
        return pending.pop(0) if pending else await receive()

    return replayed
