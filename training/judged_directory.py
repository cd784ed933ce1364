"""Evaluation of suggestions in a town's directory, and of how fairly they are exposed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.domain.taxonomy import Staffing
from training.baselines import Encode, bm25, cosine, fused
from training.candidates import Draw
from training.crossfit import CrossFit
from training.judged_gaps import size_of
from training.measures import by_slice, interval
from training.options import TrainingOptions
from training.ranking_fit import cross_validated, per_ranking, ranked
from training.report import Figure, Section
from training.sources import Sources

Matrix = NDArray[np.float64]

GOALS = {"nDCG@20": 0.70, "recall@20": 0.80}
#: As many suggestions as an answer holds by default.
SHOWN = 20
MEASURES = {"nDCG@20": "ndcg20", "recall@20": "recall20"}


def evaluate_directory(
    sources: Sources, recogniser: CrossFit, strangers: Sequence[str], transformer: Encode, options: TrainingOptions
) -> list[Section]:
    """Hidden members found among a town's organisations, and the exposure of volunteer-run organisations."""
    draws, scores = cross_validated(sources, recogniser, strangers, options)
    told, with_profile = cross_validated(sources, recogniser, strangers, options, described=True)
    orders = {
        "Wer fehlt?": [[draw.names[row] for row in ranked(draw, of)] for draw, of in zip(draws, scores, strict=True)]
    }
    orders |= text_baselines(draws, transformer, options.seed)
    groups = [draw.network.id for draw in draws]
    found = {name: per_ranking(draws, of) for name, of in orders.items()}
    figures = {
        name: {title: Figure(float(one[key].mean()), *interval(one[key], groups)) for title, key in MEASURES.items()}
        for name, one in found.items()
    }
    own = found["Wer fehlt?"]["ndcg20"]
    slices = {
        "kind of network (nDCG@20)": by_slice(own, [draw.network.profile.kind or "unknown" for draw in draws]),
        "size of the place (nDCG@20)": by_slice(own, [size_of(draw.network, sources) for draw in draws]),
        "role of the hidden member (found among the first 20)": found_by_role(draws, scores, sources),
    }
    about = f"30 % of the members hidden in their town's directory, {len(draws)} draws of {len(set(groups))} networks; every"
    about += " organisation is cold: known by its name alone."
    section = Section("Hidden members found in a town's directory", about, figures, GOALS, slices)
    ratio = exposure_by_profile(draws, scores, told, with_profile)
    return [section, fairness(draws, scores, ratio, sources)]


def text_baselines(draws: Sequence[Draw], transformer: Encode, seed: int) -> dict[str, list[list[str]]]:
    """Random order, BM25 and a transformer between the network's text and members and each name, and their fusion."""
    rng = np.random.default_rng(seed)
    orders: dict[str, list[list[str]]] = {
        "random order": [],
        "BM25": [],
        "all-MiniLM-L6-v2 + FAISS": [],
        "fusion of both": [],
    }
    for draw in draws:
        pool = [*(draw.names[row] for row in np.flatnonzero(draw.judged)), *draw.strangers]
        asked = [draw.network.profile.text, *draw.seated]
        lexical, semantic = bm25(pool, asked).mean(axis=0), cosine(pool, asked, transformer).mean(axis=0)
        both = fused([lexical[None], semantic[None]])[0]
        for name, scores in zip(orders, (rng.random(len(pool)), lexical, semantic, both), strict=True):
            orders[name].append([pool[row] for row in np.argsort(-scores, kind="stable")])
    return orders


def found_by_role(draws: Sequence[Draw], scores: Sequence[Matrix], sources: Sources) -> dict[str, float]:
    """Share of hidden members that stand among the first 20 judged organisations, by recognised role."""
    found, roles = [], []
    for draw, of in zip(draws, scores, strict=True):
        shown = set(ranked(draw, of)[:20])
        for row in np.flatnonzero(draw.labels):
            found.append(float(row in shown))
            roles.append(sources.taxonomy.role_keys[draw.roles[row]])
    return by_slice(found, roles, fewest=10)


def exposure_by_profile(
    cold: Sequence[Draw], cold_scores: Sequence[Matrix], warm: Sequence[Draw], warm_scores: Sequence[Matrix]
) -> float:
    """Mean ratio of an organisation's exposure with a profile to that of the same organisation by name only."""
    ratios = []
    for bare, bare_of, told, told_of in zip(cold, cold_scores, warm, warm_scores, strict=True):
        before = {bare.names[row]: rank for rank, row in enumerate(ranked(bare, bare_of), 1)}
        for rank, row in enumerate(ranked(told, told_of), 1):
            ratios.append(np.log2(before[told.names[row]] + 1) / np.log2(rank + 1))
    return float(np.mean(ratios))


def fairness(draws: Sequence[Draw], scores: Sequence[Matrix], by_profile: float, sources: Sources) -> Section:
    """Exposure against relevance of volunteer-run and paid roles, and of described organisations."""
    staffing = [role.staffing for role in sources.taxonomy.roles.values()]
    exposure, relevance = dict.fromkeys(Staffing, 0.0), dict.fromkeys(Staffing, 0.0)
    for draw, of in zip(draws, scores, strict=True):
        for rank, row in enumerate(ranked(draw, of)[:SHOWN], 1):
            exposure[staffing[draw.roles[row]]] += 1 / np.log2(rank + 1)
        for role in draw.roles[draw.labels == 1]:
            relevance[staffing[role]] += 1.0
    shares = sum(exposure.values()) / sum(relevance.values())
    ratio = {group: exposure[group] / relevance[group] / shares for group in Staffing if relevance[group]}
    figures = {
        "Wer fehlt?": {
            "volunteer-run to paid (exposure per relevance)": Figure(ratio[Staffing.VOLUNTEER] / ratio[Staffing.PAID]),
            "with a profile to name only (exposure)": Figure(by_profile),
        }
    }
    about = "Staffing is that usual for the role; exposure is the sum of 1/log2(rank+1) over the first 20"
    about += " suggestions, relevance the share of hidden members. Both ratios should lie between 0.80 and 1.25."
    about += (
        " The second is 1 by construction, since no part of the ranking reads a profile; it would tell if one began to."
    )
    by_staffing = {group.value: value for group, value in ratio.items()}
    return Section("Fairness", about, figures, slices={"staffing (exposure to relevance)": by_staffing})
