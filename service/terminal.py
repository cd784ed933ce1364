"""An answer of the interface as tables for the terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.domain.phrases import Phrasebook
from service.domain.taxonomy import Taxonomy
from service.domain.texts import Language

Json = dict[str, Any]

#: Width where the output is no terminal.
PIPED_WIDTH = 100


class Terminal:
    """Prints the parts of an answer in one language."""

    def __init__(self, taxonomy: Taxonomy, phrases: Phrasebook, language: Language) -> None:
        self.taxonomy, self.phrases, self.language = taxonomy, phrases, language
        width = None if Console().is_terminal else PIPED_WIDTH
        # Names may hold what rich would read as markup or as the name of an emoji.
        self.console = Console(highlight=False, markup=False, emoji=False, width=width)

    def say(self, code: str, **facts: object) -> str:
        """A sentence of the phrasebook."""
        return self.phrases.sentence(code, self.language, **facts)

    def role(self, key: str) -> str:
        """A role's label."""
        return self.taxonomy.roles[key].label.in_language(self.language)

    def table(self, title: str, *columns: str) -> Table:
        """An empty table with a title and columns."""
        table = Table(title=title, title_justify="left", title_style="bold", expand=True)
        for column in columns:
            table.add_column(column, overflow="fold")
        return table

    def members(self, members: list[Json]) -> Table:
        """Who was recognised as what."""
        table = self.table(
            self.say("cli_members"), self.say("cli_given"), self.say("cli_role"), self.say("cli_confidence")
        )
        for member in members:
            found = member["organisation"]
            given = printable(member["given"]) + ("\n" + self.say("cli_known_as", name=found["name"]) if found else "")
            table.add_row(given, self.role(member["role"]), f"{100 * member['confidence']:.0f} %")
        return table

    def gaps(self, gaps: list[Json]) -> Table:
        """Who is missing, with kind, reasons and candidates."""
        table = self.table(
            self.say("cli_gaps"), self.say("cli_gap"), self.say("cli_reason"), self.say("cli_candidates")
        )
        for gap in gaps:
            kinds = ", ".join(self.say(f"kind_{kind}") for kind in gap["kinds"])
            head = Text.assemble((gap["label"], "bold"), f"\n{kinds} · {gap['severity']:.2f}")
            table.add_row(head, self.why(gap["reasons"]), self.candidates(gap), end_section=True)
        return table

    def why(self, reasons: list[Json]) -> str:
        """The reasons that raise a severity, strongest first, each with its source."""
        raising = [reason for reason in reasons if reason["code"] != "base" and reason["contribution"] > 0]
        strongest = sorted(raising, key=lambda reason: -reason["contribution"])[:3]
        return "\n".join(f"{r['text']}" + (f" ({r['source']})" if r["source"] else "") for r in strongest)

    def candidates(self, gap: Json) -> str:
        """Who could fill a gap, or which office is responsible."""
        lines = [self.name(candidate["organisation"]) for candidate in gap["candidates"][:3]]
        responsible = gap["responsible"]
        if responsible and not any(line.startswith(responsible["name"]) for line in lines):
            lines.append(self.say("cli_responsible", name=responsible["name"]))
        return "\n".join(lines or [self.say("cli_nobody")])

    def name(self, organisation: Json) -> str:
        """An organisation's name, marked where nobody checked its record."""
        mark = f" ({self.say('cli_unverified')})" if organisation.get("unverified") else ""
        return f"{printable(organisation['name'])}{mark}"

    def invitations(self, chosen: Json) -> Table:
        """The invitation set with the coverage before and after."""
        title = self.say("cli_invitations", seats=chosen["seats"])
        before, after = (f"{100 * chosen[time]['coverage']:.0f}" for time in ("before", "after"))
        table = self.table(
            f"{title} · {self.say('cli_coverage', before=before, after=after)}",
            self.say("cli_name"),
            self.say("cli_role"),
            self.say("cli_gain"),
        )
        for one in chosen["chosen"]:
            roles = ", ".join(self.role(key) for key in one["closes"])
            table.add_row(self.name(one["organisation"]), roles, f"+{100 * one['gain']:.1f} %")
        return table


def printable(text: str) -> str:
    """The text without characters that would steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def print_answer(answer: Json, taxonomy: Taxonomy, phrases: Phrasebook, language: Language) -> None:
    """Print members, gaps above the floor and the invitation set."""
    terminal = Terminal(taxonomy, phrases, language)
    if answer["members"]:
        terminal.console.print(terminal.members(answer["members"]))
    gaps = [gap for gap in answer["gaps"] if not gap["below_floor"]]
    terminal.console.print(terminal.gaps(gaps) if gaps else terminal.say("cli_no_gaps"))
    if answer["invitations"]:
        terminal.console.print(terminal.invitations(answer["invitations"]))
