"""The role model: fitted on generated and real names, calibrated on Kreise it has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy.optimize import minimize_scalar

from service.domain.taxonomy import Taxonomy
from service.matching.name_words import NameWords
from service.matching.recognition import NAME_FEATURES
from service.retrieval.encoder import Encoder
from training.lexicons import Lexicons
from training.measures import by_truth, expected_error, hits_among, interval
from training.model_folder import seal, write_json
from training.names import NamedRole, RealNames, generate_names, split_by_group
from training.options import TrainingOptions
from training.role_fit import NameFeatures, Ridge, RoleWeights, fit_roles, name_features

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Corpus:
    """Generated names first, then real ones: features, numbers of the roles, and weights."""

    real: RealNames
    words: NameWords
    generated: int
    features: NameFeatures
    labels: NDArray[np.int64]
    weights: Floats

    def rows(self, real: NDArray[np.int64]) -> NDArray[np.int64]:
        """All generated names and some of the real ones."""
        return np.concatenate([np.arange(self.generated), self.generated + real])


def make_corpus(
    real: RealNames,
    taxonomy: Taxonomy,
    lexicons: Lexicons,
    words: NameWords,
    encoder: Encoder,
    options: TrainingOptions,
) -> Corpus:
    """Features of all names; a role weighs by how frequent it is among real names, not by how many were generated."""
    generated = generate_names(taxonomy, lexicons, options)
    rows: Sequence[NamedRole] = [*generated, *real.rows]
    column = {key: number for number, key in enumerate(taxonomy.role_keys)}
    labels = np.array([column[row.role] for row in rows], dtype=np.int64)
    names = [row.name for row in rows]
    seen = np.bincount(labels[len(generated) :], minlength=len(column)) + 2.0
    made = np.bincount(labels[: len(generated)], minlength=len(column))
    weights = (np.sqrt(seen / seen.mean()) * (options.role_weight / made))[labels].astype(np.float32)
    weights[len(generated) :] = options.real_weight
    features = name_features(names, words, encoder.encode(names), options.buckets)
    return Corpus(real, words, len(generated), features, labels, weights)


def fit_on(corpus: Corpus, rows: NDArray[np.int64], roles: int, options: TrainingOptions) -> RoleWeights:
    """The role model of some of the names."""
    ridge = Ridge(options.ridge_tokens, options.ridge_vector)
    return fit_roles(corpus.features.rows(rows), corpus.labels[rows], corpus.weights[rows], roles, ridge)


def fit_folds(
    corpus: Corpus, fold: NDArray[np.int64], roles: int, options: TrainingOptions
) -> tuple[list[RoleWeights], Floats]:
    """A model a fold that saw no real name of it, and the logits of every real name by the model of its own fold."""
    models, logits = [], np.zeros((len(fold), roles), dtype=np.float32)
    for number in range(options.folds):
        models.append(fit_on(corpus, corpus.rows(np.flatnonzero(fold != number)), roles, options))
        held_out = np.flatnonzero(fold == number)
        logits[held_out] = models[-1].logits(corpus.features.rows(corpus.generated + held_out))
    return models, logits


def temperature(logits: Floats, labels: NDArray[np.int64]) -> float:
    """The factor on the logits that makes unseen names most probable (temperature scaling, Guo et al. 2017)."""

    def loss(factor: float) -> float:
        z = logits * factor
        z = z - z.max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(labels)), labels]).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def figures_of(logits: Floats, real: RealNames, taxonomy: Taxonomy) -> dict[str, float]:
    """Accuracy and calibration on the real names that hold a role; any role a name was given counts as right."""
    keys, judged = taxonomy.role_keys, real.judged
    chances = np.asarray(softmax(logits[judged]), dtype=np.float64)
    truths = [real.roles_of[real.rows[number].name] for number in judged]
    first, third = (hits_among(chances, truths, keys, number) for number in (1, 3))
    low, high = interval(first, [real.rows[number].group for number in judged])
    return {
        "names": float(len(judged)),
        "top1": float(np.mean(first)),
        "top1_low": low,
        "top1_high": high,
        "top3": float(np.mean(third)),
        "macro_top1": float(np.mean(list(by_truth(first, truths).values()))),
        "calibration_error": expected_error(chances.max(axis=1), first),
    }


def softmax(logits: Floats) -> Floats:
    """Probabilities of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def train_roles(
    corpus: Corpus, taxonomy: Taxonomy, encoder: Encoder, folder: Path, options: TrainingOptions
) -> dict[str, float]:
    """Fit, calibrate, judge and write the role model; returns its figures."""
    roles, real = len(taxonomy.role_keys), corpus.real
    fold = np.array(split_by_group([row.group for row in real.rows], options.folds, options.seed))
    _, logits = fit_folds(corpus, fold, roles, options)
    column = {key: number for number, key in enumerate(taxonomy.role_keys)}
    factor = temperature(logits, np.array([column[row.role] for row in real.rows]))
    model = fit_on(corpus, corpus.rows(np.arange(len(real.rows))), roles, options)
    figures = figures_of(logits * factor, real, taxonomy) | {"temperature": factor}
    figures |= {f"dropped: {reason}": float(count) for reason, count in sorted(real.dropped.items())}
    figures["kept: several roles in one Kreis"] = float(real.contradictory)
    tensors = {"token_weights": model.tokens, "vector_weights": model.vectors, "bias": model.bias}
    save_file({n: (t * factor).astype(np.float16) for n, t in tensors.items()}, folder / "model.safetensors")
    write_json(
        folder / "roles.json",
        {"role_keys": list(taxonomy.role_keys), "encoder": encoder.fingerprint, "features": list(NAME_FEATURES)},
    )
    kinds = {kind: sorted(found) for kind, found in corpus.words.kinds.items()}
    write_json(folder / "words.json", {"kinds": kinds, "order": list(kinds), "stems": sorted(corpus.words.stems)})
    facts = {"generated_names": corpus.generated, "options": options.as_dict()}
    seal(folder, "wer-fehlt-recognition", facts, figures, card(figures))
    return figures


def card(figures: Mapping[str, float]) -> str:
    """The model card of the role model."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return f"""# Role model

**What it does.** Tells from the bare name of an organisation which stakeholder role it holds, with calibrated
probabilities. Multinomial logistic regression over hashed words, character n-grams, kinds of words (place, community,
party, ...) and the name's embedding.

**Made from** names generated by the grammar in `training/grammar.py` from the taxonomy and the lexicons, and from the
real names of the peer networks (`data/peers`); groups of organisations are left out.

**Measured** on the real names by cross-validation over Kreise; the generated names are in every fold:

| figure | value |
|---|---|
{rows}

The temperature was chosen on the same folds. The name patterns were extended after reading which of these names were
mistaken, so unseen towns will be somewhat harder.

**Limits.** German names; labels were given by reading one page a network and are arguable for a few per cent.

**Not for** judging what an organisation believes or wants: it reads a name, nothing else.
"""
