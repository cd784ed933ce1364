"""Peer evidence: what comparable networks elsewhere seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.domain.networks import NetworkProfile, PeerNetwork
from service.matching.network_text import Floats, TextSpace, likeness

Matrix = NDArray[np.float64]

#: How many of the most comparable networks a reason counts ("in 7 of 9 ...").
NAMED_PEERS = 10


@dataclass(frozen=True)
class PeerSettings:
    """How comparable networks are weighed.

    weight = exp(name x likeness of names + text x likeness of names and occasions + kind x [same kind] + level x [same
    level] + roles x cosine of the roles present + part x [same part of Germany]); shares are shrunk towards the overall
    share with `prior` networks' weight.
    """

    name: float = 8.0
    text: float = 6.0
    kind: float = 0.5
    level: float = 0.0
    roles: float = 4.0
    part: float = 0.5
    prior: float = 3.0


@dataclass(frozen=True)
class Peers:
    """Real networks as arrays: `counts` has shape (networks, roles), how many members hold each role."""

    networks: tuple[PeerNetwork, ...]
    counts: Matrix
    groups: NDArray[np.str_]
    names: Floats
    texts: Floats
    space: TextSpace
    settings: PeerSettings

    @cached_property
    def member_names(self) -> tuple[tuple[str, ...], ...]:
        """The names of each network's members without the places in them; groups of organisations are left out."""
        return tuple(
            tuple(self.space.words.without_places(member.name) for member in network.members if not member.group)
            for network in self.networks
        )

    @property
    def held(self) -> Matrix:
        """1 where a network seats a role, shape (networks, roles)."""
        return np.asarray(self.counts > 0, dtype=np.float64)


def make_peers(
    networks: Sequence[PeerNetwork], role_keys: Sequence[str], space: TextSpace, settings: PeerSettings
) -> Peers:
    """Arrays of the peer networks, with their names and occasions as weighted n-grams."""
    column = {role: number for number, role in enumerate(role_keys)}
    counts = np.zeros((len(networks), len(role_keys)))
    for row, network in enumerate(networks):
        for role, count in network.role_counts.items():
            counts[row, column[role]] = count
    return Peers(
        tuple(networks),
        counts,
        np.array([network.group_key for network in networks]),
        space.vectors([network.profile.name for network in networks]),
        space.vectors([network.profile.text for network in networks]),
        space,
        settings,
    )


@dataclass(frozen=True)
class PeerEvidence:
    """What the peers say of each role; every array has one value a role.

    `common` is the shrunk share of all networks that seat it, `share` that of the comparable ones, `further` the number
    of further seats that comparable networks give the role beyond those taken; `having` of `of` named peers seat it.
    `weights` tells how comparable each network is (0 for those of one's own Kreis).
    """

    common: Matrix
    share: Matrix
    further: Matrix
    having: NDArray[np.int64]
    of: int
    weights: Matrix


def weigh_peers(peers: Peers, network: NetworkProfile, ags: str | None, present: Matrix) -> Matrix:
    """How comparable each peer network is, shape (networks,); `present` counts the members a role."""
    settings = peers.settings
    held, mine = peers.held, (present > 0).astype(np.float64)
    overlap = (held @ mine) / np.sqrt(np.maximum(held.sum(axis=1) * mine.sum(), 1.0))
    z = settings.name * likeness(peers.names, peers.space.vector(network.name))
    z = z + settings.text * likeness(peers.texts, peers.space.vector(network.text)) + settings.roles * overlap
    z = z + np.array([_alike(peer, network, ags, settings) for peer in peers.networks])
    return np.asarray(np.exp(z), dtype=np.float64)


def _alike(peer: PeerNetwork, network: NetworkProfile, ags: str | None, settings: PeerSettings) -> float:
    same_kind = settings.kind * (network.kind is not None and peer.profile.kind == network.kind)
    same_level = settings.level * (network.level is not None and peer.profile.level == network.level)
    return same_kind + same_level + settings.part * (_in_the_east(peer.ags) == _in_the_east(ags))


def _in_the_east(ags: str | None) -> bool:
    """Brandenburg, Mecklenburg-Vorpommern, Sachsen, Sachsen-Anhalt, Thüringen: networks there are composed otherwise."""
    return (ags or "")[:2] in ("12", "13", "14", "15", "16")


def peer_evidence(
    peers: Peers, network: NetworkProfile, ags: str | None, present: Matrix, group_key: str
) -> PeerEvidence:
    """Evidence of the networks of other Kreise; one's own Kreis (`group_key`, "" where unknown) is never comparable."""
    prior = peers.settings.prior
    others = np.asarray(peers.groups != group_key)
    held, counts = peers.held[others], peers.counts[others]
    weights = np.where(others, weigh_peers(peers, network, ags, present), 0.0)
    common = (held.sum(axis=0) + 0.5) / (len(held) + 1.0)
    share = (weights[others] @ held + prior * common) / (weights.sum() + prior)
    further = np.maximum(counts - present, 0.0)
    usual = (weights[others] @ further + prior * further.mean(axis=0)) / (weights.sum() + prior)
    named = np.argsort(-weights[others], kind="stable")[:NAMED_PEERS]
    having = held[named].sum(axis=0).astype(np.int64)
    return PeerEvidence(common, share, usual, having, len(named), weights)
