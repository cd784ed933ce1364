"""The lines of a page of the directory: what a search or the filters find."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.answers import Reason
from service.resources import Resources
from service.usecases.list_directory import list_directory, list_ids
from service.usecases.search_organisations import SearchRequest, search
from service.web.views import organisation_json

#: Lines of a page, few enough that a map fits beside them, and the most that a search shows on all its pages.
PAGE, SEARCHED = 50, 100
#: Filters that choose one of many, by the name that the address gives them: role, language, field of action.
CHOICES = ("rolle", "sprache", "feld")


@dataclass(frozen=True)
class Wanted:
    """What is looked for as it was given, and the key of its place.

    `after` is the last id of the page before, or the number of hits before this page.
    """

    given: dict[str, str]
    after: str = ""
    ags: str | None = None

    @property
    def query(self) -> str:
        """The words that are searched for, "" for none."""
        return self.given["q"]

    def request(self, limit: int) -> SearchRequest:
        """The search for it."""
        role, language, field = (self.given[name] or None for name in CHOICES)
        return SearchRequest(self.query, self.ags, role, language, field, limit)


@dataclass(frozen=True)
class Line:
    """An organisation as its line shows it, its number, and the reasons why it was found."""

    number: int
    shown: dict[str, Any]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Found:
    """The lines of a page, how many organisations the filters leave, and where the next page begins."""

    lines: Sequence[Line] = ()
    total: int = 0
    following: str = ""


def find_lines(resources: Resources, wanted: Wanted) -> Found:
    """The organisations of this page; raises InvalidInput for an unknown role or field."""
    if wanted.query:
        return _hits(resources, wanted)
    listed = list_directory(resources, wanted.request(PAGE), wanted.after)
    lines = [Line(number, organisation_json(one)) for number, one in enumerate(listed.organisations, 1)]
    return Found(lines, listed.total, listed.following)


def _hits(resources: Resources, wanted: Wanted) -> Found:
    first = int(wanted.after) if wanted.after.isdecimal() and len(wanted.after) < 4 else 0
    hits = search(resources, wanted.request(SEARCHED)).hits
    lines = [
        Line(number, organisation_json(hit.organisation), tuple(one for one in hit.reasons if one.contribution))
        for number, hit in enumerate(hits[first : first + PAGE], first + 1)
    ]
    return Found(lines, len(hits), str(first + PAGE) if len(hits) > first + PAGE else "")


def found_ids(resources: Resources, wanted: Wanted) -> list[str]:
    """The ids of all pages: of a search the best first, else in their order; raises InvalidInput."""
    if wanted.query:
        return [hit.organisation.id for hit in search(resources, wanted.request(SEARCHED)).hits]
    return list_ids(resources, wanted.request(0))
