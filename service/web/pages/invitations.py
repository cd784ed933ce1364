"""The invitation set of a network: whom to invite with so many seats, before and after, and what if."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Response

from service.domain.answers import Answer, InvitationSet, Question
from service.domain.decisions import Verdict
from service.domain.networks import Network
from service.domain.organisations import Organisation
from service.usecases.find_openings import ask_for_network
from service.usecases.keep_decisions import list_all
from service.usecases.keep_networks import get_one
from service.usecases.read_organisations import get_many
from service.usecases.who_is_missing import shown_ids
from service.web.dependencies import answer as json_answer
from service.web.invitation_files import FILES, Seat
from service.web.pages.numbers import whole_number
from service.web.pages.rendering import Page, PageDep
from service.web.views import Views, network_json

router = APIRouter(include_in_schema=False)

#: Seats at first and at most.
SEATS, MOST_SEATS = 3, 20


@dataclass(frozen=True)
class Plan:
    """An invitation set with its seats, how many reliable gaps there are, and how many of them it closes."""

    chosen: InvitationSet
    seats: tuple[Seat, ...]
    gaps: int
    closed: int


@router.get("/netze/{id:path}/einladungen")
def get_invitations(
    id: str,
    page: PageDep,
    plaetze: str = "",
    ohne: Annotated[list[str], Query()] = [],  # noqa: B006 (FastAPI copies defaults)
    format: str = "",
) -> Response:
    """Whom to invite with so many seats; members that are named count as if they were not there. Raises NotFound."""
    network = get_one(page.resources, id)
    wanted = whole_number(plaetze, SEATS, 1, MOST_SEATS)
    seated = [seat.organisation_id for seat in network.memberships if seat.until is None]
    left_out = [one for one in seated if one in set(ohne)]
    answer, invited = _ask(page, network, wanted, left_out)
    known = get_many(page.resources, {*shown_ids(answer), *seated})
    plan = _plan(answer, invited, known)
    if format in FILES:
        write, content_type, name = FILES[format]
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": page.language}
        return Response(write(page, network, plan.seats), 200, headers, content_type)
    if format == "json":
        return _as_json(page, network, plan, known, left_out)
    members = sorted((known[one] for one in seated if one in known), key=lambda one: (one.name.casefold(), one.id))
    return page.show(
        "invitations.html",
        network=network,
        plan=plan,
        wanted=wanted,
        most=MOST_SEATS,
        members=members,
        left_out=left_out,
        files=[(ending, _address(network.id, wanted, left_out, ending)) for ending in ("csv", "xlsx", "json", "docx")],
    )


def _ask(page: Page, network: Network, seats: int, left_out: Sequence[str]) -> tuple[Answer, list[str]]:
    """The answer without those who are left out, and those whose invitation was decided: they have the first seats."""
    decisions = list_all(page.resources, network.id)
    invited = [one.organisation_id for one in decisions if one.verdict is Verdict.INVITE]
    fewer = tuple(seat for seat in network.memberships if seat.organisation_id not in left_out)
    counts = Question(None, network.profile, (), gaps=80, per_gap=0, recommendations=0, seats=seats)
    # Whoever is left out to see what happens is not the answer to it.
    wanted = replace(counts, pin=tuple(invited), exclude=frozenset(left_out))
    return ask_for_network(page.resources, replace(network, memberships=fewer), wanted), invited


def _plan(answer: Answer, invited: Sequence[str], known: dict[str, Organisation]) -> Plan:
    assert answer.invitations is not None
    reliable = {gap.role for gap in answer.gaps if not gap.below_floor}
    chosen = [one for one in answer.invitations.chosen if one.organisation_id in known]
    closed = reliable & {role for one in chosen for role in one.closes}
    seats = [
        Seat(
            number,
            known[one.organisation_id],
            one.closes,
            100 * one.gain,
            one.organisation_id in invited,
            bool(reliable & {*one.closes}),
        )
        for number, one in enumerate(chosen, 1)
    ]
    return Plan(answer.invitations, tuple(seats), len(reliable), len(closed))


def _as_json(
    page: Page, network: Network, plan: Plan, known: dict[str, Organisation], left_out: Sequence[str]
) -> Response:
    views = Views(page.resources.knowledge.taxonomy, page.resources.phrases, page.language, known)
    content = {
        "network": network_json(network),
        "without": left_out,
        "gaps": {"closed": plan.closed, "of": plan.gaps},
        "invitations": views.invitations(plan.chosen),
    }
    return json_answer(content, headers={"Content-Language": page.language})


def _address(network_id: str, seats: int, left_out: Sequence[str], ending: str) -> str:
    query = urlencode([("plaetze", seats), *(("ohne", one) for one in left_out), ("format", ending)])
    return f"/netze/{quote(network_id, safe='')}/einladungen?{query}"
