"""Limits of what a client may send (API.md), and the middleware that refuses larger bodies."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import BodyTooLarge
from service.web.problems import Problems

MEGABYTE = 1_000_000
BODY_BYTES = MEGABYTE
BULK_BYTES = 32 * MEGABYTE
NAMES = 1000
MEMBERS = 1000
LINE = 10_000
NAME = 300
DESCRIPTION = 20_000
TEXT = 500
ID = 120
URL = 2000
ITEMS = 100
CATCHMENT = 500
ERRORS_TOLD = 100


class BodyLimit:
    """Reads a body up to its limit before the application sees it; a larger one is answered with 413 at once."""

    def __init__(self, app: ASGIApp, problems: Problems, by_path: Mapping[str, int]) -> None:
        self.app = app
        self.problems = problems
        self.by_path = by_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
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
            response = self.problems.of_error(BodyTooLarge(megabytes=limit // MEGABYTE), scope)
            await response(scope, receive, send)
            return
        await self.app(scope, _replay(bytes(body), message, receive), send)


def _replay(body: bytes, last: Message, receive: Receive) -> Receive:
    """A receiver that gives the body once and then what really comes."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
    if last["type"] != "http.request":
        pending = [last]

    async def replayed() -> Message:
        return pending.pop(0) if pending else await receive()

    return replayed
