"""OpenAPI 3.1 of the interface: what FastAPI works out, with every refusal as the problem that it is."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.web.answers import FieldError, Problem
from service.web.examples import ANSWERS, PARAMETERS

_MEANING = {
    "400": "The body is not JSON in UTF-8.",
    "404": "Nothing is stored under this id.",
    "409": "The id is taken.",
    "413": "The body is over its limit.",
    "415": "The body has another content type.",
    "422": "Some fields are not acceptable; `errors` names each by its JSON pointer.",
    "500": "The service failed.",
}
_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def set_up_openapi(app: FastAPI) -> None:
    """Let the application describe itself, worked out at the first request for it."""

    def describe() -> dict[str, Any]:
        if not app.openapi_schema:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    reference = "#/components/schemas/{model}"
    schemas |= {model.__name__: model.model_json_schema(ref_template=reference) for model in (FieldError, Problem)}
    schemas["Problem"].pop("$defs", None)
    for schema in schemas.values():
        schema.pop("additionalProperties", None)
    for path in document["paths"].values():
        for method, operation in path.items():
            _give_examples(operation)
            _tell_refusals(method, operation)
    return document


def _give_examples(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        parameter["example"] = PARAMETERS[parameter["name"]]
    for status, answer in operation["responses"].items():
        if status < "300" and "application/json" in answer.get("content", {}):
            answer["content"]["application/json"]["example"] = ANSWERS[operation["operationId"]]


def _tell_refusals(method: str, operation: dict[str, Any]) -> None:
    """Give an operation each answer that it can refuse with."""
    codes = {"500"}
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", ())):
        codes.add("404")
    if operation.get("parameters"):
        codes.add("422")
    if "requestBody" in operation:
        codes |= {"400", "413", "415", "422"}
    if method == "post" and "201" in operation["responses"]:
        codes.add("409")
    content = {"application/problem+json": {"schema": _SCHEMA}}
    operation["responses"] |= {code: {"description": _MEANING[code], "content": content} for code in sorted(codes)}
