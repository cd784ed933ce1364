"""Whom the first suggestions of a network make visible, measured against who is around."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from service.domain.answers import Question
from service.domain.networks import Network
from service.domain.taxonomy import Staffing
from service.resources import Resources
from service.usecases.find_openings import ask_for_network

#: So many suggestions are looked at, as where the models are measured.
FIRST = 20


@dataclass(frozen=True)
class Exposure:
    """A group of organisations by a trait ("staffing" or "profile"): how many there are, and how many are suggested.

    `share` is its part of the visibility, `expected` its part of the organisations that could be suggested.
    """

    trait: str
    group: str
    organisations: int
    suggested: int
    share: float
    expected: float

    @property
    def ratio(self) -> float:
        """1 where the group is as visible as its size lets expect."""
        return self.share / self.expected


def measure_exposure(resources: Resources, network: Network) -> list[Exposure]:
    """The exposure of groups by who does the work and by whether a profile is known; empty where nobody is suggested."""
    wanted = Question(None, network.profile, (), gaps=0, per_gap=0, recommendations=FIRST, seats=0)
    answer, snapshot = ask_for_network(resources, network, wanted), resources.snapshot
    seated = {member.organisation_id for member in answer.members}
    rows = snapshot.rows_of_place(network.ags)
    at = rows[[one not in seated for one in snapshot.ids(rows)]]
    ids, kinds = snapshot.ids(at), list(Staffing)
    ranked = [one.candidate.organisation_id for one in answer.recommendations]
    traits = {
        "staffing": [kinds[number].value for number in snapshot.staffing(at).tolist()],
        "profile": ["described" if told else "bare" for told in snapshot.described(at).tolist()],
    }
    return [
        one for trait, values in traits.items() for one in exposures(trait, dict(zip(ids, values, strict=True)), ranked)
    ]


def exposures(trait: str, groups: Mapping[str, str], ranked: Sequence[str]) -> list[Exposure]:
    """The exposure of each group by its name; `groups` tells that of each organisation, `ranked` the best ones first."""
    visibility = {one: 1 / log2(rank + 1) for rank, one in enumerate(ranked, 1) if one in groups}
    whole = sum(visibility.values())
    if not whole:
        return []
    found = []
    for group in sorted(set(groups.values())):
        members = [one for one, its in groups.items() if its == group]
        seen = [visibility[one] for one in members if one in visibility]
        found.append(Exposure(trait, group, len(members), len(seen), sum(seen) / whole, len(members) / len(groups)))
    return found
