"""Fitting the model that tells whether two records are one organisation, and measuring it on families it does not know."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.domain.name_forms import NameForms
from service.domain.resolution import Contender
from service.matching.additive import AdditiveModel
from service.matching.resolution import features_of
from service.matching.resolution_features import RESOLUTION_FEATURES
from service.matching.resolution_names import spell_names
from service.matching.resolution_records import make_records
from service.retrieval.encoder import Encoder, load_encoder
from service.sources.name_forms import read_name_forms
from service.sources.peers import read_peers
from training.logistic import fit_logistic
from training.model_folder import seal, write_json
from training.names import split_by_group
from training.options import TrainingOptions
from training.pair_draws import read_variations
from training.same_organisation import LabelledPair, make_pairs, read_organisations, read_pairs

Floats = NDArray[np.float64]

#: Weights that labelled pairs cannot teach: in them no name is crowded, no office moves, no house has a page, and few bodies
#: of a Kreis sit in a town of its name.
SET_BY_DESIGN: Mapping[str, float] = {
    "crowded": 6.5,
    "other_street": 4.0,
    "same_domain": 1.5,
    "same_mailbox": 1.5,
    "territory": 3.0,
}
RIDGE = 0.3
#: Precision that automatic merges must reach in cross-validation, and share of the same pairs that may be told apart unasked.
PRECISION, MISSED = 0.998, 0.01
#: Nothing is merged unasked below the one score, and nothing told apart unasked above the other, however sure the labelled
#: pairs are of it: they cannot know every case.
LEAST_TO_MERGE, MOST_TO_PART = 0.9, 0.12
#: A word that n names have weighs 1 - 0.15 x log2(1 + n), at least 0.25.
_FALL, _LIGHTEST = 0.15, 0.25


def word_weights(data: Path, words: NameForms) -> dict[str, float]:
    """Weights of the words of the patterns in data/lexicon and of the names in data/peers; a word of one name is left out."""
    names = [m.name for network in read_peers(data / "peers" / "networks.jsonl") for m in network.members]
    patterns = [
        line.strip(" -\"'\n")
        for path in sorted((data / "lexicon" / "names").glob("*.yaml"))
        for line in path.open("r", encoding="utf-8")
    ]
    texts = [" ".join(word for word in text.split() if "{" not in word) for text in dict.fromkeys([*names, *patterns])]
    counted = Counter(word for name in spell_names([t for t in texts if t], words).values() for word in set(name.words))
    rows = sorted((word, number) for word, number in counted.items() if number > 1 and not word.isdigit())
    return {word: round(max(_LIGHTEST, 1.0 - _FALL * float(np.log2(1 + number))), 3) for word, number in rows}


def renew_pairs(data: Path, options: TrainingOptions) -> int:
    """Make the generated pairs of the labelled set anew, after those written by hand; tells how many pairs it holds."""
    path = data / "evaluation" / "same_organisation.jsonl"
    by_hand = [row for row in read_pairs(path) if row.by == "hand"]
    lists = read_variations(data / "evaluation" / "name_variations.yaml")
    rows = [*by_hand, *make_pairs(read_organisations(data), lists, options.seed)]
    path.write_text(
        "".join(json.dumps(_row(pair), ensure_ascii=False, sort_keys=True) + "\n" for pair in rows), encoding="utf-8"
    )
    return len(rows)


def _row(pair: LabelledPair) -> dict[str, object]:
    def told(contender: Contender) -> dict[str, object]:
        return {name: value for name, value in asdict(contender).items() if name != "id" and value not in (None, ())}

    rest = {"same": pair.same, "family": pair.family, "why": pair.why, "by": pair.by}
    return {"first": told(pair.first), "second": told(pair.second), **rest}


def pair_values(
    pairs: Sequence[LabelledPair], words: NameForms, weights: Mapping[str, float], encoder: Encoder | None
) -> Floats:
    """Features of labelled pairs, each in a world of its own, shape (pairs, features)."""
    rows, one = [], (np.array([0]), np.array([1]))
    for pair in pairs:
        both = (pair.first, pair.second)
        vectors = None if encoder is None else encoder.encode([contender.name for contender in both])
        rows.append(features_of(make_records(both, words, weights), one, weights, words, vectors)[0])
    return np.array(rows)


def train_resolution(data: Path, models: Path, folder: Path, options: TrainingOptions) -> dict[str, float]:
    """Write the resolution model with its thresholds; tells its figures on families of organisations it does not know."""
    words = read_name_forms(data / "imports" / "name_forms.yaml")
    pairs = list(read_pairs(data / "evaluation" / "same_organisation.jsonl"))
    weights = word_weights(data, words)
    plain, labels = pair_values(pairs, words, weights, None), np.array([float(pair.same) for pair in pairs])
    with_vectors = pair_values(pairs, words, weights, load_encoder(None, models))
    folds = np.array(split_by_group([pair.family for pair in pairs], options.folds, options.seed))
    unseen = [held_out(plain, with_vectors, judged, labels, folds) for judged in (plain, with_vectors)]
    merge_from, ask_from = thresholds(np.concatenate(unseen), np.concatenate([labels, labels]))
    model = _fit(plain, with_vectors, labels)
    figures = _figures(unseen, labels, pairs, merge_from, ask_from)
    write_json(folder / "model.json", _content(model, merge_from, ask_from, weights))
    facts = {"seed": options.seed, "folds": options.folds, "ridge": RIDGE, "set_by_design": dict(SET_BY_DESIGN)}
    seal(folder, "wer-fehlt-resolution", facts, figures, _card(figures))
    return figures


def _fit(plain: Floats, with_vectors: Floats, labels: Floats) -> AdditiveModel:
    """Each pair counts twice, with and without vectors, so that the score holds for both."""
    values = np.concatenate([plain, with_vectors])
    return fit_logistic(values, np.concatenate([labels, labels]), RESOLUTION_FEATURES, SET_BY_DESIGN, RIDGE)


def held_out(plain: Floats, with_vectors: Floats, judged: Floats, labels: Floats, folds: NDArray[np.int64]) -> Floats:
    """Score of each pair by a model that knows no pair of its fold."""
    scores = np.zeros(len(labels))
    for fold in np.unique(folds):
        kept = folds != fold
        scores[~kept] = _fit(plain[kept], with_vectors[kept], labels[kept]).scores(judged[~kept])
    return scores


def thresholds(scores: Floats, labels: Floats) -> tuple[float, float]:
    """The lowest score from which merges are precise enough, and the highest below which hardly one same pair lies."""
    order = np.argsort(-scores, kind="stable")
    precision = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    precise = np.flatnonzero(precision >= PRECISION)
    merge_from = float(scores[order[precise[-1]]]) if len(precise) else 1.0
    ask_from = float(np.quantile(scores[labels > 0], MISSED))
    return round(max(merge_from, LEAST_TO_MERGE), 4), round(min(ask_from, MOST_TO_PART), 4)


def _figures(
    unseen: Sequence[Floats], labels: Floats, pairs: Sequence[LabelledPair], merge_from: float, ask_from: float
) -> dict[str, float]:
    found: dict[str, float] = {"merge_from": merge_from, "ask_from": ask_from}
    by_hand = np.array([pair.by == "hand" for pair in pairs])
    for vectors, scores in zip(("", "_vectors"), unseen, strict=True):
        for name, rows in (("", by_hand | ~by_hand), ("_by_hand", by_hand), ("_generated", ~by_hand)):
            told = zones_told(scores[rows], labels[rows], merge_from, ask_from)
            found |= {f"{key}{name}{vectors}": value for key, value in told.items()}
    return found


def zones_told(scores: Floats, labels: Floats, merge_from: float, ask_from: float) -> dict[str, float]:
    """Pairs; precision and recall of merges; share of all pairs that are asked about; share of the same that are lost."""
    merged, same = scores >= merge_from, labels > 0
    asked = ~merged & (scores >= ask_from)
    return {
        "pairs": float(len(labels)),
        "merge_precision": float(labels[merged].mean()) if merged.any() else 1.0,
        "merge_recall": float(merged[same].mean()),
        "asked": float(asked.mean()),
        "lost": float((~merged & ~asked)[same].mean()),
    }


def _content(
    model: AdditiveModel, merge_from: float, ask_from: float, weights: Mapping[str, float]
) -> dict[str, object]:
    return {
        "features": list(model.features),
        "weights": list(model.weights),
        "intercept": model.intercept,
        "set_by_design": dict(SET_BY_DESIGN),
        "merge_from": merge_from,
        "ask_from": ask_from,
        "word_weights": dict(weights),
    }


def _card(figures: Mapping[str, float]) -> str:
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return CARD.format(rows=rows)


CARD = """# Resolution model

