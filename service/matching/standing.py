"""How one organisation stands in the ranking of a network, also one that is not suggested."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.answers import Candidate, Question, RecognisedMember
from service.matching.bridges import find_bridges
from service.matching.coverage import count_roles
from service.matching.gaps import make_finder
from service.matching.pipeline import (
    Knowledge,
    Ranked,
    Surroundings,
    chosen_norms,
    make_ranker,
    rank_outside,
    weigh_evidence,
)


@dataclass(frozen=True)
class Place:
    """An organisation at its rank (from 1) of a number of organisations."""

    candidate: Candidate
    rank: int
    of: int


def find_place(
    question: Question,
    members: Sequence[RecognisedMember],
    knowledge: Knowledge,
    around: Surroundings,
    organisation_id: str,
) -> Place | None:
    """Where an organisation outside the network stands among all of its place, else of the roles that reach past it.

    None where it is no candidate.
    """
    seated = frozenset(member.organisation_id for member in members if member.organisation_id)
    gone = seated | question.exclude
    outside = around.local.without(gone)
    counts = count_roles(members, around.local, outside, knowledge.taxonomy.role_keys)
    holes = len(find_bridges(around.networks, seated, around.local))
    evidence = weigh_evidence(question, knowledge, counts, chosen_norms(question, knowledge), holes)
    finder = make_finder(evidence, knowledge.taxonomy, knowledge.register, knowledge.gap_model)
    ranker = make_ranker(question, knowledge, finder, seated)
    if organisation_id in around.local.position:
        return _in(rank_outside(ranker, around.local, outside), organisation_id)
    return _in(rank_outside(ranker, around.wider, around.wider.without(gone)), organisation_id)


def _in(ranked: Ranked, organisation_id: str) -> Place | None:
    row = ranked.directory.position.get(organisation_id)
    ranks = [rank for rank, one in enumerate(ranked.rows) if one == row]
    return Place(ranked.candidate(ranks[0]), ranks[0] + 1, len(ranked.rows)) if ranks else None
