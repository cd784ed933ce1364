"""Peer evidence: what comparable networks elsewhere seat, and which roles keep company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.names import hashed, ngrams, normal_name
from service.domain.networks import NetworkProfile, PeerNetwork

Matrix = NDArray[np.float64]

_BUCKETS = 4096
#: How many of the most comparable networks a reason counts ("in 7 of 9 ...").
NAMED_PEERS = 10


@dataclass(frozen=True)
class PeerSettings:
    """How comparable networks are weighed; fitted by training.

    weight = exp(text x likeness of name and occasion + kind x [same kind] + level x [same level] + roles x overlap of
    the roles present); shares are shrunk towards the overall share with `prior` networks' weight.
    """

    text: float
    kind: float
    level: float
    roles: float
    prior: float
    ridge: float


@dataclass(frozen=True)
class Peers:
    """Real networks as arrays: `counts` has shape (networks, roles), how many members hold each role.

    `companions` holds the item weights learned without the networks of one Kreis, by group key; "" leaves none out.
    """

    networks: tuple[PeerNetwork, ...]
    counts: Matrix
    groups: NDArray[np.str_]
    kinds: NDArray[np.str_]
    levels: NDArray[np.str_]
    texts: Matrix
    idf: Matrix
    companions: Mapping[str, Matrix]
    settings: PeerSettings

    @property
    def held(self) -> Matrix:
        """1 where a network seats a role, shape (networks, roles)."""
        return np.asarray(self.counts > 0, dtype=np.float64)


def make_peers(networks: Sequence[PeerNetwork], role_keys: Sequence[str], settings: PeerSettings) -> Peers:
    """Arrays of the peer networks, with their names and occasions as weighted n-grams."""
    column = {role: number for number, role in enumerate(role_keys)}
    counts = np.zeros((len(networks), len(role_keys)))
    for row, network in enumerate(networks):
        for role, count in network.role_counts:
            counts[row, column[role]] = count
    raw = np.stack([_text_counts(network.profile.text) for network in networks])
    idf = np.log((1 + len(networks)) / (1 + (raw > 0).sum(axis=0)))
    groups = np.array([network.group_key for network in networks])
    held = (counts > 0).astype(np.float64)
    return Peers(
        tuple(networks),
        counts,
        groups,
        np.array([network.profile.kind or "" for network in networks]),
        np.array([network.profile.level or "" for network in networks]),
        _unit(raw * idf),
        idf,
        {key: _companions(held[groups != key], settings.ridge) for key in {"", *groups.tolist()}},
        settings,
    )


def _text_counts(text: str) -> Matrix:
    counts = np.zeros(_BUCKETS)
    normal = normal_name(text)
    for token in {*ngrams(normal, (4, 5)), *normal.split()}:
        counts[hashed(token, _BUCKETS)] = 1.0
    return counts


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1.0, lengths), dtype=np.float64)


@dataclass(frozen=True)
class PeerEvidence:
    """What the peers say of each role; every array has one value a role.

    `common` is the shrunk share of all networks that seat it, `share` that of the comparable ones, `company` how much
    the roles present call for it, `pull` (present roles x roles) the parts of `company`, `further` the number of further
    seats that comparable networks give the role beyond those taken; `having` of `of` named peers seat it.
    """

    common: Matrix
    share: Matrix
    company: Matrix
    pull: Matrix
    further: Matrix
    having: NDArray[np.int64]
    of: int


def weigh_peers(peers: Peers, network: NetworkProfile, present: Matrix) -> Matrix:
    """How comparable each peer network is, shape (networks,); `present` counts the members a role."""
    settings = peers.settings
    likeness = peers.texts @ _unit(_text_counts(network.text) * peers.idf)
    held, mine = peers.held, (present > 0).astype(np.float64)
    shared = held @ mine
    overlap = shared / np.maximum(held.sum(axis=1) + mine.sum() - shared, 1.0)
    z = settings.text * likeness + settings.roles * overlap
    z = (
        z
        + settings.kind * (peers.kinds == (network.kind or "?"))
        + settings.level * (peers.levels == (network.level or "?"))
    )
    return np.asarray(np.exp(z), dtype=np.float64)


def peer_evidence(peers: Peers, network: NetworkProfile, present: Matrix, group_key: str) -> PeerEvidence:
    """Evidence of the networks of other Kreise; one's own Kreis (`group_key`, "" where unknown) is never comparable."""
    prior = peers.settings.prior
    others = np.asarray(peers.groups != group_key)
    held, counts = peers.held[others], peers.counts[others]
    weights = weigh_peers(peers, network, present)[others]
    common = (held.sum(axis=0) + 0.5) / (len(held) + 1.0)
    share = (weights @ held + prior * common) / (weights.sum() + prior)
    pull = peers.companions.get(group_key, peers.companions[""])[present > 0]
    further = np.maximum(counts - present, 0.0)
    usual = (weights @ further + prior * further.mean(axis=0)) / (weights.sum() + prior)
    named = np.argsort(-weights, kind="stable")[:NAMED_PEERS]
    having = held[named].sum(axis=0).astype(np.int64)
    return PeerEvidence(common, share, pull.sum(axis=0), pull, usual, having, len(named))


def _companions(held: Matrix, ridge: float) -> Matrix:
    """Item weights of EASE (Steck 2019), shape (roles, roles): how much role i present calls for role j; zero diagonal."""
    gram = held.T @ held + ridge * np.eye(held.shape[1])
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights, dtype=np.float64)
