"""Writing the encoder as model2vec loads it, with how well it finds profiles on texts it was not trained on."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer

from service.domain.names import folded
from service.retrieval.encoder import StaticEncoder
from training.encoder import fit_encoder
from training.model_folder import seal
from training.options import TrainingOptions
from training.pairs import generate_pairs
from training.texts import World, draw_topic, profile, question
from training.tokenizer import train_tokenizer

LANGUAGES = ("de", "de-easy", "en", "tr", "uk", "ar")
#: Questions asked of as many profiles in each language.
ASKED = 500


def train_encoder(world: World, folder: Path, options: TrainingOptions) -> dict[str, float]:
    """Fit, judge and write the encoder; returns its figures."""
    pairs = generate_pairs(world, options)
    tokenizer = train_tokenizer((text for pair in pairs for text in pair), options)
    vectors = fit_encoder(pairs, tokenizer, options)
    StaticModel(vectors.astype(np.float16), tokenizer, normalize=True).save_pretrained(folder)
    for extra in ("README.md", "modules.json"):
        (folder / extra).unlink(missing_ok=True)
    seal(folder, "wer-fehlt-encoder", {"pairs": len(pairs), "options": options.as_dict()}, {}, "")
    figures = figures_of(StaticEncoder(folder), world, options.seed)
    seal(folder, "wer-fehlt-encoder", {"pairs": len(pairs), "options": options.as_dict()}, figures, card(figures))
    return figures


def figures_of(encoder: StaticEncoder, world: World, seed: int) -> dict[str, float]:
    """Mean reciprocal rank of the right profile among ASKED, for fresh questions in each language.

    `hashing_mrr_...` is the baseline: cosine of hashed character n-grams, which needs no training.
    """
    rng = Random(f"{seed}-held-out")
    topics = [draw_topic(world, rng) for _ in range(ASKED)]
    texts = [profile(topic, world, rng) for topic in topics]
    profiles, figures = encoder.encode(texts), {}
    hashing = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=2**18, alternate_sign=False, preprocessor=folded
    )
    hashed_profiles = hashing.transform(texts)
    for language in LANGUAGES:
        asked = [question(topic, language, world, rng) for topic in topics]
        figures[f"mrr_{language}"] = reciprocal_rank(encoder.encode(asked) @ profiles.T)
        figures[f"hashing_mrr_{language}"] = reciprocal_rank((hashing.transform(asked) @ hashed_profiles.T).toarray())
    return figures


def reciprocal_rank(likeness: NDArray[np.float32]) -> float:
    """Mean reciprocal rank of the diagonal; equals rank in the middle of their ties."""
    right = np.diag(likeness)[:, None]
    ranks = (likeness > right).sum(axis=1) + ((likeness == right).sum(axis=1) + 1) / 2
    return float((1 / ranks).mean())


def card(figures: Mapping[str, float]) -> str:
    """The model card of the encoder."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(figures.items()))
    return f"""---
language: [de, en, tr, uk, ar]
library_name: model2vec
---
# Encoder

**What it does.** Turns German profiles of organisations and questions in German, Einfache Sprache, English, Turkish,
Ukrainian and Arabic into vectors that lie close where the meaning is close. Static: one vector a token, averaged.

**Made from** texts generated from the taxonomy, the lexicons and the sentence frames in `data/lexicon`, by contrastive
learning (multiple negatives ranking loss, Matryoshka). No text of any organisation was used.

**Measured** on freshly drawn generated texts ({ASKED} profiles, one question each; mean reciprocal rank;
`hashing_mrr_...` is the baseline of hashed character n-grams):

| figure | value |
|---|---|
{rows}

These texts come from the same generator as the training texts: real questions are harder.

**Limits.** Word order does not count; words outside the lexicons are known by their spelling only.

**Not for** general text similarity.
"""
