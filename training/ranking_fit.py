"""The ranking model: hide a third of a network's members among strangers and learn what finds them again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import RecognisedMember, RoleGuess
from service.domain.networks import NetworkProfile
from service.domain.taxonomy import OTHER
from service.matching.coverage import count_roles
from service.matching.directory import LocalDirectory
from service.matching.gaps import GapEvidence, make_finder
from service.matching.norms import applicable, strongest_calls
from service.matching.peers import peer_evidence
from service.matching.pipeline import Knowledge
from service.matching.ranking import RANKING_FEATURES, Ranker, RankingModel
from service.retrieval.lexical import frequencies, likeness, name_tokens, query_rows, token_rows
from training.logistic import fit_logistic
from training.model_folder import put_in_use, seal, write_json
from training.options import TrainingOptions

Matrix = NDArray[np.float64]

#: Weights that the rosters cannot teach: all their members are local, their roles certain, their other seats unknown.
SET_BY_DESIGN: Mapping[str, float] = {"role_confidence": 1.0, "jurisdiction": 0.3, "local": 0.2, "ties": 0.2}

DRAWS = 5
HIDDEN_SHARE = 0.3
STRANGERS = 30


@dataclass(frozen=True)
class Roster:
    """A peer network with its named members as (name, role); `place` is the town as it stands in names."""

    profile: NetworkProfile
    ags: str
    place: str
    members: tuple[tuple[str, str], ...]

    @property
    def group_key(self) -> str:
        """The Kreis."""
        return self.ags[:5]


@dataclass(frozen=True)
class Draw:
    """One network with some members hidden: features of the organisations outside and which of them were hidden."""

    values: Matrix
    labels: Matrix
    group: str


def read_rosters(path: Path) -> list[Roster]:
    """The peer networks with a place and six or more named members; groups of organisations are left out."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rosters = []
    for row in (row for row in rows if row["ags"]):
        named = {m["name"]: m["role"] for m in row["members"] if not m["group"] and m["role"] != OTHER}
        if len(named) >= 6:
            profile = NetworkProfile(row["network"], row["kind"], row["level"], row["phase"], row["occasion"])
            rosters.append(Roster(profile, row["ags"], usual_place(row), tuple(sorted(named.items()))))
    return rosters


def usual_place(row: Mapping[str, Any]) -> str:
    """The place that most members of a network are of."""
    places = [member["place"] for member in row["members"] if member["place"]]
    return max(sorted(set(places)), key=places.count, default="")


def make_draws(rosters: Sequence[Roster], knowledge: Knowledge, seed: int) -> list[Draw]:
    """Five draws a network."""
    return [draw for roster in rosters for draw in _draws(roster, rosters, knowledge, seed)]


def _draws(roster: Roster, rosters: Sequence[Roster], knowledge: Knowledge, seed: int) -> Iterator[Draw]:
    elsewhere = sorted(strangers(roster, rosters) - set(roster.members))
    for number in range(DRAWS):
        rng = Random(f"{seed}-{roster.profile.name}-{number}")
        hidden = set(rng.sample(roster.members, max(2, round(len(roster.members) * HIDDEN_SHARE))))
        outside = sorted(hidden | set(rng.sample(elsewhere, min(STRANGERS, len(elsewhere)))))
        members = tuple(
            RecognisedMember(n, None, (RoleGuess(r, 1.0),)) for n, r in roster.members if (n, r) not in hidden
        )
        ranker, directory = _ranker(roster, outside, members, knowledge)
        labels = np.array([float(item in hidden) for item in outside])
        yield Draw(ranker.values(directory, np.arange(len(outside))), labels, roster.group_key)


def strangers(roster: Roster, rosters: Sequence[Roster]) -> set[tuple[str, str]]:
    """Members of other towns' networks with a town in their name, renamed to this one: the place must give nothing away."""
    others = [other for other in rosters if other.ags != roster.ags and other.place and roster.place]
    return {
        (name.replace(other.place, roster.place), role)
        for other in others
        for name, role in other.members
        if other.place in name
    }


def _ranker(
    roster: Roster, outside: Sequence[tuple[str, str]], members: Sequence[RecognisedMember], knowledge: Knowledge
) -> tuple[Ranker, LocalDirectory]:
    role_keys = knowledge.taxonomy.role_keys
    directory = directory_of(outside, roster, role_keys)
    counts = count_roles(members, directory, np.arange(len(outside)), role_keys)
    peers = peer_evidence(knowledge.peers, roster.profile, counts.present, roster.group_key)
    calls = strongest_calls(applicable(knowledge.norms, roster.profile, roster.ags))
    evidence = GapEvidence(peers, calls, counts, frozenset(), 0)
    finder = make_finder(evidence, knowledge.taxonomy, knowledge.register, knowledge.gap_model)
    model = knowledge.ranking_model
    return Ranker(knowledge.taxonomy, knowledge.register, model, finder, roster.ags, frozenset()), directory


