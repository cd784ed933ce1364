"""Imports, likely duplicates and stale organisations as tables for the terminal."""

from collections.abc import Sequence

from service.domain.imports import Import, ImportState, Note
from service.domain.organisations import Organisation
from service.domain.resolution import LikelyPair
from service.domain.texts import Language
from service.matching.freshness import completeness
from service.resources import Resources
from service.terminal import Terminal, printable
from service.usecases.importing.order_import import read_notes
from service.usecases.importing.tell_notes import note_sentence, problem_sentence

#: Kinds of remarks in the order in which they are printed.
KINDS = ("rejected", "question", "merged", "remark", "member")


def terminal_of(resources: Resources, language: Language) -> Terminal:
    """A terminal that speaks the language."""
    return Terminal(resources.knowledge.taxonomy, resources.phrases, language)


def print_import(resources: Resources, ended: Import, language: Language, shown: int) -> None:
    """What came of an import: counts, columns, and the first remarks of each kind."""
    terminal = terminal_of(resources, language)
    terminal.console.print(heading(terminal, ended))
    problem = problem_sentence(resources, ended, language)
    if problem is not None:
        terminal.console.print(problem)
    counts = [f"{terminal.say(f'count_{name}')}: {count}" for name, count in ended.counts.items() if count != 0]
    if counts and ended.state in (ImportState.DONE, ImportState.TRIED):
        terminal.console.print("  " + "\n  ".join(counts))
        _print_columns(terminal, ended)
    for kind in KINDS:
        notes = [note for _, note in read_notes(resources, ended.id, kind, -1, shown + 1)]
        _print_notes(resources, terminal, kind, notes, shown)
    if ended.state is ImportState.DONE:
        terminal.console.print(terminal.say("cli_undo_with", id=ended.id))


def heading(terminal: Terminal, ended: Import) -> str:
    """File, source and state of an import in one line."""
    return f"{printable(ended.file)} ({printable(ended.source or '-')}): {terminal.say(f'state_{ended.state}')}"


def _print_columns(terminal: Terminal, ended: Import) -> None:
    for sheet, columns in ended.facts.get("columns", {}).items():
        read = ", ".join(f"{printable(header)} = {field or '-'}" for header, field in columns["fields"].items())
        terminal.console.print("  " + terminal.say("cli_columns", sheet=printable(sheet), columns=read))


def _print_notes(resources: Resources, terminal: Terminal, kind: str, notes: Sequence[Note], shown: int) -> None:
    if not notes:
        return
    terminal.console.print(f"{terminal.say(f'notes_{kind}')}:")
    for note in notes[:shown]:
        where = f"{printable(note.at)}: " if note.at else ""
        terminal.console.print(f"  {where}{printable(note_sentence(resources, note, terminal.language))}")
    if len(notes) > shown:
        terminal.console.print(f"  {terminal.say('cli_more_notes')}")


def print_imports(resources: Resources, found: Sequence[Import], language: Language) -> None:
    """A table of imports."""
    terminal = terminal_of(resources, language)
    columns = ("cli_id", "cli_file", "cli_state", "cli_counts")
    table = terminal.table(terminal.say("cli_imports"), *map(terminal.say, columns))
    for one in found:
        counts = ", ".join(f"{terminal.say(f'count_{name}')} {n}" for name, n in one.counts.items() if n and n != "")
        state = terminal.say(f"state_{one.state}")
        table.add_row(one.id, f"{printable(one.file)}\n{printable(one.source or '-')}", state, counts)
    terminal.console.print(table)


def print_pairs(
    resources: Resources, found: Sequence[tuple[LikelyPair, Organisation, Organisation]], language: Language
) -> None:
    """A table of organisations that may be one."""
    terminal = terminal_of(resources, language)
    table = terminal.table(terminal.say("cli_duplicates"), terminal.say("cli_name"), terminal.say("cli_id"))
    for _, first, second in found:
        names = "\n".join(_with_place(one) for one in (first, second))
        table.add_row(names, f"{first.id}\n{second.id}", end_section=True)
    terminal.console.print(table if found else terminal.say("cli_no_duplicates"))


def print_stale(resources: Resources, found: Sequence[Organisation], language: Language) -> None:
    """A table of organisations that nobody has looked at for long, with what their profiles do not tell."""
    terminal = terminal_of(resources, language)
    columns = ("cli_name", "cli_verified", "cli_missing")
    table = terminal.table(terminal.say("cli_stale"), *map(terminal.say, columns))
    for one in found:
        missing = ", ".join(terminal.say(f"lacks_{name}") for name in completeness(one).missing)
        table.add_row(f"{_with_place(one)}\n{one.id}", one.verified_on or "-", missing)
    terminal.console.print(table if found else terminal.say("cli_nothing_stale"))


def _with_place(one: Organisation) -> str:
    place = " ".join(part for part in (one.street and f"{one.street},", one.postcode, one.place or one.ags) if part)
    return printable(f"{one.name} ({place})" if place and not one.sheltered else one.name)
