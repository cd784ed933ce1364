"""The page on which the second of two people chooses between their versions; nothing is written before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from service.domain.networks import Network
from service.domain.versions import Edit, Versions
from service.web.pages.rendering import Page

#: Tells a value in a language of people; tells a value as a form sends it.
Words = Callable[[str, Any], str]


@dataclass(frozen=True)
class Conflict:
    """An edit that was not written: the form that it came from, how its values are told and how they are sent.

    `action` is the address of the form, `hidden` its fields that nobody changes, `back` the page it stands on.
    """

    network: Network
    edit: Edit
    action: str
    back: str
    hidden: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """A field with its versions in words and as the form sends them; `chosen` is the version chosen so far, "" for none."""

    field: str
    seen: str
    words: tuple[tuple[str, str, str], ...]
    chosen: str


def merge_page(page: Page, conflict: Conflict, words: Words, sent: Words) -> Response:
    """Both versions field by field, those chosen that only one side changed; answered with 409."""
    fields = conflict.edit.fields
    stored = [(f"seen_{one.field}", sent(one.field, one.stored)) for one in fields]
    settled = [(one.field, sent(one.field, one.merged)) for one in fields if not _open(one)]
    response = page.show(
        "merge.html",
        409,
        conflict=conflict,
        choices=[_choice(one, words, sent) for one in fields if _open(one)],
        hidden=[*conflict.hidden, *stored, *settled],
    )
    # A script that wanted a row exchanges the whole content.
    response.headers.update({"HX-Retarget": "#content", "HX-Reselect": "#content", "HX-Reswap": "outerHTML"})
    return response


def _open(one: Versions) -> bool:
    """Whether there are two versions to choose from."""
    return bool(one.stored != one.sent)


def _choice(one: Versions, words: Words, sent: Words) -> Choice:
    versions = (("theirs", one.stored), ("yours", one.sent))
    told = tuple((side, words(one.field, value), sent(one.field, value)) for side, value in versions)
    chosen = "" if one.contested else "theirs" if one.changed_meanwhile else "yours"
    return Choice(one.field, words(one.field, one.seen), told, chosen)