def directory_of(outside: Sequence[tuple[str, str]], roster: Roster, role_keys: Sequence[str]) -> LocalDirectory:
    """The organisations outside as a directory of the place."""
    n = len(outside)
    names = [name for name, _ in outside]
    rows = token_rows(name_tokens(name) for name in names)
    fit = likeness(rows, query_rows([name_tokens(roster.profile.purpose(roster.place))], frequencies(rows), n))[0]
    nothing = np.zeros(n, dtype=np.bool_)
    return LocalDirectory(
        ids=[f"{number:05d}" for number in range(n)],
        names=names,
        roles=np.array([role_keys.index(role) for _, role in outside], dtype=np.int16),
        confidences=np.ones(n, dtype=np.float32),
        volunteer=nothing,
        described=nothing,
        unverified=nothing,
        prefixes=[(roster.ags,)] * n,
        facets=[()] * n,
        text_fit=fit,
    )


def figures_of(draws: Sequence[Draw], scores: Sequence[Matrix]) -> dict[str, float]:
    """nDCG@20 and recall@20 of the hidden members, and the same for a random order."""
    gains, recalls = [], []
    for draw, score in zip(draws, scores, strict=True):
        ranked = draw.labels[np.argsort(-score, kind="stable")][:20]
        discount = 1 / np.log2(np.arange(20) + 2)
        best = discount[: int(draw.labels.sum())].sum()
        gains.append(float((ranked * discount[: len(ranked)]).sum() / best))
        recalls.append(float(ranked.sum() / draw.labels.sum()))
    return {"ndcg20": float(np.mean(gains)), "recall20": float(np.mean(recalls))}


def train_ranking(peers_file: Path, knowledge: Knowledge, models: Path, options: TrainingOptions) -> dict[str, float]:
    """Fit, judge and write the ranking model; returns its figures."""
    draws = make_draws(read_rosters(peers_file), knowledge, options.seed)
    groups = sorted({draw.group for draw in draws})
    scores: list[Matrix] = [np.zeros(0)] * len(draws)
    for fold in range(options.folds):
        held_out = set(groups[fold :: options.folds])
        model = _fit([draw for draw in draws if draw.group not in held_out])
        for number, draw in enumerate(draws):
            if draw.group in held_out:
                scores[number] = model.scores(draw.values)
    final = _fit(draws)
    hidden = np.concatenate([final.scores(draw.values)[draw.labels == 1] for draw in draws])
    floor = round(float(np.quantile(hidden, 0.01)), 6)
    chance = figures_of(draws, [np.random.default_rng(options.seed).random(len(draw.labels)) for draw in draws])
    figures = {"draws": float(len(draws)), **figures_of(draws, scores)}
    figures |= {f"random_{name}": value for name, value in chance.items()}
    folder = models / "ranking" / options.version
    folder.mkdir(parents=True, exist_ok=True)
    content = {"features": final.features, "weights": final.weights, "intercept": final.intercept, "floor": floor}
    write_json(folder / "model.json", {**content, "set_by_design": SET_BY_DESIGN})
    seal(folder, "wer-fehlt-ranking", {"seed": options.seed}, figures, card(figures))
    put_in_use(models, "ranking", options.version)
    return figures


def _fit(draws: Sequence[Draw]) -> Any:
    values = np.concatenate([draw.values for draw in draws])
    return fit_logistic(values, np.concatenate([d.labels for d in draws]), RANKING_FEATURES, SET_BY_DESIGN)


def unfitted() -> RankingModel:
    """A model for computing features before one has been fitted."""
    model = fit_logistic(np.zeros((1, len(RANKING_FEATURES))), np.zeros(1), RANKING_FEATURES, SET_BY_DESIGN)
    return RankingModel("unfitted", model, 0.0)


def card(figures: Mapping[str, float]) -> str:
    """The model card of the ranking model."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return f"""# Ranking model

**What it does.** Scores an organisation outside a network: the probability that it would be one of the members that were
taken away. Additive logistic model; fitted weights are never negative.

**Made from** the peer networks in `data/peers`: 30 % of the named members hidden among {STRANGERS} members of networks
elsewhere, five draws a network, roles as recorded. The weights of `role_confidence`, `jurisdiction`, `local` and `ties`
are set by design, since the rosters hold no such evidence. Neither staffing nor the richness of a profile is a feature.

**Measured** by cross-validation over Kreise (`random_...` is a random order of the same organisations):

| figure | value |
|---|---|
{rows}

**Limits.** The same as the gap model's, whose severities it reads.

**Not for** judging organisations.
"""
