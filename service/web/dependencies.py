"""What endpoints share: resources, language, checked JSON and the JSON answer."""

from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import Depends, Query, Request, Response
from fastapi.routing import APIRoute

from service.domain.texts import Language
from service.errors import InvalidInput, UnsupportedMediaType
from service.resources import Resources
from service.web.limits import ID
from service.web.problems import request_language
from service.web.strict_json import escaped, parse_json, storable


def _resources(request: Request) -> Resources:
    resources: Resources = request.app.state.resources
    return resources


ResourcesDep = Annotated[Resources, Depends(_resources)]
LanguageDep = Annotated[Language, Depends(request_language)]
AfterParameter = Annotated[str, Query(max_length=ID, description="Id of the last entry of the page before.")]
LimitParameter = Annotated[int, Query(ge=1, le=500, description="Entries a page.")]


class StrictRequest(Request):
    """A request whose JSON has been read strictly."""

    parsed: Any = None

    async def json(self) -> Any:
        """The value of the body."""
        return self.parsed


class StrictRoute(APIRoute):
    """A route that takes JSON only as the standard has it, and no text that nobody can store in path or query."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """The handler with the check before it."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            for name, text in (*request.path_params.items(), *request.query_params.items()):
                if not storable(str(text)):
                    raise InvalidInput.at(f"/{escaped(name)}", "bad_characters")
            checked = StrictRequest(request.scope, request.receive)
            if self.body_field is not None:
                require_media_type(request, JSON_TYPES)
                checked.parsed = parse_json(await checked.body())
            return await handle(checked)

        return strict


JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})


def require_media_type(request: Request, allowed: Collection[str]) -> None:
    """Refuse a body of another content type, or of another encoding than UTF-8."""
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    if media_type.strip() not in allowed or charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(allowed=", ".join(sorted(allowed)))


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer made directly; models of answers serve the documentation only."""
    return Response(orjson.dumps(content), status, headers, "application/json")


def page_answer(path: str, name: str, entries: list[dict[str, Any]], limit: int, **filters: str | None) -> Response:
    """A page of entries, of which one more than the limit was read; the Link header (RFC 8288) names the next page."""
    shown, headers = entries[:limit], {}
    if len(entries) > limit:
        wanted = {**filters, "after": shown[-1]["id"], "limit": str(limit)}
        query = urlencode({key: value for key, value in wanted.items() if value is not None})
        headers["Link"] = f'<{path}?{query}>; rel="next"'
    return answer({name: shown}, headers=headers)


def location(path: str, id: str) -> dict[str, str]:
    """The header that says where a new entry can be read."""
    return {"Location": f"{path}/{quote(id, safe='')}"}
