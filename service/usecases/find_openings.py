"""The reverse view: in which networks an organisation could fill a gap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from service.domain.answers import Answer, GivenMember, Opening, Question
from service.domain.networks import Network, NetworkProfile
from service.domain.organisations import Organisation
from service.domain.places import overlaps
from service.errors import FieldProblem, InvalidInput, NotFound
from service.matching.norms import strongest_calls
from service.resources import Resources
from service.store.networks import list_networks_overlapping
from service.store.organisations import get_organisations
from service.store.session import reading
from service.usecases.find_gaps import Found, find_gaps, read_around
from service.usecases.keep_decisions import settled
from service.usecases.places import checked_key
from service.usecases.who_is_missing import find_answer

GapsOf = Callable[[Question], Found]


@dataclass(frozen=True)
class OpeningsView:
    """Openings, most severe first, with the networks and organisations they name."""

    openings: tuple[Opening, ...]
    networks: dict[str, Network]
    organisations: dict[str, Organisation]


def openings_of(resources: Resources, organisation_id: str) -> OpeningsView:
    """Openings of one organisation at its own places; raises NotFound."""
    with reading(resources.store) as connection:
        if organisation_id not in get_organisations(connection, {organisation_id}):
            raise NotFound()
    return find_openings(resources, [organisation_id], None)


def find_openings(resources: Resources, organisation_ids: Sequence[str], ags: str | None) -> OpeningsView:
    """Gaps that these organisations could fill in the stored networks of a place, or by norms where it has none.

    Without a place, each organisation is asked for at its own places. Raises InvalidInput for unknown ids or places.
    """
    place = checked_key(ags, "/ags", resources.knowledge.register)
    with reading(resources.store) as connection:
        known = get_organisations(connection, set(organisation_ids))
        unknown = [
            FieldProblem(f"/organisations/{n}", "unknown_organisation", {})
            for n, one in enumerate(organisation_ids)
            if one not in known
        ]
        if unknown:
            raise InvalidInput(unknown)
        places = {place} if place is not None else {prefix for o in known.values() for prefix in o.prefixes}
        networks = {n.id: n for prefix in places for n in list_networks_overlapping(connection, prefix)}
    # Networks of one place share what is around them.
    gaps_of = partial(find_gaps, resources, read=cache(partial(read_around, resources, resources.snapshot)))
    openings = [o for one in networks.values() for o in _in_network(resources, gaps_of, one, list(known.values()))]
    for bare in sorted(places):
        if not any(overlaps(network.ags or "", bare) for network in networks.values()):
            openings += _by_norm(gaps_of, bare, list(known.values()))
    openings.sort(key=lambda o: (-o.severity, o.organisation_id, o.network_id or o.norm or ""))
    return OpeningsView(tuple(openings), networks, known)


def ask_for_network(resources: Resources, network: Network, wanted: Question | None = None) -> Answer:
    """The answer for a stored network with its stored members; `wanted` sets the counts."""
    return find_answer(resources, question_about(network, wanted or _gaps_alone(network.profile)))


def question_about(network: Network, counts: Question) -> Question:
    """What is asked about a stored network with the members that it has today; `counts` sets the rest."""
    members = tuple(GivenMember("", m.role, m.organisation_id) for m in network.memberships if m.until is None)
    return replace(
        counts,
        ags=network.ags,
        network=network.profile,
        members=members,
        network_id=network.id,
        district_name=network.district_name,
    )


def _gaps_alone(profile: NetworkProfile) -> Question:
    """Asks for nothing but gaps."""
    return Question(None, profile, (), gaps=80, per_gap=0, recommendations=0, seats=0)


def _in_network(
    resources: Resources, gaps_of: GapsOf, network: Network, organisations: Sequence[Organisation]
) -> list[Opening]:
    seated = {membership.organisation_id for membership in network.memberships}
    gone = seated | settled(resources, network.id)
    fitting = [
        o
        for o in organisations
        if o.id not in gone and any(overlaps(prefix, network.ags or "") for prefix in o.prefixes)
    ]
    if not fitting:
        return []
    found = gaps_of(question_about(network, _gaps_alone(network.profile)))
    gaps = {gap.role: gap for gap in found.gaps if not gap.below_floor}
    return [
        Opening(o.id, o.role, network.id, None, gaps[o.role].severity, gaps[o.role].reasons)
        for o in fitting
        if o.role in gaps
    ]


def _by_norm(gaps_of: GapsOf, ags: str, organisations: Sequence[Organisation]) -> list[Opening]:
    """What the norms for a steering group of an integration concept call for, where no network is stored."""
    profile = NetworkProfile("Steuerungsgruppe Integrationskonzept", "steering_group", "municipal", "drafting")
    found = gaps_of(replace(_gaps_alone(profile), ags=ags))
    calls = strongest_calls(found.norms)
    gaps = {gap.role: gap for gap in found.gaps if gap.role in calls}
    return [
        Opening(o.id, o.role, None, calls[o.role].norm.key, gaps[o.role].severity, gaps[o.role].reasons)
        for o in organisations
        if o.role in gaps and any(overlaps(prefix, ags) for prefix in o.prefixes)
    ]
