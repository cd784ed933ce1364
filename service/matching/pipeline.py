"""Who is missing, on one page: coverage -> gaps -> candidates -> recommendations -> invitations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Answer, Bridge, Candidate, Gap, Question, RecognisedMember, Recommendation
from service.domain.networks import Archetype, NormRoster, PeerNetwork
from service.domain.places import Register
from service.domain.taxonomy import OTHER, Taxonomy
from service.matching.archetypes import Archetypes, archetype_evidence, archetype_texts, make_archetypes
from service.matching.bridges import Seats, find_bridges
from service.matching.coverage import RoleCounts, count_roles, measure_coverage
from service.matching.directory import LocalDirectory
from service.matching.gaps import GapEvidence, GapFinder, GapModel, make_finder, typical_roles
from service.matching.name_words import NameWords
from service.matching.network_text import make_text_space
from service.matching.norms import applicable, strongest_calls
from service.matching.peers import Peers, make_peers, peer_evidence
from service.matching.perspectives import find_perspectives
from service.matching.ranking import Ranker, RankingModel
from service.matching.selection import choose_invitations

#: Roles whose candidates may come from elsewhere in the same Land.
WIDER_ROLES = frozenset({"neighbouring_municipality", "supraregional_network"})


@dataclass(frozen=True)
class Knowledge:
    """What the service knows before it is asked: vocabulary, places, norms, peers and fitted models."""

    taxonomy: Taxonomy
    register: Register
    norms: Mapping[str, NormRoster]
    peers: Peers
    archetypes: Archetypes
    gap_model: GapModel
    ranking_model: RankingModel


def compare_with(
    networks: Sequence[PeerNetwork],
    archetypes: Sequence[Archetype],
    role_keys: Sequence[str],
    words: NameWords,
    model: GapModel,
) -> tuple[Peers, Archetypes]:
    """What a network is compared with: real networks and archetypes, told apart by the same n-grams."""
    networks = [*networks, *model.networks]
    texts = [network.profile.text for network in networks]
    space = make_text_space([*texts, *archetype_texts(archetypes)], words)
    return (
        make_peers(networks, role_keys, space, model.peers),
        make_archetypes(archetypes, role_keys, space, model.archetypes),
    )


@dataclass(frozen=True)
class Surroundings:
    """What is around a network: organisations of the place, of the Land (for WIDER_ROLES), and the networks of the place."""

    local: LocalDirectory
    wider: LocalDirectory
    networks: Sequence[Seats]


@dataclass(frozen=True)
class Ranked:
    """The organisations outside the network, best first; explained only where they are shown."""

    directory: LocalDirectory
    ranker: Ranker
    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    parts: NDArray[np.float64]

    def candidate(self, rank: int) -> Candidate:
        """The organisation at a rank (from 0) with reasons and cautions."""
        return self.ranker.candidate(self.directory, int(self.rows[rank]), float(self.scores[rank]), self.parts[rank])

    def of_role(self, role: str, limit: int) -> tuple[Candidate, ...]:
        """The best organisations of one role."""
        number = self.ranker.finder.taxonomy.role_keys.index(role)
        ranks = np.flatnonzero(self.directory.roles[self.rows] == number)[:limit]
        return tuple(self.candidate(int(rank)) for rank in ranks)

    def at_rows(self, rows: Sequence[int], limit: int) -> tuple[Candidate, ...]:
        """The best of the organisations at these rows."""
        ranks = np.flatnonzero(np.isin(self.rows, np.array(rows, dtype=np.int64)))[:limit]
        return tuple(self.candidate(int(rank)) for rank in ranks)


def who_is_missing(
    question: Question, members: Sequence[RecognisedMember], knowledge: Knowledge, around: Surroundings
) -> Answer:
    """Answer a question whose members have been recognised; pure, so the same input gives the same answer."""
    local, role_keys = around.local, knowledge.taxonomy.role_keys
    seated = frozenset(member.organisation_id for member in members if member.organisation_id)
    outside = local.without(seated | question.exclude)
    counts = count_roles(members, local, outside, role_keys)
    bridges = find_bridges(around.networks, seated, local)
    norms = chosen_norms(question, knowledge)
    finder = make_finder(
        weigh_evidence(question, knowledge, counts, norms, len(bridges)),
        knowledge.taxonomy,
        knowledge.register,
        knowledge.gap_model,
    )
    coverage = measure_coverage(members, counts, finder.severities, role_keys)
    ranker = make_ranker(question, knowledge, finder, seated)
    ranked = rank_outside(ranker, local, outside)
    pinned = [organisation_id for organisation_id in question.pin if organisation_id not in seated | question.exclude]
    fitting = [(local.ids[row], role_keys[local.roles[row]]) for row in ranked.rows]
    inside = [local.position[one] for one in sorted(seated) if one in local.position]
    return Answer(
        members=tuple(members),
        coverage=coverage,
        gaps=tuple(gaps_with_candidates(question, finder, ranker, ranked, around)),
        perspectives=tuple(
            replace(perspective, candidates=ranked.at_rows(rows, question.per_gap))
            for perspective, rows in find_perspectives(local, inside, outside, role_keys)
        ),
        bridges=tuple(_without(bridge, question) for bridge in bridges),
        recommendations=tuple(recommend(ranked, counts, knowledge.ranking_model.floor, question.recommendations)),
        invitations=choose_invitations(question.seats, coverage, fitting, pinned) if question.seats else None,
        norms=tuple(norm.key for norm in norms),
    )


def chosen_norms(question: Question, knowledge: Knowledge) -> tuple[NormRoster, ...]:
    """The norms named in the question; where none are named, those whose own conditions fit."""
    if question.norms is None:
        return applicable(knowledge.norms, question.network, question.ags)
    return tuple(knowledge.norms[key] for key in question.norms)


def weigh_evidence(
    question: Question, knowledge: Knowledge, counts: RoleCounts, norms: Sequence[NormRoster], holes: int
) -> GapEvidence:
    """All evidence on every role; networks of the same Kreis are no peers."""
    network, ags, present = question.network, question.ags, counts.present
    peers = peer_evidence(knowledge.peers, network, ags, present, question.group_key)
    usual = archetype_evidence(knowledge.archetypes, network, ags, present)
    return GapEvidence(peers, usual, strongest_calls(norms), counts, typical_roles(network, knowledge.taxonomy), holes)


def make_ranker(question: Question, knowledge: Knowledge, finder: GapFinder, seated: frozenset[str]) -> Ranker:
    """What scores the organisations outside the network."""
    purpose = question.network.purpose(knowledge.register.place(question.ags or "").name)
    return Ranker(knowledge.ranking_model, finder, knowledge.peers, purpose, question.ags, seated)


def rank_outside(ranker: Ranker, directory: LocalDirectory, outside: NDArray[np.int64]) -> Ranked:
    """Every organisation outside the network that holds a role, best first."""
    other = ranker.finder.taxonomy.role_keys.index(OTHER)
    rows, scores, parts = ranker.rank(directory, outside[directory.roles[outside] != other])
    return Ranked(directory, ranker, rows, scores, parts)


def gaps_with_candidates(
    question: Question, finder: GapFinder, ranker: Ranker, ranked: Ranked, around: Surroundings
) -> list[Gap]:
    """The gaps, each with its best candidates; two roles may also be filled from elsewhere in the Land."""
    gaps = finder.find(question.ags, question.gaps)
    if not question.per_gap:
        return gaps
    wider = _rank_wider(question, ranker, around) if any(gap.role in WIDER_ROLES for gap in gaps) else None
    return [
        replace(
            gap, candidates=(wider if wider and gap.role in WIDER_ROLES else ranked).of_role(gap.role, question.per_gap)
        )
        for gap in gaps
    ]


def _rank_wider(question: Question, ranker: Ranker, around: Surroundings) -> Ranked:
    return rank_outside(ranker, around.wider, around.wider.without(ranker.partners | question.exclude))


def recommend(ranked: Ranked, counts: RoleCounts, floor: float, limit: int) -> list[Recommendation]:
    """One flat ranking of the organisations above the floor: those that close a gap and those that widen a role."""
    above = int(np.searchsorted(-ranked.scores, -floor, side="right"))
    recommendations = []
    for rank in range(min(above, limit)):
        number = int(ranked.directory.roles[ranked.rows[rank]])
        role = (ranked.ranker.finder.taxonomy.role_keys[number],)
        is_open = counts.present[number] == 0
        recommendations.append(Recommendation(ranked.candidate(rank), role if is_open else (), () if is_open else role))
    return recommendations


def _without(bridge: Bridge, question: Question) -> Bridge:
    """The bridge without excluded candidates and with no more of them than asked for."""
    allowed = [c for c in bridge.candidates if c.organisation_id not in question.exclude]
    return replace(bridge, candidates=tuple(allowed[: question.per_gap]))
