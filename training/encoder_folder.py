"""Writing the encoder as model2vec loads it, with how well it finds profiles on texts it was not trained on."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import numpy as np
from model2vec import StaticModel

from service.retrieval.encoder import StaticEncoder
from training.encoder import fit_encoder
from training.model_folder import put_in_use, seal
from training.options import TrainingOptions
from training.pairs import generate_pairs
from training.texts import World, draw_topic, profile, question
from training.tokenizer import train_tokenizer

LANGUAGES = ("de", "de-easy", "en", "tr", "uk", "ar")
#: Questions asked of as many profiles in each language.
ASKED = 500


def train_encoder(world: World, models: Path, options: TrainingOptions) -> dict[str, float]:
    """Fit, judge and write the encoder; returns its figures."""
    pairs = generate_pairs(world, options)
    tokenizer = train_tokenizer((text for pair in pairs for text in pair), options)
    vectors = fit_encoder(pairs, tokenizer, options)
    folder = models / "encoder" / options.version
    folder.mkdir(parents=True, exist_ok=True)
    StaticModel(vectors.astype(np.float16), tokenizer, normalize=True).save_pretrained(folder)
    for extra in ("README.md", "modules.json"):
        (folder / extra).unlink(missing_ok=True)
    seal(folder, "wer-fehlt-encoder", {"pairs": len(pairs), "options": options.as_dict()}, {}, "")
    figures = figures_of(StaticEncoder(folder), world, options.seed)
    seal(folder, "wer-fehlt-encoder", {"pairs": len(pairs), "options": options.as_dict()}, figures, card(figures))
    put_in_use(models, "encoder", options.version)
    return figures


def figures_of(encoder: StaticEncoder, world: World, seed: int) -> dict[str, float]:
    """Mean reciprocal rank of the right profile among ASKED, for fresh questions in each language."""
    rng = Random(f"{seed}-held-out")
    topics = [draw_topic(world, rng) for _ in range(ASKED)]
    profiles = encoder.encode([profile(topic, world, rng) for topic in topics])
    figures = {}
    for language in LANGUAGES:
        asked = encoder.encode([question(topic, language, world, rng) for topic in topics])
        likeness = asked @ profiles.T
        ranks = (likeness > np.diag(likeness)[:, None]).sum(axis=1) + 1
        figures[f"mrr_{language}"] = float((1 / ranks).mean())
    return figures


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

**Measured** on freshly drawn generated texts ({ASKED} profiles, one question each; mean reciprocal rank):

| figure | value |
|---|---|
{rows}

These texts come from the same generator as the training texts: real questions are harder.

**Limits.** Word order does not count; words outside the lexicons are known by their spelling only.

**Not for** general text similarity.
"""
