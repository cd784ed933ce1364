"""One table from errors to answers."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from service.errors import InvalidInput, ServiceError
from service.web.api import BASE
from service.web.pages.rendering import page_language, problem_page
from service.web.problems import Problems, field_problem

_CODES = {404: "no_such_path", 405: "method_not_allowed"}


def add_handlers(app: FastAPI, problems: Problems) -> None:
    """Answer every error that was foreseen as a problem document."""

    async def on_service_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, ServiceError)
        return refusal(problems, error, request.scope)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = {problem.pointer: problem for problem in map(field_problem, error.errors())}
        return problems.of_error(InvalidInput(list(found.values())), request.scope)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, "malformed_body" if error.status_code < 500 else "internal")
        if wants_page(request):
            return problem_page(request, error.status_code, problems.phrases.sentence(code, page_language(request)), "")
        answered = problems.answer(error.status_code, code, {}, (), request.scope)
        answered.headers.update(error.headers or {})
        return answered

    app.add_exception_handler(ServiceError, on_service_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)


def refusal(problems: Problems, error: ServiceError, scope: Scope) -> Response:
    """The answer to an error: a page for a browser, a problem document for a program."""
    request = Request(scope)
    return _page(request, problems, error) if wants_page(request) else problems.of_error(error, scope)


def unexpected(problems: Problems, scope: Scope) -> Response:
    """The answer to an error that nobody foresaw."""
    request = Request(scope)
    if wants_page(request):
        return problem_page(request, 500, problems.phrases.sentence("internal", page_language(request)), "")
    return problems.answer(500, "internal", {}, (), scope)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page, and not a program for the interface."""
    return not request.url.path.startswith(BASE) and "text/html" in request.headers.get("accept", "")


def _page(request: Request, problems: Problems, error: ServiceError) -> Response:
    """A refusal as a page with a way on."""
    language = page_language(request)
    title = problems.phrases.sentence(error.code, language, **error.facts)
    detail = problems.sentence(error.problems[0], language) if error.problems else ""
    return problem_page(request, error.status, title, detail)
