"""Bridges: groups that no tie connects, and the organisations whose ties span the hole (Burt 1992)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from service.domain.answers import Bridge, Reason
from service.matching.directory import LocalDirectory
from service.matching.ranking import spanning

#: At most so many bridges are told.
TOLD = 5
#: A tie takes two.
_PAIR = 2


@dataclass(frozen=True)
class Seats:
    """A stored network of the place and the organisations that sit in it."""

    network_id: str
    name: str
    organisations: frozenset[str]


@dataclass(frozen=True)
class Ties:
    """The networks in which somebody sits with somebody else, and the numbers of those in which each organisation sits."""

    networks: Sequence[Seats]
    numbers: Mapping[str, frozenset[int]]

    def around(self, numbers: frozenset[int]) -> frozenset[str]:
        """Everybody who sits in one of these networks."""
        return frozenset().union(*(self.networks[number].organisations for number in numbers))

    def near(self, group: frozenset[str]) -> frozenset[str]:
        """The group and everybody who sits with one of it."""
        return group | self.around(frozenset().union(*(self.numbers[one] for one in group)))


def ties_of(networks: Sequence[Seats]) -> Ties:
    """The ties that networks make; organisations are tied where they sit in the same one."""
    shared = [network for network in networks if len(network.organisations) >= _PAIR]
    numbers: dict[str, set[int]] = {}
    for number, network in enumerate(shared):
        for one in network.organisations:
            numbers.setdefault(one, set()).add(number)
    return Ties(shared, {one: frozenset(found) for one, found in numbers.items()})


def member_groups(ties: Ties, members: frozenset[str]) -> list[frozenset[str]]:
    """The members that have ties, in groups joined by ties among themselves; largest first."""
    # Members joined to their networks instead of to each other: the same groups with far fewer edges.
    graph: nx.Graph[str | int] = nx.Graph()
    for number, network in enumerate(ties.networks):
        graph.add_edges_from((number, one) for one in network.organisations & members)
    groups = [frozenset(n for n in part if isinstance(n, str)) for part in nx.connected_components(graph)]
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def find_bridges(networks: Sequence[Seats], members: frozenset[str], directory: LocalDirectory) -> list[Bridge]:
    """Pairs of groups that nobody at the table connects: two groups of members, or members and a network without them."""
    ties = ties_of(networks)
    if not members or not ties.networks:
        return []
    groups = member_groups(ties, members)
    distant = [network.organisations for network in ties.networks if not network.organisations & members]
    pairs = [*combinations(groups, 2), *((group, other) for group in groups for other in distant)]
    outside = {group: ties.near(group) - members for group in {*groups, *distant}}
    bridges = [
        _bridge(ties, first, second, sorted(outside[first] & outside[second]), directory) for first, second in pairs
    ]
    return sorted(bridges, key=lambda b: (-len(b.candidates), b.between))[:TOLD]


def _bridge(
    ties: Ties, first: frozenset[str], second: frozenset[str], spans: Sequence[str], directory: LocalDirectory
) -> Bridge:
    names = _named(first, directory), _named(second, directory)
    known = [one for one in spans if one in directory.position]
    scores = _scores(ties, first, second, known)
    found = [spanning(directory, one, scores[ties.numbers[one]], *names) for one in known]
    reason = Reason("hole", 0.0, {"first": names[0], "second": names[1]})
    ranked = tuple(sorted(found, key=lambda c: (-c.score, c.organisation_id)))
    return Bridge((tuple(sorted(first)), tuple(sorted(second))), (reason,), ranked)


def _scores(
    ties: Ties, first: frozenset[str], second: frozenset[str], spans: Sequence[str]
) -> dict[frozenset[int], float]:
    """Scores by the weaker side, 1 - 1 / (1 + ties to it), for each set of networks in which somebody sits."""
    scores = {}
    for numbers in {ties.numbers[one] for one in spans}:
        around = ties.around(numbers)
        scores[numbers] = 1.0 - 1.0 / (1.0 + min(len(around & first), len(around & second)))
    return scores


def _named(group: frozenset[str], directory: LocalDirectory) -> str:
    """The first two names of a group, and how many more there are."""
    names = [directory.names[directory.position[i]] for i in sorted(group) if i in directory.position][:2]
    more = len(group) - len(names)
    return " ".join(filter(None, (", ".join(names), f"(+{more})" if more else "")))
