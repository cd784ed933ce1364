"""Refit the models to the users' own networks and decisions, and judge them on held-out networks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from service.matching.pipeline import Knowledge
from training.names import split_by_group
from training.options import TrainingOptions
from training.refit_data import OwnNetwork
from training.refit_draws import own_draws
from training.refit_fit import learn_gaps, learn_ranking, own_cases, with_floors

Matrix = NDArray[np.float64]
Networks = Sequence[OwnNetwork]
#: Log-probability and rank of a hidden role or member among those to choose from.
Found = tuple[float, int]

#: Fewer networks say nothing that holds for another one.
FEWEST_NETWORKS = 5


@dataclass(frozen=True)
class Judgement:
    """How well hidden roles or members are found: means of their log-probability and of their reciprocal rank."""

    log_likelihood: float
    mrr: float


@dataclass(frozen=True)
class Outcome:
    """A refitted artefact judged beside the shipped one on the same cases of held-out networks."""

    artefact: str
    cases: int
    shipped: Judgement
    refitted: Judgement

    @property
    def accepted(self) -> bool:
        """Whether the refitted artefact is no worse than the shipped one."""
        return self.refitted.log_likelihood >= self.shipped.log_likelihood

    @property
    def figures(self) -> dict[str, float]:
        """All figures by name."""
        before = {f"shipped_{name}": value for name, value in asdict(self.shipped).items()}
        return {"cases": float(self.cases), **asdict(self.refitted), **before}


@dataclass(frozen=True)
class Refit:
    """What is known after a refit, as far as it was accepted, and how each artefact was judged."""

    knowledge: Knowledge
    outcomes: tuple[Outcome, ...]

    @property
    def accepted(self) -> tuple[str, ...]:
        """The artefacts that are no worse than the shipped ones."""
        return tuple(outcome.artefact for outcome in self.outcomes if outcome.accepted)


def refit_models(networks: Networks, shipped: Knowledge, options: TrainingOptions) -> Refit:
    """The gap model refitted to the networks, then the ranking model on top of whichever gap model is the better one.

    The ranking model is left out where no directory holds enough members to hide.
    """
    folds = split(networks, options)
    known, bases, outcomes = shipped, [shipped for _ in folds], []
    for artefact, learn, find in (("gaps", learn_gaps, find_roles), ("ranking", learn_ranking, find_members)):
        learned = [learn(seen, base) for (seen, _), base in zip(folds, bases, strict=True)]
        before = [one for _, unseen in folds for one in find(unseen, shipped)]
        after = [one for (_, unseen), base in zip(folds, learned, strict=True) for one in find(unseen, base)]
        if before:
            outcomes.append(Outcome(artefact, len(before), judged(before), judged(after)))
            if outcomes[-1].accepted:
                known, bases = learn(networks, known), learned
    return Refit(with_floors(known, networks, shipped) if known is not shipped else shipped, tuple(outcomes))


def split(networks: Networks, options: TrainingOptions) -> list[tuple[list[OwnNetwork], list[OwnNetwork]]]:
    """Networks to learn from and to be judged by: no Kreis on both sides, or no network where all are of one Kreis."""
    groups = [network.peer.group_key for network in networks]
    if len(set(groups)) == 1:
        groups = [network.peer.id for network in networks]
    number = min(options.folds, len(set(groups)))
    placed = list(zip(networks, split_by_group(groups, number, options.seed), strict=True))
    return [([n for n, of in placed if of != fold], [n for n, of in placed if of == fold]) for fold in range(number)]


def find_roles(networks: Networks, known: Knowledge) -> list[Found]:
    """How each hidden role is found among the open ones."""
    cases = own_cases(networks, known)
    odds = cases.values @ np.array(known.gap_model.model.weights)
    others = cases.open.copy()
    others[np.arange(len(cases.hidden)), cases.hidden] = False
    return [_found(row[hidden], row[rest]) for row, hidden, rest in zip(odds, cases.hidden, others, strict=True)]


def find_members(networks: Networks, known: Knowledge) -> list[Found]:
    """How each hidden or invited member is found among those outside who are none."""
    found: list[Found] = []
    for draw in own_draws(networks, known):
        odds = draw.values @ np.array(known.ranking_model.model.weights)
        found += [_found(odds[row], odds[draw.labels == 0]) for row in np.flatnonzero(draw.labels)]
    return found


def _found(right: float, others: Matrix) -> Found:
    return float(right - logsumexp(np.append(others, right))), 1 + int((others > right).sum())


def judged(found: Sequence[Found]) -> Judgement:
    """The means over all that was hidden."""
    chances, ranks = zip(*found, strict=True)
    return Judgement(float(np.mean(chances)), float((1 / np.array(ranks)).mean()))
