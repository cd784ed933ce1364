"""Keys of places as clients write them, checked against the register."""

from service.domain.places import Register, is_key
from service.errors import FieldProblem, InvalidInput


def problem_of_key(key: str, pointer: str, register: Register) -> FieldProblem | None:
    """What is wrong with a key: its form, or a Kreis that does not exist."""
    if not is_key(key):
        return FieldProblem(pointer, "malformed_ags", {})
    return None if register.knows(register.current(key)) else FieldProblem(pointer, "unknown_district", {})


def checked_key(key: str | None, pointer: str, register: Register) -> str | None:
    """The key that is valid today; raises InvalidInput at the pointer."""
    if key is None:
        return None
    problem = problem_of_key(key, pointer, register)
    if problem:
        raise InvalidInput([problem])
    return register.current(key)
