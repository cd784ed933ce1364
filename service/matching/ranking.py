"""Ranking: the features of a candidate, each a named part of its score."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Candidate, Caution, Reason
from service.domain.places import canonical, truncate
from service.matching.additive import AdditiveModel, log_odds
from service.matching.directory import LocalDirectory
from service.matching.gaps import GapFinder
from service.matching.jurisdiction import serves
from service.matching.peers import NAMED_PEERS, Peers

Matrix = NDArray[np.float64]

#: Features of the ranking model, in the order of its weights; each is one reason of a score.
RANKING_FEATURES = (
    "gap_fit", "several", "kin", "choice", "role_confidence", "text_fit", "jurisdiction", "local", "ties",
)  # fmt: skip


@dataclass(frozen=True)
class RankingModel:
    """The additive model of candidates and the score under which none is suggested."""

    name: str
    model: AdditiveModel
    floor: float


@dataclass(frozen=True)
class Ranker:
    """Scores and explains the organisations of a place for one network."""

    model: RankingModel
    finder: GapFinder
    peers: Peers
    purpose: str
    ags: str | None
    partners: frozenset[str]

    def values(self, directory: LocalDirectory, rows: NDArray[np.int64]) -> Matrix:
        """Feature values of the organisations at the rows, shape (rows, features), in the order of RANKING_FEATURES."""
        roles = directory.roles[rows].astype(np.int64)
        evidence = self.finder.evidence
        is_open = evidence.counts.present[roles] == 0
        demand = np.log(np.maximum(self._further[roles], 0.01) / 0.01)
        severity = log_odds(self.finder.severities[roles]) - self.finder.model.model.intercept
        seats = self._seats(directory)
        kin, purpose = name_fits(self.peers, evidence.peers.weights, self.purpose, directory)
        columns = [
            np.where(is_open, severity, 0.0),
            np.where(is_open, 0.0, demand),
            kin[rows],
            -np.log(np.maximum(evidence.counts.known[roles], 1)),
            np.log(np.maximum(directory.confidences[rows], 0.05)),
            purpose[rows],
            [float(self._responsible(directory, row)) for row in rows],
            [float(self._local(directory.prefixes[row])) for row in rows],
            [np.log1p(ties_to(seats, directory, row)) for row in rows],
        ]
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])

    @property
    def _further(self) -> Matrix:
        """Expected further seats of each role, by the peers and by the archetypes alike."""
        evidence = self.finder.evidence
        return np.asarray((evidence.peers.further + evidence.usual.further) / 2, dtype=np.float64)

    def rank(self, directory: LocalDirectory, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Matrix, Matrix]:
        """The rows by falling score (equal ones by id) with their scores and contributions."""
        values = self.values(directory, rows)
        scores = self.model.model.scores(values)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order], self.model.model.contributions(values[order])

    def candidate(self, directory: LocalDirectory, row: int, score: float, parts: Matrix) -> Candidate:
        """One ranked organisation with its reasons and cautions."""
        reasons = self.model.model.reasons(parts, self._facts(directory, row))
        return Candidate(directory.ids[row], float(score), tuple(reasons), cautions(directory, row))

    def _facts(self, directory: LocalDirectory, row: int) -> Sequence[dict[str, object]]:
        role = self.finder.taxonomy.roles[self.finder.taxonomy.role_keys[directory.roles[row]]]
        number = int(directory.roles[row])
        evidence = self.finder.evidence
        present = int(evidence.counts.present[number])
        place = self.finder.register.place(self.ags or "").name
        ties = ties_to(self._seats(directory), directory, row)
        facts: dict[str, dict[str, object]] = {
            "gap_fit": {"role": role.label},
            "several": {"usual": present + round(float(self._further[number]), 1), "present": present},
            "kin": {},
            "choice": {"count": max(int(evidence.counts.known[number]), 1)},
            "role_confidence": {"role": role.label, "percent": round(100 * float(directory.confidences[row]))},
            "text_fit": {},
            "jurisdiction": {"level": role.level_in((self.ags or "")[:2]), "place": place},
            "local": {"place": place},
            "ties": {"count": ties, "code": "ties_one" if ties == 1 else "ties"},
        }
        return [facts[feature] for feature in RANKING_FEATURES]

    def _seats(self, directory: LocalDirectory) -> Counter[frozenset[str]]:
        """How many members sit in the same other networks."""
        return Counter(directory.ties[one] for one in self.partners if one in directory.ties)

    def _responsible(self, directory: LocalDirectory, row: int) -> bool:
        role = self.finder.taxonomy.roles[self.finder.taxonomy.role_keys[directory.roles[row]]]
        if not self.ags or truncate(self.ags, role.level_in(self.ags[:2])) is None:
            return False
        return serves(directory.prefixes[row], self.ags)

    def _local(self, prefixes: Sequence[str]) -> bool:
        return bool(self.ags) and any(canonical(prefix).startswith(canonical(self.ags or "")) for prefix in prefixes)


def ties_to(seats: Mapping[frozenset[str], int], directory: LocalDirectory, row: int) -> int:
    """With how many members the organisation sits in another network; `seats` counts members by the networks they sit in."""
    mine = directory.ties.get(directory.ids[row])
    return sum(count for theirs, count in seats.items() if mine & theirs) if mine else 0


def name_fits(peers: Peers, weights: Matrix, purpose: str, directory: LocalDirectory) -> tuple[Matrix, Matrix]:
    """How alike each organisation's name is to comparable networks' members, and to what the network is for.

    Of each network the likest member counts; networks are weighed by how comparable they are.
    """
    compared = [row for row in np.argsort(-weights, kind="stable")[:NAMED_PEERS] if weights[row] > 0]
    names = [peers.member_names[row] for row in compared]
    likeness = directory.name_likeness([name for found in names for name in found] + [purpose])
    starts = np.cumsum([0, *(len(found) for found in names)]).tolist()
    kin = np.zeros(len(directory))
    for row, (first, last) in zip(compared, pairwise(starts), strict=True):
        kin += weights[row] * likeness[first:last].max(axis=0, initial=0.0)
    return kin / (weights[compared].sum() or 1.0), np.asarray(likeness[-1], dtype=np.float64)


def cautions(directory: LocalDirectory, row: int) -> tuple[Caution, ...]:
    """What to know before inviting; none of it lowers the score."""
    found = [
        (directory.unverified[row], "unverified"),
        (directory.volunteer[row], "volunteer_evenings_only"),
        (not directory.described[row], "thin_profile"),
    ]
    return tuple(Caution(code) for present, code in found if present)


def spanning(directory: LocalDirectory, candidate_id: str, score: float, first: str, second: str) -> Candidate:
    """A candidate for a bridge, scored by its ties to both sides alone."""
    reason = Reason("spans", score, {"first": first, "second": second})
    hints = cautions(directory, directory.position[candidate_id])
    return Candidate(candidate_id, score, (Reason("base", 0.0), reason), hints)
