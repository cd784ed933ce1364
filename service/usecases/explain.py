"""Explain how an organisation stands to a stored network: why it is suggested, and why it is not."""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.answers import Candidate, Question
from service.domain.decisions import Decision, Verdict
from service.domain.networks import Network
from service.domain.organisations import Organisation, Visibility
from service.domain.places import overlaps
from service.domain.taxonomy import OTHER
from service.matching.pipeline import WIDER_ROLES
from service.matching.standing import Place, find_place
from service.resources import Resources
from service.usecases.find_openings import question_about
from service.usecases.keep_decisions import list_all, with_decisions
from service.usecases.keep_networks import get_one as get_network
from service.usecases.read_organisations import get_one as get_organisation
from service.usecases.search_organisations import SearchRequest, search
from service.usecases.who_is_missing import check_question, recognise_given, surroundings


class Standing(StrEnum):
    """Why an organisation is or is not suggested to a network."""

    MEMBER = "member"
    DECIDED = "decided"
    NOT_PUBLIC = "not_public"
    NO_ROLE = "no_role"
    ELSEWHERE = "elsewhere"
    REPRESENTED = "represented"
    BELOW_FLOOR = "below_floor"
    SUGGESTED = "suggested"


@dataclass(frozen=True)
class Explanation:
    """How an organisation stands, with its decision, its rank (from 1) of all candidates, and what its score is made of.

    `represented_by` names the members that hold its role already; `floor` is the score under which nobody is suggested.
    """

    organisation: Organisation
    standing: Standing
    floor: float
    decision: Decision | None = None
    candidate: Candidate | None = None
    rank: int | None = None
    of: int = 0
    represented_by: tuple[str, ...] = ()


def explain(resources: Resources, network_id: str, organisation_id: str) -> Explanation:
    """How an organisation stands to a stored network; raises NotFound for either."""
    network = get_network(resources, network_id)
    organisation = get_organisation(resources, organisation_id)
    floor = resources.knowledge.ranking_model.floor
    decisions = {one.organisation_id: one for one in list_all(resources, network.id)}
    decision = decisions.get(organisation.id)
    plain = _without_ranking(network, organisation, decision)
    if plain is not None:
        return Explanation(organisation, plain, floor, decision)
    place, holders = _ranked(resources, network, organisation)
    outsider = not _of_place(organisation, network.ags)
    # From elsewhere somebody is only looked for while nobody holds the role.
    if place is None or (outsider and holders):
        return Explanation(organisation, Standing.ELSEWHERE, floor, decision, represented_by=holders)
    standing = Standing.SUGGESTED
    if place.candidate.score < floor:
        standing = Standing.REPRESENTED if holders else Standing.BELOW_FLOOR
    return Explanation(organisation, standing, floor, decision, place.candidate, place.rank, place.of, holders)


def find_named(resources: Resources, network: Network, name: str, limit: int) -> list[Organisation]:
    """Organisations that a name may mean, those of the network's place first."""
    if not name:
        return []
    places = dict.fromkeys((network.ags, None))
    found = [hit for ags in places for hit in search(resources, SearchRequest(name, ags, limit=limit)).hits]
    return list({hit.organisation.id: hit.organisation for hit in found}.values())[:limit]


def _without_ranking(network: Network, organisation: Organisation, decision: Decision | None) -> Standing | None:
    """What settles the matter before anybody is ranked."""
    if any(seat.organisation_id == organisation.id and seat.until is None for seat in network.memberships):
        return Standing.MEMBER
    if decision is not None and decision.verdict is not Verdict.INVITE:
        return Standing.DECIDED
    if organisation.visibility is not Visibility.PUBLIC:
        return Standing.NOT_PUBLIC
    if organisation.role == OTHER:
        return Standing.NO_ROLE
    wide = organisation.role in WIDER_ROLES
    return None if wide or _of_place(organisation, network.ags) else Standing.ELSEWHERE


def _of_place(organisation: Organisation, ags: str | None) -> bool:
    return not ags or any(overlaps(prefix, ags) for prefix in organisation.prefixes)


def _ranked(resources: Resources, network: Network, organisation: Organisation) -> tuple[Place | None, tuple[str, ...]]:
    """Its place in the ranking, and the names of the members that hold its role."""
    asked = question_about(network, Question(None, network.profile, ()))
    question = check_question(resources, with_decisions(resources, asked))
    snapshot = resources.snapshot
    rows = snapshot.rows_of_place(question.ags)
    members = recognise_given(resources, question.members, snapshot, rows)
    around = surroundings(resources, question, snapshot, rows)
    holders = tuple(member.given for member in members if member.role == organisation.role)
    return find_place(question, members, resources.knowledge, around, organisation.id), holders
