"""The invitation set as files: a table, and drafts of letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.domain.networks import Network
from service.domain.organisations import Organisation
from service.reports.letters import Letter, letters_as_docx
from service.reports.rows import rows_as_csv, rows_as_xlsx
from service.web.pages.rendering import Page

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Language of the letters by the language of the page.
_LOCALES = {"de": "de-DE", "en": "en-GB"}
_COLUMNS = (
    *("invite_seat", "invite_id", "organisation", "invite_closes", "invite_gain"),
    *("invite_email", "invite_phone", "invite_website", "suggest_verified"),
)


@dataclass(frozen=True)
class Seat:
    """A seat of the set: who is invited, which roles it closes, the percentage of coverage that it adds.

    `decided` where people decided the invitation; `sure` where it closes a reliable gap.
    """

    number: int
    organisation: Organisation
    closes: tuple[str, ...]
    gain: float
    decided: bool
    sure: bool


Writer = Callable[[Page, Network, Sequence[Seat]], bytes]


def table_rows(page: Page, seats: Sequence[Seat]) -> list[list[str]]:
    """The head and a row for each seat."""
    return [[page.t(code) for code in _COLUMNS], *([*_row(page, seat)] for seat in seats)]


def _row(page: Page, seat: Seat) -> tuple[str, ...]:
    one = seat.organisation
    closes = "; ".join(page.role(role) for role in seat.closes)
    contact = (one.email or "", one.phone or "", one.website or "", one.verified_on or "")
    return (str(seat.number), one.id, one.name, closes, f"{seat.gain:.1f}", *contact)


def as_csv(page: Page, network: Network, seats: Sequence[Seat]) -> bytes:
    """The set as CSV."""
    return rows_as_csv(table_rows(page, seats))


def as_xlsx(page: Page, network: Network, seats: Sequence[Seat]) -> bytes:
    """The set as a workbook."""
    return rows_as_xlsx(page.t("step_invitations"), table_rows(page, seats))


def as_docx(page: Page, network: Network, seats: Sequence[Seat]) -> bytes:
    """A letter to each of the set."""
    lead = page.t("letter_lead" if seats else "letter_none", count=len(seats))
    letters = [letter(page, network, seat) for seat in seats]
    return letters_as_docx(page.t("letter_title", network=network.profile.name), lead, letters, _LOCALES[page.language])


def letter(page: Page, network: Network, seat: Seat) -> Letter:
    """The draft to one organisation; where it sits is left out for a sheltered place."""
    facts = {
        "network": network.profile.name,
        "place": page.place(network.ags),
        "organisation": seat.organisation.name,
        "roles": ", ".join(page.role(role) for role in seat.closes),
    }
    codes = ("letter_greeting", "letter_invite", "letter_role" if seat.closes else "letter_voice", "letter_meeting")
    return Letter(
        address=_address(seat.organisation),
        date=page.t("letter_date"),
        subject=page.t("letter_subject", **facts),
        paragraphs=tuple(page.t(code, **facts) for code in (*codes, "letter_answer")),
        closing=(page.t("letter_closing"), "", page.t("letter_signature"), page.t("letter_sender")),
    )


def _address(one: Organisation) -> tuple[str, ...]:
    if one.sheltered:
        return (one.name,)
    town = " ".join(part for part in (one.postcode, one.place) if part)
    return tuple(part for part in (one.name, one.street, town) if part)


#: How each file is written, its content type and its name.
FILES: dict[str, tuple[Writer, str, str]] = {
    "csv": (as_csv, CSV, "einladungen.csv"),
    "xlsx": (as_xlsx, XLSX, "einladungen.xlsx"),
    "docx": (as_docx, DOCX, "einladungen.docx"),
}
