"""Gaps: the evidence for each role that no member holds, summed to a severity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Gap, Reason, RoleState
from service.domain.networks import NetworkProfile, PeerNetwork
from service.domain.places import Register
from service.domain.taxonomy import OTHER, GapKind, Role, Taxonomy
from service.matching.additive import AdditiveModel, log_odds
from service.matching.archetypes import ArchetypeEvidence, ArchetypeSettings
from service.matching.coverage import RoleCounts
from service.matching.jurisdiction import responsible_for
from service.matching.norms import Call
from service.matching.peers import PeerEvidence, PeerSettings

Matrix = NDArray[np.float64]

#: Features of the gap model, in the order of its weights; each is one reason of a severity.
GAP_FEATURES = ("common", "usual", "peers", "norm", "field", "supply", "bridge")

#: Which kind of gap a feature is evidence for.
EVIDENCE_FOR: Mapping[str, GapKind] = {
    "common": GapKind.PERSPECTIVE,
    "usual": GapKind.PERSPECTIVE,
    "peers": GapKind.PERSPECTIVE,
    "norm": GapKind.DUTY,
    "field": GapKind.PERSPECTIVE,
    "supply": GapKind.PERSPECTIVE,
    "bridge": GapKind.BRIDGE,
}


@dataclass(frozen=True)
class GapModel:
    """The additive model of severity, the floor under which it makes no suggestion, and how networks are compared.

    `networks` are peers besides the shipped ones: those of the users' own that the model was refitted to.
    """

    name: str
    model: AdditiveModel
    floor: float
    peers: PeerSettings = field(default_factory=PeerSettings)
    archetypes: ArchetypeSettings = field(default_factory=ArchetypeSettings)
    networks: tuple[PeerNetwork, ...] = ()


@dataclass(frozen=True)
class GapEvidence:
    """All that speaks for or against each role; arrays and sequences have one entry a role of the taxonomy."""

    peers: PeerEvidence
    usual: ArchetypeEvidence
    calls: Mapping[str, Call]
    counts: RoleCounts
    typical: frozenset[str]
    holes: int


def gap_values(evidence: GapEvidence, taxonomy: Taxonomy) -> Matrix:
    """Feature values of every role, shape (roles, features), in the order of GAP_FEATURES."""
    roles = list(taxonomy.roles.values())
    peers = evidence.peers
    common = log_odds(peers.common)
    strength = [evidence.calls[role.key].strength if role.key in evidence.calls else 0.0 for role in roles]
    typical = [float(role.key in evidence.typical) for role in roles]
    bridging = [float(GapKind.BRIDGE in role.gap_kinds and evidence.holes > 0) for role in roles]
    supply = np.minimum(np.log1p(evidence.counts.known), np.log(6.0))
    usual, share = log_odds(evidence.usual.shares) - common, log_odds(peers.share) - common
    columns = [common, usual, share, strength, typical, supply, bridging]
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def typical_roles(network: NetworkProfile, taxonomy: Taxonomy) -> frozenset[str]:
    """Roles that the network's fields of action typically need."""
    return frozenset(
        role for field in network.fields if field in taxonomy.fields for role in taxonomy.fields[field].roles
    )


def open_roles(counts: RoleCounts, role_keys: Sequence[str]) -> list[int]:
    """Numbers of the roles that no member holds; `other` is no role to be missing."""
    return [number for number, key in enumerate(role_keys) if key != OTHER and counts.present[number] == 0]


@dataclass(frozen=True)
class GapFinder:
    """What turns evidence into gaps: the severity of every role and its reasons."""

    taxonomy: Taxonomy
    register: Register
    model: GapModel
    evidence: GapEvidence
    values: Matrix
    severities: Matrix

    def find(self, ags: str | None, limit: int) -> list[Gap]:
        """The open roles as gaps, most severe first, equal ones by key; at most `limit`."""
        numbers = open_roles(self.evidence.counts, self.taxonomy.role_keys)
        numbers.sort(key=lambda number: (-self.severities[number], self.taxonomy.role_keys[number]))
        chosen = numbers[:limit]
        parts = self.model.model.contributions(self.values[chosen]) if chosen else np.zeros((0, len(GAP_FEATURES)))
        return [self._gap(number, row, ags) for number, row in zip(chosen, parts, strict=True)]

    def _gap(self, number: int, parts: Matrix, ags: str | None) -> Gap:
        role = self.taxonomy.roles[self.taxonomy.role_keys[number]]
        kinds = gap_kinds(role, parts)
        known = int(self.evidence.counts.known[number])
        severity = float(self.severities[number])
        return Gap(
            role=role.key,
            kind=kinds[0],
            kinds=kinds,
            severity=severity,
            state=RoleState.KNOWN if known else RoleState.NO_DATA,
            below_floor=severity < self.model.floor,
            reasons=tuple(self._reasons(number, parts)),
            responsible=responsible_for(role, ags, self.register),
        )

    def _reasons(self, number: int, parts: Matrix) -> list[Reason]:
        evidence, peers = self.evidence, self.evidence.peers
        call = evidence.calls.get(self.taxonomy.role_keys[number])
        known = int(evidence.counts.known[number])
        facts: dict[str, dict[str, object]] = {
            "common": {"percent": round(100 * float(peers.common[number]))},
            "usual": {
                "archetype": evidence.usual.likeliest.label,
                "percent": round(100 * float(evidence.usual.shares[number])),
            },
            "peers": {"having": int(peers.having[number]), "of": peers.of, "source": "peers"},
            "norm": {"obligation": call.entry.obligation, "title": call.norm.title, "source": call.norm.key}
            if call
            else {},
            "field": {},
            "supply": {"known": known, "code": "supply_one" if known == 1 else "supply"},
            "bridge": {"holes": evidence.holes},
        }
        return self.model.model.reasons(parts, [facts[feature] for feature in GAP_FEATURES])


def make_finder(evidence: GapEvidence, taxonomy: Taxonomy, register: Register, model: GapModel) -> GapFinder:
    """Severities of all roles from the evidence."""
    values = gap_values(evidence, taxonomy)
    return GapFinder(taxonomy, register, model, evidence, values, model.model.scores(values))


def gap_kinds(role: Role, parts: Matrix) -> tuple[GapKind, ...]:
    """The kinds of gap that the evidence supports, strongest first; the role's usual kind where there is none."""
    support: dict[GapKind, float] = {}
    for feature, part in zip(GAP_FEATURES, parts, strict=True):
        if part > 0:
            kind = EVIDENCE_FOR[feature]
            support[kind] = support.get(kind, 0.0) + float(part)
    allowed = [kind for kind in support if kind in role.gap_kinds or kind is GapKind.DUTY]
    ordered = sorted(allowed, key=lambda kind: (-support[kind], kind))
    return tuple(ordered) or role.gap_kinds[:1]
