"""The invitation set of a network: whom to invite with so many seats, before and after, and what if."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Response

from service.domain.answers import Answer, Gap, InvitationSet, Question
from service.domain.decisions import Verdict
from service.domain.networks import Network
from service.domain.organisations import Organisation
from service.usecases.find_openings import ask_for_network
from service.usecases.keep_decisions import list_all
from service.usecases.keep_networks import get_one
from service.usecases.keep_provenance import today
from service.usecases.measure_distances import distances_from
from service.usecases.read_organisations import get_many
from service.web.candidate_words import CandidateWords
from service.web.dependencies import answer as json_answer
from service.web.invitation_files import FILES, Seat
from service.web.pages.numbers import whole_number
from service.web.pages.rendering import Page, PageDep
from service.web.views import Views, network_json

router = APIRouter(include_in_schema=False)

#: Seats at first and at most.
SEATS, MOST_SEATS = 3, 20
#: Organisations that may be left out; a network has no more members.
MOST_LEFT_OUT = 1000


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
    """Whom to invite with so many seats; whoever is named counts as not there, member or not. Raises NotFound."""
    network = get_one(page.resources, id)
    wanted = whole_number(plaetze, SEATS, 1, MOST_SEATS)
    seated = {seat.organisation_id for seat in network.memberships if seat.until is None}
    away = get_many(page.resources, set(ohne[:MOST_LEFT_OUT]))
    left_out = sorted(away)
    answer, invited = _ask(page, network, wanted, left_out)
    assert answer.invitations is not None
    named = get_many(page.resources, seated | {one.organisation_id for one in answer.invitations.chosen})
    known = away | named
    plan = _plan(answer.invitations, answer.gaps, invited, known)
    if format in FILES:
        write, content_type, name = FILES[format]
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": page.language}
        return Response(write(page, network, plan.seats), 200, headers, content_type)
    if format == "json":
        return _as_json(page, network, plan, known, left_out)
    chosen = [seat.organisation for seat in plan.seats]
    return page.show(
        "invitations.html",
        network=network,
        plan=plan,
        wanted=wanted,
        most=MOST_SEATS,
        members=_by_name(known[one] for one in seated if one in known),
        declined=_by_name(one for one in away.values() if one.id not in seated),
        left_out=left_out,
        words=CandidateWords(page.t, today(), distances_from(page.resources, network.ags, chosen)),
        files=[(ending, _address(network.id, wanted, left_out, ending)) for ending in ("csv", "xlsx", "json", "docx")],
        without={one.id: _address(network.id, wanted, [*left_out, one.id]) for one in chosen},
    )


def _by_name(organisations: Iterable[Organisation]) -> list[Organisation]:
    return sorted(organisations, key=lambda one: (one.name.casefold(), one.id))


def _ask(page: Page, network: Network, seats: int, left_out: Sequence[str]) -> tuple[Answer, list[str]]:
    """The answer without those who are left out, and those whose invitation was decided: they have the first seats."""
    decisions = list_all(page.resources, network.id)
    invited = [one.organisation_id for one in decisions if one.verdict is Verdict.INVITE]
    away = frozenset(left_out)
    fewer = tuple(seat for seat in network.memberships if seat.organisation_id not in away)
    counts = Question(None, network.profile, (), gaps=80, per_gap=0, recommendations=0, seats=seats)
    # Whoever is left out to see what happens is not the answer to it.
    wanted = replace(counts, pin=tuple(invited), exclude=away)
    return ask_for_network(page.resources, replace(network, memberships=fewer), wanted), invited


def _plan(
    invitations: InvitationSet, gaps: Sequence[Gap], invited: Sequence[str], known: dict[str, Organisation]
) -> Plan:
    reliable = {gap.role for gap in gaps if not gap.below_floor}
    chosen = [one for one in invitations.chosen if one.organisation_id in known]
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
    return Plan(invitations, tuple(seats), len(reliable), len(closed))


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


def _address(network_id: str, seats: int, left_out: Sequence[str], ending: str = "") -> str:
    format = [("format", ending)] if ending else []
    query = urlencode([("plaetze", str(seats)), *(("ohne", one) for one in left_out), *format])
    return f"/netze/{quote(network_id, safe='')}/einladungen?{query}"