**What it does.** Tells whether two records are one organisation: merged, asked about, or apart. Additive logistic model over
signed features of names, places, addresses and contacts; fitted weights are never negative and the parts add up to the log
odds. The weights of `crowded`, `other_street`, `same_domain`, `same_mailbox` and `territory` are set by design. Words and
abbreviations are in `data/imports/name_forms.yaml`; the weights of common words come from the patterns of `data/lexicon` and
the names of `data/peers`.

**Made from** `data/evaluation/same_organisation.jsonl`: pairs written by hand, and pairs generated from real names of
`data/peers` and `data/demo` and from patterns. Streets, postcodes, positions and contacts are invented; places are real.
Each pair counts twice, with and without the likeness of its names' embeddings (`_vectors`).

**Measured** by cross-validation grouped by family of organisations (in the generated pairs: the first name). Precision and
recall are those of merges; `asked` is the share of all pairs that are asked about, `lost` the share of the same that are told
apart. Pairs by hand and generated ones are told separately, since the generator knows what the word lists are for.

| figure | value |
|---|---|
{rows}

**Limits.** The word lists were completed, and the features chosen, with the errors on this very set in view, those by hand
among them: on names of a new source the figures will be lower. Nearly half of the pairs are the same and the others are hard;
among the pairs of a delivery nearly all are different. The pairs are judged without the search for candidates, which loses
names with several misspelt words. The name of the place within a name is only told from other words where the records tell
their place. Namesakes in one town are asked about once their addresses differ, and merged where no address is known.
Departments count as organisations of their own. The embeddings got no weight. One judge (a language model) wrote and labelled
the pairs by hand; no person checked them.

**Not for** deciding about persons; nothing of persons is read.
"""
