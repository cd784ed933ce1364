"""Problems as RFC 9457 has them, in the language of the request."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson
from pydantic_core import ErrorDetails
from starlette.requests import Request
from starlette.responses import Response

from service.domain.phrases import Phrasebook
from service.domain.texts import Language
from service.errors import FieldProblem, ServiceError
from service.web.limits import ERRORS_TOLD
from service.web.strict_json import escaped

MEDIA_TYPE = "application/problem+json"


_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*$", re.IGNORECASE)


def language_of(accepted: str) -> Language:
    """German or English, whichever an Accept-Language header prefers; German where it names neither."""
    best: tuple[float, Language] = (0.0, "de")
    for part in accepted.split(","):
        tag, _, parameters = part.partition(";")
        quality = _QUALITY.match(parameters)
        weight = 1.0 if not parameters else float(quality.group(1)) if quality else 0.0
        primary = tag.strip().lower().partition("-")[0]
        if primary in ("de", "en", "*") and weight > best[0]:
            best = (weight, "en" if primary == "en" else "de")
    return best[1]


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
        told = problems[:ERRORS_TOLD]
        errors = [{"pointer": problem.pointer, "detail": self.sentence(problem, language)} for problem in told]
        title = self.phrases.sentence(code, language, **facts)
        document = {
            "type": f"/problems/{code.replace('_', '-')}",
            "title": title,
            "status": status,
            "detail": f"{errors[0]['pointer']}: {errors[0]['detail']}".removeprefix(": ") if errors else title,
            "instance": quote(scope.get("path", ""), safe="/:"),
        }
        if errors:
            document["errors"] = errors
        headers = {"Content-Language": language, "Vary": "Accept-Language"}
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
    "blank": "blank",
    "not_allowed": "not_allowed",
    "not_a_date": "not_a_date",
    "not_a_web_address": "not_a_web_address",
    "string_type": "not_a_text",
    "string_too_short": "blank",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "list_type": "not_a_list",
    "int_type": "not_a_whole_number",
    "int_parsing": "not_a_whole_number",
    "int_parsing_size": "not_a_whole_number",
    "int_from_float": "not_a_whole_number",
    "float_type": "not_a_number",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "finite_number": "not_a_number",
    "literal_error": "not_allowed",
    "enum": "not_allowed",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "dict_type": "not_an_object",
    "string_pattern_mismatch": "not_a_date",
}


def field_problem(error: ErrorDetails | Mapping[str, Any]) -> FieldProblem:
    """One error of pydantic as pointer and code; what the client sent is never repeated."""
    place = [str(part) for part in error["loc"]]
    if place and place[0] in ("body", "query", "path"):
        place = place[1:]
    context = error.get("ctx") or {}
    limit = context.get("max_length", context.get("le", context.get("ge", "")))
    facts = {"limit": f"{limit:g}" if isinstance(limit, float) else limit}
    return FieldProblem(
        "".join(f"/{escaped(step)}" for step in place), _CODES.get(error["type"], "invalid_value"), facts
    )


def request_language(request: Request) -> Language:
    """The language of the answer to a request."""
    return language_of(request.headers.get("accept-language", ""))
