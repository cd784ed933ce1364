"""The users' own networks as training reads them: stored members and decisions, and the directory around them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.domain.answers import Question
from service.domain.decisions import Verdict
from service.domain.networks import Network, PeerMember, PeerNetwork
from service.domain.organisations import Organisation, Visibility
from service.domain.taxonomy import OTHER
from service.matching.directory import LocalDirectory
from service.matching.pipeline import Knowledge, compare_with
from service.model_files import read_gap_model, read_ranking_model
from service.resources import Resources
from service.sources.peers import read_peers
from service.usecases import keep_decisions, keep_networks
from service.usecases.read_organisations import get_many
from service.usecases.who_is_missing import surroundings
from training.needs import hidden_roles

_PAGE = 200


@dataclass(frozen=True)
class Roster:
    """Who sits in a stored network and what was decided: ids of public organisations with the role that they hold."""

    network: Network
    seated: Mapping[str, PeerMember]
    invited: Mapping[str, PeerMember]
    declined: frozenset[str]
    postponed: frozenset[str]


@dataclass(frozen=True)
class OwnNetwork:
    """A stored network as a peer and as a question, with the directory around it.

    `seated` and `invited` map ids of organisations to their roles. Of the `unjudged` nobody knows whether they fit: they
    were put off or sit in other networks of the place.
    """

    peer: PeerNetwork
    question: Question
    seated: Mapping[str, str]
    invited: Mapping[str, str]
    unjudged: frozenset[str]
    directory: LocalDirectory


@dataclass(frozen=True)
class OwnNetworks:
    """The stored networks that can be learned from, and the names of the others by reason."""

    used: tuple[OwnNetwork, ...]
    left_out: Mapping[str, tuple[str, ...]]


def read_own_networks(resources: Resources) -> OwnNetworks:
    """All stored networks, by id; one whose roles say too little or are unknown is left out."""
    used, left_out = [], defaultdict(list)
    for network in _stored(resources):
        roster = _roster(resources, network)
        peer = _as_peer(roster, resources)
        reason = _objection(roster, peer, resources)
        if reason:
            left_out[reason].append(roster.network.profile.name)
        else:
            used.append(_with_directory(roster, peer, resources))
    return OwnNetworks(tuple(used), {reason: tuple(names) for reason, names in sorted(left_out.items())})


def shipped_knowledge(resources: Resources) -> Knowledge:
    """What the service would know without any refit."""
    settings, known = resources.settings, resources.knowledge
    gap_model, peers = read_gap_model(settings.models), read_peers(settings.data / "peers" / "networks.jsonl")
    keys, archetypes, words = known.taxonomy.role_keys, known.archetypes.archetypes, resources.role_model.words
    compared = compare_with(peers, archetypes, keys, words, gap_model)
    return Knowledge(
        known.taxonomy, known.register, known.norms, *compared, gap_model, read_ranking_model(settings.models)
    )


def _stored(resources: Resources) -> Iterator[Network]:
    page = keep_networks.list_page(resources, "", _PAGE)
    while page:
        yield from page
        page = keep_networks.list_page(resources, page[-1].id, _PAGE)


def _roster(resources: Resources, network: Network) -> Roster:
    """Members that left are none; an organisation that is not public must not show in what others are told."""
    decided = keep_decisions.list_all(resources, network.id)
    roles = {seat.organisation_id: seat.role for seat in network.memberships if seat.until is None}
    found = get_many(resources, {*roles, *(decision.organisation_id for decision in decided)})
    public = {one: known for one, known in found.items() if known.visibility is Visibility.PUBLIC}

    def of(verdict: Verdict) -> list[str]:
        return [one.organisation_id for one in decided if one.verdict is verdict and one.organisation_id not in roles]

    seated = {one: _member(public[one], roles.get(one)) for one in (*roles, *of(Verdict.MEMBER)) if one in public}
    invited = {one: _member(public[one], None) for one in of(Verdict.INVITE) if one in public}
    return Roster(network, seated, invited, frozenset(of(Verdict.UNFIT)), frozenset(of(Verdict.LATER)))


def _member(organisation: Organisation, role: str | None) -> PeerMember:
    return PeerMember(organisation.name, role or organisation.role, organisation.place)


def _as_peer(roster: Roster, resources: Resources) -> PeerNetwork:
    network = roster.network
    place = resources.knowledge.register.place(network.ags).name if network.ags else ""
    return PeerNetwork(
        network.id, network.profile, network.ags, place, network.source or "", tuple(roster.seated.values())
    )


def _objection(roster: Roster, peer: PeerNetwork, resources: Resources) -> str | None:
    """Why nothing can be learned from a network."""
    roles = {member.role for member in (*roster.seated.values(), *roster.invited.values())}
    if roles - set(resources.knowledge.taxonomy.role_keys):
        return "unknown_role"
    if not peer.role_counts.keys() - {OTHER}:
        return "no_roles"
    return None if hidden_roles(peer) else "few_roles"


def _with_directory(roster: Roster, peer: PeerNetwork, resources: Resources) -> OwnNetwork:
    network, snapshot = roster.network, resources.snapshot
    question = Question(network.ags, network.profile, (), district_name=network.district_name, network_id=network.id)
    around = surroundings(resources, question, snapshot, snapshot.rows_of_place(network.ags))
    elsewhere = frozenset(one for other in around.networks for one in other.organisations)
    return OwnNetwork(
        peer,
        question,
        {one: member.role for one, member in roster.seated.items()},
        {one: member.role for one, member in roster.invited.items()},
        (roster.postponed | elsewhere) - roster.declined,
        around.local,
    )
