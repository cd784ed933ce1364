"""The gap model: hide each role of each real network and learn what would have named it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.domain.networks import PeerNetwork
from service.domain.taxonomy import OTHER
from service.matching.additive import AdditiveModel
from service.matching.archetypes import archetype_evidence
from service.matching.coverage import RoleCounts
from service.matching.gaps import GAP_FEATURES, GapEvidence, gap_values
from service.matching.norms import applicable, strongest_calls
from service.matching.peers import peer_evidence
from service.matching.pipeline import Knowledge
from training.logistic import calibrated, fit_choice
from training.measures import equal_bins_error
from training.model_folder import seal, write_json
from training.names import split_by_group
from training.options import TrainingOptions
from training.sources import Sources, knowledge_without, unfitted_needs

Matrix = NDArray[np.float64]
#: Feature values of every role, the roles to choose from, the number of the hidden one, and the Kreis.
Case = tuple[Matrix, NDArray[np.bool_], int, str]

#: Weights that no roster can teach: fields are not recorded in them, and no directory or stored ties go with them.
SET_BY_DESIGN: Mapping[str, float] = {"field": 0.3, "supply": 0.15, "bridge": 0.3}
#: A network with fewer roles says too little to hide one.
FEWEST_ROLES = 5


@dataclass(frozen=True)
class Cases:
    """Hidden roles as choices among the open ones.

    `values` has shape (cases, roles, features), `open` tells the roles to choose from, `hidden` the right one.
    """

    values: Matrix
    open: NDArray[np.bool_]
    hidden: NDArray[np.int64]
    groups: tuple[str, ...]

    def chosen(self, rows: NDArray[np.bool_]) -> "Cases":
        """Some of the cases."""
        groups = tuple(group for group, kept in zip(self.groups, rows, strict=True) if kept)
        return Cases(self.values[rows], self.open[rows], self.hidden[rows], groups)


def hidden_roles(network: PeerNetwork) -> list[str]:
    """The roles of a network that are hidden in turn; none where it has too few."""
    roles = sorted({*network.role_counts} - {OTHER})
    return roles if len(roles) >= FEWEST_ROLES else []


def make_cases(networks: Sequence[PeerNetwork], knowledge: Knowledge) -> Cases:
    """All cases of the networks; each network is judged by networks of other Kreise only."""
    return stack_cases(case_of(network, role, knowledge) for network in networks for role in hidden_roles(network))


def stack_cases(found: Iterable[Case]) -> Cases:
    """Single cases as arrays."""
    values, open_, hidden, groups = zip(*found, strict=True)
    return Cases(np.stack(values), np.stack(open_), np.array(hidden), tuple(groups))


def case_of(network: PeerNetwork, hidden: str, knowledge: Knowledge) -> Case:
    """The network without a role, which is the one to find; it need not have held it."""
    keys = knowledge.taxonomy.role_keys
    present = np.array([0 if key == hidden else network.role_counts[key] for key in keys], dtype=np.float64)
    open_ = np.array([key != OTHER and not present[number] for number, key in enumerate(keys)])
    return values_of(network, present, knowledge), open_, keys.index(hidden), network.group_key


def values_of(network: PeerNetwork, present: Matrix, knowledge: Knowledge) -> Matrix:
    """Gap features of every role for a network that seats these members, shape (roles, features)."""
    profile, ags = network.profile, network.ags
    counts = RoleCounts(present, np.zeros(len(present), dtype=np.int64))
    peers = peer_evidence(knowledge.peers, profile, ags, present, network.group_key)
    usual = archetype_evidence(knowledge.archetypes, profile, ags, present)
    calls = strongest_calls(applicable(knowledge.norms, profile, ags))
    return gap_values(GapEvidence(peers, usual, calls, counts, frozenset(), 0), knowledge.taxonomy)


def fit_needs(cases: Cases, ridge: float = 1.0, prior: AdditiveModel | None = None) -> AdditiveModel:
    """Weights by conditional logit (which open role is the hidden one), then calibrated over all pairs.

    With a prior, weights, intercept and factor are drawn to it by the ridge.
    """
    fixed, drawn_to = [name in SET_BY_DESIGN for name in GAP_FEATURES], prior.weights if prior else None
    weights = fit_choice(cases.values, cases.open, cases.hidden, fixed, ridge, drawn_to)
    labels = np.zeros(cases.open.shape)
    labels[np.arange(len(cases.hidden)), cases.hidden] = 1.0
    scores, right = (cases.values @ weights)[cases.open], labels[cases.open]
    intercept, factor = calibrated(scores, right, ridge, prior.intercept) if prior else calibrated(scores, right)
    designed = [SET_BY_DESIGN.get(name, factor * weight) for name, weight in zip(GAP_FEATURES, weights, strict=True)]
    return AdditiveModel(GAP_FEATURES, tuple(round(float(weight), 6) for weight in designed), round(intercept, 6))


def ranks(cases: Cases, scores: Matrix) -> NDArray[np.int64]:
    """The rank of each hidden role among the open ones; scores have shape (cases, roles)."""
    right = scores[np.arange(len(cases.hidden)), cases.hidden][:, None]
    return np.asarray(1 + ((scores > right) & cases.open).sum(axis=1), dtype=np.int64)


def rank_figures(found: NDArray[np.int64]) -> dict[str, float]:
    """Mean reciprocal rank and hits of the hidden roles."""
    return {"mrr": float((1 / found).mean())} | {f"hit{k}": float((found <= k).mean()) for k in (3, 5, 10)}


def needs_without(sources: Sources, held_out: Collection[str]) -> Knowledge:
    """What the service would know without the networks of some Kreise, with a gap model fitted to the others."""
    knowledge = knowledge_without(sources, held_out, unfitted_needs())
    model = fit_needs(make_cases(knowledge.peers.networks, knowledge))
    return replace(knowledge, gap_model=replace(knowledge.gap_model, model=model))


def cross_validated(sources: Sources, options: TrainingOptions) -> tuple[Cases, Matrix]:
    """Every case, with the severities of a model and of peers that know no network of its fold."""
    fold = split_by_group([network.group_key for network in sources.networks], options.folds, options.seed)
    parts, scores = [], []
    for number in range(options.folds):
        unseen = [network for network, of in zip(sources.networks, fold, strict=True) if of == number]
        knowledge = needs_without(sources, {network.group_key for network in unseen})
        parts.append(make_cases(unseen, knowledge))
        scores.append(knowledge.gap_model.model.scores(parts[-1].values))
    together = Cases(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.open for part in parts]),
        np.concatenate([part.hidden for part in parts]),
        tuple(group for part in parts for group in part.groups),
    )
    return together, np.concatenate(scores)


def final_needs(sources: Sources) -> tuple[AdditiveModel, float]:
    """The model of all networks, and the floor: the severity that nine of ten hidden roles reach."""
    knowledge = knowledge_without(sources, (), unfitted_needs())
    cases = make_cases(sources.networks, knowledge)
    model = fit_needs(cases)
    reached = model.scores(cases.values[np.arange(len(cases.hidden)), cases.hidden])
    return model, round(float(np.quantile(reached, 0.1)), 6)


def train_needs(sources: Sources, folder: Path, options: TrainingOptions) -> dict[str, float]:
    """Fit, judge and write the gap model; returns its figures."""
    settings = unfitted_needs()
    cases, scores = cross_validated(sources, options)
    labels = np.zeros(cases.open.shape)
    labels[np.arange(len(cases.hidden)), cases.hidden] = 1.0
    model, floor = final_needs(sources)
    figures = rank_figures(ranks(cases, scores)) | {
        "calibration_error": equal_bins_error(scores[cases.open], labels[cases.open]),
        "cases": float(len(cases.hidden)),
        "networks_dropped_for_few_roles": float(sum(not hidden_roles(network) for network in sources.networks)),
        "popularity_mrr": rank_figures(ranks(cases, cases.values[:, :, 0]))["mrr"],
    }
    content = {
        "features": model.features,
        "weights": model.weights,
        "intercept": model.intercept,
        "floor": floor,
        "peers": asdict(settings.peers),
        "archetypes": asdict(settings.archetypes),
        "set_by_design": SET_BY_DESIGN,
    }
    write_json(folder / "model.json", content)
    seal(folder, "wer-fehlt-gaps", {"seed": options.seed, "networks": len(sources.networks)}, figures, card(figures))
    return figures


def card(figures: Mapping[str, float]) -> str:
    """The model card of the gap model."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return f"""# Gap model

**What it does.** Gives every role that no member of a network holds a severity: the probability that it is the one role
that was taken away from a network like this. Additive logistic model; fitted weights are never negative.

**Made from** the peer networks in `data/peers` (each role of each network with five or more roles hidden in turn), the
archetypes in `data/archetypes` (who usually sits in which kind of network; estimates written without sight of the peer
networks) and the norm rosters in `data/norms`. Peers of the same Kreis are never evidence. The weights of `field`,
`supply` and `bridge` are set by design, since the rosters hold no such evidence.

**Measured** by cross-validation over Kreise (roles given; `popularity_mrr` is the baseline that ranks by overall share):

| figure | value |
|---|---|
{rows}

How names, occasions and roles weigh in the comparison was tried on the same cases, so the figures are slightly too good.

**Limits.** The rosters record who sat at the table, not who should have: what is usual is learned, so what is usually
left out is underrated; the norm rosters work against that. 86 networks, most of them from the west and south of Germany.

**Not for** judging organisations or people, and not for ranking municipalities.
"""
