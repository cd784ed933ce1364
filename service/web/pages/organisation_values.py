"""Values of an organisation as forms send them."""

from typing import Any

from service.errors import InvalidInput
from service.web.limits import DESCRIPTION
from service.web.organisation_rows import LISTS, SEPARATOR
from service.web.pages.checked import checked
from service.web.schemas import OrganisationChange

_NUMBERS = frozenset({"lat", "lon"})


def sent_values(field: str, given: str) -> dict[str, Any]:
    """A value of a form as the use case takes it; raises InvalidInput."""
    given = given.replace("\r\n", "\n").strip()[:DESCRIPTION]
    value: Any = given if given or field == "name" else None
    if field in LISTS:
        value = [item.strip() for item in given.split(SEPARATOR) if item.strip()]
    elif field in _NUMBERS and given:
        value = _number(given, field)
    if field not in OrganisationChange.model_fields:
        raise InvalidInput.at("/field", "not_allowed")
    return checked(OrganisationChange, {field: value}).values()


def _number(given: str, field: str) -> float:
    try:
        return float(given.replace(",", "."))
    except ValueError as error:
        raise InvalidInput.at(f"/{field}", "not_a_number") from error
