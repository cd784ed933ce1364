"""One table from errors to answers."""

from collections.abc import Callable
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from service.errors import FieldProblem, InvalidInput, ServiceError
from service.web.problems import Problems, field_problem

log = structlog.get_logger()

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 415: "unsupported_media_type"}


def add_handlers(app: FastAPI, problems: Callable[[], Problems]) -> None:
    """Answer every error as a problem document; only unexpected ones are logged, without what the client sent."""

    async def on_service_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, ServiceError)
        return problems().of_error(error, request.scope)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = {problem.pointer: problem for problem in map(field_problem, error.errors())}
        return problems().of_error(InvalidInput(list(found.values())), request.scope)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, "malformed_body" if error.status_code < 500 else "internal")
        facts: dict[str, Any] = {"megabytes": ""} if code == "body_too_large" else {}
        return problems().answer(error.status_code, code, facts, (), request.scope)

    async def on_unexpected(request: Request, error: Exception) -> Response:
        log.error("unexpected", path=request.scope.get("route", None) and request.scope["route"].path, exc_info=error)
        nothing: tuple[FieldProblem, ...] = ()
        return problems().answer(500, "internal", {}, nothing, request.scope)

    app.add_exception_handler(ServiceError, on_service_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_unexpected)
