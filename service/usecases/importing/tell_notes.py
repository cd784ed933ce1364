"""What an import says, in sentences."""

from typing import Any

from service.domain.imports import Import, Note
from service.domain.places import Register
from service.domain.texts import Language
from service.resources import Resources


def note_sentence(resources: Resources, note: Note, language: Language) -> str:
    """The sentence of a note, with candidates named."""
    return resources.phrases.sentence(note.code, language, **note_facts(note, resources.knowledge.register))


def problem_sentence(resources: Resources, found: Import, language: Language) -> str | None:
    """Why an import failed or what it waits for."""
    if found.problem is None:
        return None
    return resources.phrases.sentence(found.problem, language, **{"file": found.file, **found.facts})


def note_facts(note: Note, register: Register) -> dict[str, Any]:
    """What the sentence of a note names, with candidates by name."""
    facts = note.facts
    shown = {name: ", ".join(map(str, value)) if isinstance(value, tuple) else value for name, value in facts.items()}
    if "candidates" in facts:
        shown["candidates"] = ", ".join(f"{register.place(key).name} ({key})" for key in facts["candidates"])
    return shown
