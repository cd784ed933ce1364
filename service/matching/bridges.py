"""Bridges: groups that no tie connects, and the organisations whose ties span the hole (Burt 1992)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from service.domain.answers import Bridge, Candidate, Reason
from service.matching.directory import LocalDirectory
from service.matching.ranking import spanning

#: At most so many bridges are told.
TOLD = 5


@dataclass(frozen=True)
class Seats:
    """A stored network of the place and the organisations that sit in it."""

    network_id: str
    name: str
    organisations: frozenset[str]


def tie_graph(networks: Sequence[Seats]) -> "nx.Graph[str]":
    """Organisations joined where they sit in the same network."""
    graph: nx.Graph[str] = nx.Graph()
    for network in networks:
        graph.add_edges_from(combinations(sorted(network.organisations), 2))
    return graph


def member_groups(graph: "nx.Graph[str]", members: frozenset[str]) -> list[frozenset[str]]:
    """The members that have ties, in groups joined by ties among themselves; largest first."""
    groups = [frozenset(group) for group in nx.connected_components(graph.subgraph(members & set(graph)))]
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def find_bridges(networks: Sequence[Seats], members: frozenset[str], directory: LocalDirectory) -> list[Bridge]:
    """Pairs of groups that nobody at the table connects: two groups of members, or members and a network without them."""
    if not members or not networks:
        return []
    graph = tie_graph(networks)
    groups = member_groups(graph, members)
    distant = [network.organisations for network in networks if not network.organisations & members]
    pairs = [*combinations(groups, 2), *((group, other) for group in groups for other in distant)]
    bridges = [_bridge(graph, first, second, members, directory) for first, second in pairs]
    return sorted(bridges, key=lambda b: (-len(b.candidates), b.between))[:TOLD]


def _bridge(
    graph: "nx.Graph[str]",
    first: frozenset[str],
    second: frozenset[str],
    members: frozenset[str],
    directory: LocalDirectory,
) -> Bridge:
    near_first = {n for one in first for n in graph.neighbors(one)} | first
    near_second = {n for one in second for n in graph.neighbors(one)} | second
    spans = sorted(i for i in (near_first & near_second) - members if i in directory.position)
    found = [_spanning(graph, i, first, second, directory) for i in spans]
    reason = Reason("hole", 0.0, {"first": _named(first, directory), "second": _named(second, directory)})
    ranked = tuple(sorted(found, key=lambda c: (-c.score, c.organisation_id)))
    return Bridge((tuple(sorted(first)), tuple(sorted(second))), (reason,), ranked)


def _spanning(
    graph: "nx.Graph[str]", one: str, first: frozenset[str], second: frozenset[str], directory: LocalDirectory
) -> Candidate:
    """Scored by the weaker side: 1 - 1 / (1 + ties to it)."""
    around = set(graph.neighbors(one)) | {one}
    weaker = min(len(around & first), len(around & second))
    return spanning(one, 1.0 - 1.0 / (1.0 + weaker), _named(first, directory), _named(second, directory))


def _named(group: frozenset[str], directory: LocalDirectory) -> str:
    """The first two names of a group, and how many more there are."""
    names = [directory.names[directory.position[i]] for i in sorted(group) if i in directory.position]
    return ", ".join(names[:2]) + (f" (+{len(names) - 2})" if len(names) > 2 else "")
