"""The gap model: hide each role of each real network and learn what would have named it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.domain.networks import NormRoster, PeerNetwork
from service.domain.taxonomy import OTHER, Taxonomy
from service.matching.additive import AdditiveModel
from service.matching.coverage import RoleCounts
from service.matching.gaps import GAP_FEATURES, GapEvidence, gap_values, open_roles
from service.matching.norms import applicable, strongest_calls
from service.matching.peers import Peers, PeerSettings, make_peers, peer_evidence
from training.logistic import fit_logistic
from training.model_folder import put_in_use, seal, write_json
from training.options import TrainingOptions

Matrix = NDArray[np.float64]

#: Weights that no roster can teach: fields are not recorded in them, and no directory or stored ties go with them.
SET_BY_DESIGN: Mapping[str, float] = {"field": 0.3, "supply": 0.15, "bridge": 0.3}

#: A network with fewer roles says too little to hide one.
FEWEST_ROLES = 5

START = PeerSettings(text=5.0, kind=0.5, level=0.0, roles=2.0, prior=3.0, ridge=20.0)
GRID: Mapping[str, Sequence[float]] = {
    "text": (3.0, 5.0, 8.0, 12.0),
    "kind": (0.0, 0.5, 1.0),
    "level": (0.0, 0.5),
    "roles": (0.0, 2.0, 4.0, 6.0),
    "prior": (1.0, 3.0, 8.0),
    "ridge": (5.0, 20.0, 60.0),
}


@dataclass(frozen=True)
class Cases:
    """Pairs of a network with one role hidden and an open role; `case` numbers the hidden roles, `group` their Kreis."""

    values: Matrix
    labels: Matrix
    case: NDArray[np.int64]
    group: NDArray[np.str_]
    dropped: int


def hidden_roles(network: PeerNetwork) -> list[str]:
    """The roles of a network that are hidden in turn; none where it has too few."""
    roles = sorted({role for role, _ in network.role_counts} - {OTHER})
    return roles if len(roles) >= FEWEST_ROLES else []


def make_cases(peers: Peers, taxonomy: Taxonomy, norms: Mapping[str, NormRoster]) -> Cases:
    """All cases of the peer networks; each network is judged by networks of other Kreise only."""
    blocks = [
        (values, labels, group)
        for network in peers.networks
        for values, labels, group in _cases_of(network, peers, taxonomy, norms)
    ]
    sizes = [len(labels) for _, labels, _ in blocks]
    return Cases(
        np.concatenate([values for values, _, _ in blocks]),
        np.concatenate([labels for _, labels, _ in blocks]),
        np.repeat(np.arange(len(blocks)), sizes),
        np.repeat(np.array([group for _, _, group in blocks]), sizes),
        sum(not hidden_roles(network) for network in peers.networks),
    )


def _cases_of(
    network: PeerNetwork, peers: Peers, taxonomy: Taxonomy, norms: Mapping[str, NormRoster]
) -> Iterator[tuple[Matrix, Matrix, str]]:
    number = {key: position for position, key in enumerate(taxonomy.role_keys)}
    calls = strongest_calls(applicable(norms, network.profile, network.ags))
    for hidden in hidden_roles(network):
        present = np.zeros(len(number))
        for role, count in network.role_counts:
            present[number[role]] = 0 if role == hidden else count
        counts = RoleCounts(present, np.zeros(len(number), dtype=np.int64))
        evidence = GapEvidence(
            peer_evidence(peers, network.profile, present, network.group_key), calls, counts, frozenset(), 0
        )
        rows = open_roles(counts, taxonomy.role_keys)
        yield (
            gap_values(evidence, taxonomy)[rows],
            np.array([float(row == number[hidden]) for row in rows]),
            network.group_key,
        )


def rank_figures(cases: Cases, scores: Matrix) -> dict[str, float]:
    """Mean reciprocal rank and hits of the hidden roles."""
    ranks = []
    for number in range(int(cases.case.max()) + 1):
        inside = cases.case == number
        hidden = scores[inside][cases.labels[inside] == 1][0]
        ranks.append(1 + int((scores[inside] > hidden).sum()))
    ranked = np.array(ranks)
    figures = {"mrr": float((1 / ranked).mean())}
    return figures | {f"hit{k}": float((ranked <= k).mean()) for k in (3, 5, 10)}


def cross_validated(cases: Cases, folds: int) -> Matrix:
    """Scores of every pair by a model that saw no network of its Kreis."""
    groups = sorted(set(cases.group.tolist()))
    fold = {group: position % folds for position, group in enumerate(groups)}
    of = np.array([fold[group] for group in cases.group.tolist()])
    scores = np.zeros(len(cases.labels))
    for number in range(folds):
        model = fit(replace(cases, values=cases.values[of != number], labels=cases.labels[of != number]))
        scores[of == number] = model.scores(cases.values[of == number])
    return scores


def fit(cases: Cases) -> AdditiveModel:
    """The additive model of all cases."""
    return fit_logistic(cases.values, cases.labels, GAP_FEATURES, SET_BY_DESIGN)


def calibration_error(scores: Matrix, labels: Matrix, bins: int = 10) -> float:
    """Expected calibration error over bins that hold equally many pairs."""
    order = np.array_split(np.argsort(scores), bins)
    return float(sum(len(rows) * abs(scores[rows].mean() - labels[rows].mean()) for rows in order) / len(scores))


def choose_settings(
    networks: Sequence[PeerNetwork], taxonomy: Taxonomy, norms: Mapping[str, NormRoster]
) -> PeerSettings:
    """How peers are weighed: one setting after the other, keeping the value with the best mean reciprocal rank."""

    def quality(settings: PeerSettings) -> float:
        cases = make_cases(make_peers(networks, taxonomy.role_keys, settings), taxonomy, norms)
        return rank_figures(cases, fit(cases).scores(cases.values))["mrr"]

    best, reached = START, quality(START)
    for name, value in ((name, value) for name, values in GRID.items() for value in values):
        trial = replace(best, **{name: value})
        if trial != best and (found := quality(trial)) > reached:
            best, reached = trial, found
    return best


def train_needs(
    networks: Sequence[PeerNetwork],
    taxonomy: Taxonomy,
    norms: Mapping[str, NormRoster],
    models: Path,
    options: TrainingOptions,
) -> dict[str, float]:
    """Fit, judge and write the gap model; returns its figures."""
    settings = choose_settings(networks, taxonomy, norms)
    cases = make_cases(make_peers(networks, taxonomy.role_keys, settings), taxonomy, norms)
    scores = cross_validated(cases, options.folds)
    model = fit(cases)
    floor = float(np.quantile(model.scores(cases.values[cases.labels == 1]), 0.1))
    figures = rank_figures(cases, scores) | {
        "calibration_error": calibration_error(scores, cases.labels),
        "cases": int(cases.case.max()) + 1,
        "networks_dropped_for_few_roles": cases.dropped,
        "popularity_mrr": rank_figures(cases, cases.values[:, 0])["mrr"],
    }
    folder = models / "gaps" / options.version
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "features": model.features,
        "weights": model.weights,
        "intercept": model.intercept,
        "floor": round(floor, 6),
        "peers": asdict(settings),
        "set_by_design": SET_BY_DESIGN,
    }
    write_json(folder / "model.json", content)
    seal(folder, "wer-fehlt-gaps", {"seed": options.seed, "networks": len(networks)}, figures, card(figures))
    put_in_use(models, "gaps", options.version)
    return figures


def card(figures: Mapping[str, float]) -> str:
    """The model card of the gap model."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return f"""# Gap model

**What it does.** Gives every role that no member of a network holds a severity: the probability that it is the one role
that was taken away from a network like this. Additive logistic model; fitted weights are never negative.

**Made from** the peer networks in `data/peers` (each role of each network with five or more roles hidden in turn) and the
norm rosters in `data/norms`. Peers of the same Kreis are never evidence. The weights of `field`, `supply` and `bridge`
are set by design, since the rosters hold no such evidence.

**Measured** by cross-validation over Kreise (roles given; `popularity_mrr` is the baseline that ranks by overall share):

| figure | value |
|---|---|
{rows}

The settings that weigh peers were chosen on the same cases, so the figures are slightly too good.

**Limits.** The rosters record who sat at the table, not who should have: what is usual is learned, so what is usually
left out is underrated; the norm rosters work against that. 86 networks, most of them from the west and south of Germany.

**Not for** judging organisations or people, and not for ranking municipalities.
"""
