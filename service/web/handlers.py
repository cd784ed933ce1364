"""One table from errors to answers."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from service.errors import InvalidInput, ServiceError
from service.web.problems import Problems, field_problem

_CODES = {404: "no_such_path", 405: "method_not_allowed"}


def add_handlers(app: FastAPI, problems: Problems) -> None:
    """Answer every error that was foreseen as a problem document."""

    async def on_service_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, ServiceError)
        return problems.of_error(error, request.scope)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = {problem.pointer: problem for problem in map(field_problem, error.errors())}
        return problems.of_error(InvalidInput(list(found.values())), request.scope)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, "malformed_body" if error.status_code < 500 else "internal")
        answered = problems.answer(error.status_code, code, {}, (), request.scope)
        answered.headers.update(error.headers or {})
        return answered

    app.add_exception_handler(ServiceError, on_service_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
