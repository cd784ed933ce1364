"""The ranking model: hide a third of a network's members among strangers and learn what finds them again."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.matching.additive import AdditiveModel
from service.matching.ranking import RANKING_FEATURES
from training.candidates import Draw, Town, make_draws, make_towns
from training.crossfit import CrossFit
from training.logistic import fit_logistic
from training.measures import gain_at, recall_at
from training.model_folder import seal, write_json
from training.needs import needs_without
from training.options import TrainingOptions
from training.sources import Sources

Matrix = NDArray[np.float64]

#: Weights that the rosters cannot teach: all their members are local, their other seats unknown.
SET_BY_DESIGN: Mapping[str, float] = {"jurisdiction": 0.3, "local": 0.2, "ties": 0.2}
#: Share of the hidden members that the floor gives up.
BELOW_FLOOR = 0.1


def fit_ranking(draws: Sequence[Draw]) -> AdditiveModel:
    """The additive model of all judged organisations of the draws."""
    values = np.concatenate([draw.values[draw.judged] for draw in draws])
    labels = np.concatenate([draw.labels[draw.judged] for draw in draws])
    return fit_logistic(values, labels, RANKING_FEATURES, SET_BY_DESIGN)


def figures_of(draws: Sequence[Draw], scores: Sequence[Matrix]) -> dict[str, float]:
    """nDCG@20 and recall@20 of the hidden members among the judged organisations."""
    values = per_draw(draws, scores)
    return {name: float(found.mean()) for name, found in values.items()}


def per_draw(draws: Sequence[Draw], scores: Sequence[Matrix]) -> dict[str, Matrix]:
    """nDCG@20 and recall@20 of each draw; a hidden member that was taken for `other` cannot be found."""
    return per_ranking(
        draws, [[draw.names[row] for row in ranked(draw, of)] for draw, of in zip(draws, scores, strict=True)]
    )


def ranked(draw: Draw, scores: Matrix) -> list[int]:
    """The judged organisations of a draw that would be suggested, best first; a score of -inf is none."""
    return [int(row) for row in np.argsort(-scores, kind="stable") if draw.judged[row] and np.isfinite(scores[row])]


def floor_of(model: AdditiveModel, draws: Sequence[Draw]) -> float:
    """The score that nine of ten hidden members reach: under it nobody is suggested, or the tail would fill with clubs."""
    found = np.concatenate([model.scores(draw.values)[draw.labels == 1] for draw in draws])
    return round(float(np.quantile(found, BELOW_FLOOR)), 6)


def per_ranking(draws: Sequence[Draw], orders: Sequence[Sequence[str]]) -> dict[str, Matrix]:
    """nDCG@20 and recall@20 of names in order, one value a draw."""
    cases = list(zip(draws, orders, strict=True))
    return {
        "ndcg20": np.array([gain_at(order, dict.fromkeys(draw.hidden, 1), 20) for draw, order in cases]),
        "recall20": np.array([recall_at(order, draw.hidden, 20) for draw, order in cases]),
    }


def cross_validated(
    sources: Sources, recogniser: CrossFit, strangers: Sequence[str], options: TrainingOptions, described: bool = False
) -> tuple[list[Draw], list[Matrix]]:
    """Every draw, scored by models and peers that know no network of its fold; -inf under their floor."""
    towns = make_towns(sources.networks, strangers, options.seed)
    by_fold = [draws_of_fold(sources, recogniser, towns, number, described) for number in range(options.folds)]
    scores: list[Matrix] = []
    for number, own in enumerate(by_fold):
        others = [draw for other, draws in enumerate(by_fold) if other != number for draw in draws]
        model = fit_ranking(others)
        floor = floor_of(model, others)
        scores += [np.where(found < floor, -np.inf, found) for found in (model.scores(draw.values) for draw in own)]
    return [draw for draws in by_fold for draw in draws], scores


def draws_of_fold(
    sources: Sources, recogniser: CrossFit, towns: Sequence[Town], number: int, described: bool
) -> list[Draw]:
    """The draws of one fold's towns, by a gap model and peers that do not know them."""
    held_out = {group for group, fold in recogniser.fold_of.items() if fold == number}
    own = [town for town in towns if town.ags[:5] in held_out]
    return list(make_draws(own, needs_without(sources, held_out), recogniser, described))


def train_ranking(
    sources: Sources, recogniser: CrossFit, strangers: Sequence[str], folder: Path, options: TrainingOptions
) -> dict[str, float]:
    """Fit, judge and write the ranking model; returns its figures."""
    draws, scores = cross_validated(sources, recogniser, strangers, options)
    model = fit_ranking(draws)
    rng = np.random.default_rng(options.seed)
    chance = figures_of(draws, [rng.random(len(draw.labels)) for draw in draws])
    figures = {"draws": float(len(draws)), **figures_of(draws, scores)}
    figures |= {f"random_{name}": value for name, value in chance.items()}
    content = {"features": model.features, "weights": model.weights, "intercept": model.intercept}
    content["floor"] = floor_of(model, draws)
    write_json(folder / "model.json", {**content, "set_by_design": SET_BY_DESIGN})
    seal(folder, "wer-fehlt-ranking", {"seed": options.seed}, figures, card(figures))
    return figures


def card(figures: Mapping[str, float]) -> str:
    """The model card of the ranking model."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return f"""# Ranking model

**What it does.** Scores an organisation outside a network: the probability that it would be one of the members that were
taken away. Additive logistic model; fitted weights are never negative.

**Made from** the peer networks in `data/peers`: 30 % of the named members hidden in a directory of their town, among clubs
and shops without a role and renamed members of networks elsewhere, five draws a network, roles as recognised from the
names by a model that does not know the Kreis. The weights of `jurisdiction`, `local` and `ties` are set by design, since
the rosters hold no such evidence. Neither staffing nor the richness of a profile is a feature.

**Measured** by cross-validation over Kreise (`random_...` is a random order of the same organisations):

| figure | value |
|---|---|
{rows}

**Limits.** The same as the gap model's, whose severities it reads.

**Not for** judging organisations.
"""
