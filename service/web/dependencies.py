"""What endpoints share: resources, language, checked JSON and the JSON answer."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import orjson
from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from service.domain.texts import Language
from service.errors import UnsupportedMediaType
from service.resources import Resources
from service.web.problems import request_language
from service.web.strict_json import parse_json


def _resources(request: Request) -> Resources:
    resources: Resources = request.app.state.resources
    return resources


ResourcesDep = Annotated[Resources, Depends(_resources)]
LanguageDep = Annotated[Language, Depends(request_language)]


class StrictRequest(Request):
    """A request whose JSON has been read strictly."""

    parsed: Any = None

    async def json(self) -> Any:
        """The value of the body."""
        return self.parsed


class StrictRoute(APIRoute):
    """A route that takes JSON only as the standard has it."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """The handler with the check before it."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            checked = StrictRequest(request.scope, request.receive)
            body = await checked.body()
            if self.body_field is not None and body:
                media_type = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
                if media_type != "application/json" and not media_type.endswith("+json"):
                    raise UnsupportedMediaType()
                checked.parsed = parse_json(body)
            return await handle(checked)

        return strict


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer made directly; models of answers serve the documentation only."""
    return Response(orjson.dumps(content), status, headers, "application/json")
