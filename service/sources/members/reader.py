"""Attendance lists, lists of members and minutes -> their members, without persons."""

from collections.abc import Iterator
from pathlib import Path

from service.domain.attendance import ListedMembers, listed_members
from service.domain.deliveries import DeliveredMember, Event, Format, Opened, Progress, Reading, Rejected, Remark
from service.domain.names import READ_CHARACTERS, normal_name
from service.errors import FileEmpty
from service.sources.members.documents import document_lines
from service.sources.members.words import member_words

_STEP = 500


def read(path: Path, how: Reading) -> Iterator[Event]:
    """The members that a list names, each once; raises FileRefused."""
    yield Opened(Format.MEMBERS)
    lines = list(document_lines(path))
    if not any(cell.strip() for line in lines for cell in line.cells) and all(line.cells for line in lines):
        raise FileEmpty(file=path.name)
    yield from (Remark(line.at, "no_text_in_pdf") for line in lines if not line.cells)
    known: set[str] = set()
    told = listed_members(lines, member_words())
    for number, entry in enumerate(told, start=1):
        yield from _events(entry, known)
        if number % _STEP == 0:
            yield Progress(number / len(told))
    yield Progress(1.0)


def _events(entry: ListedMembers, known: set[str]) -> Iterator[Event]:
    if entry.found.only_a_person:
        yield Remark(entry.at, "only_a_person")
    for name in entry.found.organisations:
        key = normal_name(name) or name
        if len(name) > READ_CHARACTERS:
            yield Rejected(entry.at, "no_name_of_a_member")
        elif key not in known:
            known.add(key)
            yield DeliveredMember(entry.at, name)
            if entry.guests:
                yield Remark(entry.at, "was_a_guest")
