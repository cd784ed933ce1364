"""The role model: fitted on generated and real names, calibrated and judged by Kreise it has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy.optimize import minimize_scalar

from service.domain.taxonomy import OTHER, Taxonomy
from service.retrieval.encoder import Encoder
from training.lexicons import Lexicons
from training.model_folder import put_in_use, seal, write_json
from training.names import NamedRole, RealNames, generate_names, split_by_group
from training.options import TrainingOptions
from training.role_fit import NameFeatures, Ridge, RoleWeights, fit_roles, name_features

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Corpus:
    """Generated names first, then real ones: features, numbers of the roles, and weights."""

    generated: int
    features: NameFeatures
    labels: NDArray[np.int64]
    weights: Floats

    def rows(self, real: NDArray[np.int64]) -> NDArray[np.int64]:
        """All generated names and some of the real ones."""
        return np.concatenate([np.arange(self.generated), self.generated + real])


def make_corpus(
    real: RealNames, taxonomy: Taxonomy, lexicons: Lexicons, encoder: Encoder, options: TrainingOptions
) -> Corpus:
    """Features of all names; a generated name of a role that is frequent among real ones weighs more."""
    generated = generate_names(taxonomy, lexicons, options)
    rows: Sequence[NamedRole] = [*generated, *real.rows]
    column = {key: number for number, key in enumerate(taxonomy.role_keys)}
    labels = np.array([column[row.role] for row in rows], dtype=np.int64)
    names = [row.name for row in rows]
    seen = np.bincount(labels[len(generated) :], minlength=len(column)) + 2.0
    weights = np.sqrt(seen / seen.mean())[labels].astype(np.float32)
    weights[len(generated) :] = options.real_weight
    return Corpus(len(generated), name_features(names, encoder.encode(names), options.buckets), labels, weights)


def fit_on(corpus: Corpus, rows: NDArray[np.int64], roles: int, options: TrainingOptions) -> RoleWeights:
    """The role model of some of the names."""
    ridge = Ridge(options.ridge_tokens, options.ridge_vector)
    return fit_roles(corpus.features.rows(rows), corpus.labels[rows], corpus.weights[rows], roles, ridge)


def unseen_logits(corpus: Corpus, real: RealNames, roles: int, options: TrainingOptions) -> Floats:
    """Logits of every real name by a model that saw no name of its Kreis."""
    fold = np.array(split_by_group([row.group for row in real.rows], options.folds, options.seed))
    logits = np.zeros((len(real.rows), roles), dtype=np.float32)
    for number in range(options.folds):
        model = fit_on(corpus, corpus.rows(np.flatnonzero(fold != number)), roles, options)
        held_out = np.flatnonzero(fold == number)
        logits[held_out] = model.logits(corpus.features.rows(corpus.generated + held_out))
    return logits


def temperature(logits: Floats, labels: NDArray[np.int64]) -> float:
    """The factor on the logits that makes unseen names most probable (temperature scaling, Guo et al. 2017)."""

    def loss(factor: float) -> float:
        z = logits * factor
        z = z - z.max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(labels)), labels]).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def figures_of(logits: Floats, real: RealNames, taxonomy: Taxonomy, seed: int) -> dict[str, float]:
    """Accuracy and calibration on the real names that hold a role; any role a name was given counts as right."""
    keys, roles_of = taxonomy.role_keys, real.roles_of
    judged = [number for number, row in enumerate(real.rows) if row.role != OTHER]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances = (powers / powers.sum(axis=1, keepdims=True))[judged]
    truth = [roles_of[real.rows[number].name] for number in judged]
    ranked = [[keys[i] for i in np.argsort(-row)[:3]] for row in chances]
    first = np.array([float(r[0] in t) for r, t in zip(ranked, truth, strict=True)])
    third = np.array([float(bool(set(r) & t)) for r, t in zip(ranked, truth, strict=True)])
    by_role: dict[str, list[float]] = {}
    for number, hit in zip(judged, first, strict=True):
        by_role.setdefault(real.rows[number].role, []).append(float(hit))
    macro = float(np.mean([np.mean(hits) for hits in by_role.values() if len(hits) >= 3]))
    low, high = interval(first, seed)
    figures = {"names": float(len(judged)), "top1": float(first.mean()), "top1_low": low, "top1_high": high}
    error = expected_error(chances.max(axis=1), first)
    return figures | {"top3": float(third.mean()), "macro_top1": macro, "calibration_error": error}


def interval(hits: NDArray[np.float64], seed: int, draws: int = 500) -> tuple[float, float]:
    """95 % bootstrap interval of a mean."""
    rng = np.random.default_rng(seed)
    means = np.sort([rng.choice(hits, len(hits)).mean() for _ in range(draws)])
    return float(means[int(draws * 0.025)]), float(means[int(draws * 0.975)])


def expected_error(sure: Floats, hits: NDArray[np.float64], bins: int = 10) -> float:
    """Expected calibration error over equally wide bins of confidence."""
    bin_of = np.minimum((sure * bins).astype(int), bins - 1)
    parts = [bin_of == number for number in range(bins) if (bin_of == number).any()]
    return float(sum(part.mean() * abs(sure[part].mean() - hits[part].mean()) for part in parts))


def train_roles(
    corpus: Corpus, real: RealNames, taxonomy: Taxonomy, encoder: Encoder, models: Path, options: TrainingOptions
) -> dict[str, float]:
    """Fit, calibrate, judge and write the role model; returns its figures."""
    roles = len(taxonomy.role_keys)
    logits = unseen_logits(corpus, real, roles, options)
    column = {key: number for number, key in enumerate(taxonomy.role_keys)}
    factor = temperature(logits, np.array([column[row.role] for row in real.rows]))
    model = fit_on(corpus, corpus.rows(np.arange(len(real.rows))), roles, options)
    figures = figures_of(logits * factor, real, taxonomy, options.seed) | {"temperature": factor}
    figures |= {f"dropped: {reason}": float(count) for reason, count in sorted(real.dropped.items())}
    folder = models / "recognition" / options.version
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {"token_weights": model.tokens, "vector_weights": model.vectors, "bias": model.bias}
    save_file({n: (t * factor).astype(np.float16) for n, t in tensors.items()}, folder / "model.safetensors")
    write_json(folder / "roles.json", {"role_keys": list(taxonomy.role_keys), "encoder": encoder.fingerprint})
    facts = {"generated_names": corpus.generated, "options": options.as_dict()}
    seal(folder, "wer-fehlt-recognition", facts, figures, card(figures))
    put_in_use(models, "recognition", options.version)
    return figures


def card(figures: Mapping[str, float]) -> str:
    """The model card of the role model."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return f"""# Role model

**What it does.** Tells from the bare name of an organisation which stakeholder role it holds, with calibrated
probabilities. Multinomial logistic regression over hashed words and character n-grams and the name's embedding.

**Made from** names generated by the grammar in `training/grammar.py` from the taxonomy and the lexicons, and from the
real names of the peer networks (`data/peers`); groups of organisations are left out.

**Measured** on the real names by cross-validation over Kreise; the generated names are in every fold:

| figure | value |
|---|---|
{rows}

The temperature was chosen on the same folds. The name patterns were written by people who had seen some of these names,
so unseen towns will be somewhat harder.

**Limits.** German names; labels were given by reading one page a network and are arguable for a few per cent.

**Not for** judging what an organisation believes or wants: it reads a name, nothing else.
"""
