"""Values of forms, held to the same rules as those that programs send."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from service.errors import InvalidInput, ServiceError
from service.web.pages.rendering import Page
from service.web.problems import field_problem

Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], values: Mapping[str, Any]) -> Model:
    """The values as the model has them; raises InvalidInput."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise InvalidInput([field_problem(one) for one in error.errors(include_input=False)]) from error


def said(page: Page, error: ServiceError) -> str:
    """What was refused, in one sentence."""
    problem = error.problems[0] if error.problems else None
    return page.say(problem.code, **problem.facts) if problem else page.say(error.code, **error.facts)
