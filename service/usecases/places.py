"""Keys of places as clients write them, checked against the register."""

from service.domain.places import Register, is_key
from service.errors import FieldProblem, InvalidInput
from service.matching.place_resolution import Ambiguous, Found, resolve
from service.resources import Resources


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


def place_from_text(resources: Resources, text: str, pointer: str) -> str | None:
    """The key of a place that somebody typed: a key, a key and a name, or a name; None for nothing.

    Raises InvalidInput at the pointer where several places are meant or none is known.
    """
    if not text:
        return None
    register = resources.knowledge.register
    first = text.split()[0]
    if (first.isdigit() and len(first) != 5) or problem_of_key(first, pointer, register) is None:
        return checked_key(first, pointer, register)
    found = resolve(resources.gazetteer.index, place=text)
    if isinstance(found, Found):
        return found.key
    if isinstance(found, Ambiguous):
        names = ", ".join(f"{register.place(key).name} ({key})" for key in found.candidates[:8])
        raise InvalidInput.at(pointer, "place_ambiguous", given=text, candidates=names)
    raise InvalidInput.at(pointer, "place_not_found", given=text)
