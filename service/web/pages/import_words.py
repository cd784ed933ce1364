"""What an import says, in the words of its page: shared sentences that tell how to answer on the command line have others."""

from service.domain.imports import Import, Note
from service.usecases.importing.tell_notes import note_facts, note_sentence
from service.web.pages.rendering import Page

PROBLEMS = {"network_not_named": "imp_network_not_named", "removes_too_much": "imp_removes_too_much"}
NOTES = {"ambiguous_place": "imports_note_ambiguous_place", "place_vanished": "imports_note_place_vanished"}


def tell_problem(page: Page, found: Import) -> str | None:
    """Why an import failed or what it waits for; None where it did neither."""
    if found.problem is None:
        return None
    facts = {"file": found.file, **found.facts}
    own = PROBLEMS.get(found.problem)
    return page.t(own, **facts) if own else page.say(found.problem, **facts)


def tell_note(page: Page, note: Note) -> str:
    """The sentence of a note."""
    own = NOTES.get(note.code)
    if own is None:
        return note_sentence(page.resources, note, page.language)
    return page.t(own, **note_facts(note, page.resources.knowledge.register))
