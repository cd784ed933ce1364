"""Problems as RFC 9457 has them, in the language of the request."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pydantic_core import ErrorDetails
from starlette.requests import Request
from starlette.responses import Response

from service.domain.phrases import Phrasebook
from service.domain.texts import Language
from service.errors import FieldProblem, ServiceError

MEDIA_TYPE = "application/problem+json"


def language_of(accepted: str) -> Language:
    """German or English, whichever an Accept-Language header prefers; German where it names neither."""
    ranked: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, parameters = part.partition(";")
        quality = parameters.strip().removeprefix("q=") if parameters else "1"
        try:
            ranked.append((-float(quality), tag.strip()[:2].lower()))
        except ValueError:
            continue
    for negative, tag in sorted(ranked, key=lambda item: item[0]):
        if negative < 0 and tag in ("de", "en"):
            return "de" if tag == "de" else "en"
    return "de"


class Problems:
    """Turns errors into answers."""

    def __init__(self, phrases: Phrasebook) -> None:
        self.phrases = phrases

    def of_error(self, error: ServiceError, scope: Mapping[str, Any]) -> Response:
        """The answer to a ServiceError."""
        return self.answer(error.status, error.code, error.facts, error.problems, scope)

    def answer(
        self,
        status: int,
        code: str,
        facts: Mapping[str, object],
        problems: Sequence[FieldProblem],
        scope: Mapping[str, Any],
    ) -> Response:
        """A problem document; `code` names the sentence of its title."""
        language = language_of(_header(scope, b"accept-language"))
        errors = [{"pointer": problem.pointer, "detail": self.sentence(problem, language)} for problem in problems]
        title = self.phrases.sentence(code, language, **facts)
        document = {
            "type": f"/problems/{code.replace('_', '-')}",
            "title": title,
            "status": status,
            "detail": f"{errors[0]['pointer']}: {errors[0]['detail']}" if errors else title,
            "instance": scope.get("path", ""),
        }
        if errors:
            document["errors"] = errors
        headers = {"Content-Language": language}
        return Response(orjson.dumps(document), status, headers, MEDIA_TYPE)

    def sentence(self, problem: FieldProblem, language: Language) -> str:
        """What is wrong with one field."""
        return self.phrases.sentence(problem.code, language, **problem.facts)


def _header(scope: Mapping[str, Any], name: bytes) -> str:
    found: bytes = dict(scope.get("headers", ())).get(name, b"")
    return found.decode("latin-1")


#: Codes of pydantic whose sentence says more than "not a valid value".
_CODES = {
    "missing": "missing",
    "string_too_short": "blank",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "out_of_range",
    "literal_error": "not_allowed",
    "enum": "not_allowed",
    "extra_forbidden": "unknown_field_name",
    "blank": "blank",
}


def field_problem(error: ErrorDetails | Mapping[str, Any]) -> FieldProblem:
    """One error of pydantic as pointer and code; what the client sent is never repeated."""
    place = [str(part) for part in error["loc"] if not _is_internal(part)]
    if place and place[0] in ("body", "query", "path"):
        place = place[1:]
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in place)
    context = error.get("ctx") or {}
    facts = {"limit": context.get("max_length", context.get("le", context.get("ge", "")))}
    return FieldProblem(pointer, _CODES.get(error["type"], "invalid_value"), facts)


def _is_internal(part: object) -> bool:
    """Whether a step of a location is pydantic's own, such as the branch of a union."""
    return isinstance(part, str) and (part in ("str", "MemberIn", "constrained-str") or "[" in part)


def request_language(request: Request) -> Language:
    """The language of the answer to a request."""
    return language_of(request.headers.get("accept-language", ""))
