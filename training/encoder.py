"""The static embedding model: token vectors learned from pairs of texts by contrast with all others of a batch."""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from service.domain.names import hashed
from service.retrieval.encoder import plain_text
from training.options import TrainingOptions
from training.pairs import Pair
from training.tokenizer import UNKNOWN

Floats = NDArray[np.float32]

#: Shorter vectors that must be usable too.
_MATRYOSHKA = (256, 128, 64)
_SPELLING_BUCKETS = 2**14


def fit_encoder(pairs: Sequence[Pair], tokenizer: Tokenizer, options: TrainingOptions) -> Floats:
    """Decision 8: token vectors by MultipleNegativesRanking and Matryoshka losses, one order, one thread, one seed."""
    import torch
    from datasets import Dataset
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer
    from sentence_transformers.sentence_transformer import losses
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from transformers import set_seed

    set_seed(options.seed, deterministic=True)
    torch.set_num_threads(1)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=spelling_vectors(tokenizer, options))]
    )
    loss = losses.MatryoshkaLoss(
        model, losses.MultipleNegativesRankingLoss(model, scale=options.scale), list(_MATRYOSHKA)
    )
    anchors, positives = zip(*((plain_text(first), plain_text(second)) for first, second in pairs), strict=True)
    columns = {"anchor": list(anchors), "positive": list(positives)}
    with TemporaryDirectory() as folder:
        trainer = SentenceTransformerTrainer(
            model=model,
            args=_arguments(Path(folder), options),
            train_dataset=Dataset.from_dict(columns),
            loss=loss,
        )
        trainer.train()
    return quiet_characters(np.array(model[0].embedding.weight.detach(), dtype=np.float32), tokenizer)


def _arguments(folder: Path, options: TrainingOptions) -> Any:
    from sentence_transformers import SentenceTransformerTrainingArguments
    from sentence_transformers.base.sampler import BatchSamplers

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    return SentenceTransformerTrainingArguments(
        output_dir=str(folder),
        num_train_epochs=options.epochs,
        per_device_train_batch_size=options.batch,
        learning_rate=options.learning_rate,
        warmup_steps=0.05,
        lr_scheduler_type="cosine",
        weight_decay=0.0,
        seed=options.seed,
        data_seed=options.seed,
        batch_sampler=BatchSamplers.NO_DUPLICATES,
        use_cpu=True,
        dataloader_num_workers=0,
        save_strategy="no",
        logging_strategy="no",
        report_to=[],
    )


def spelling_vectors(tokenizer: Tokenizer, options: TrainingOptions) -> Floats:
    """Decision 7: first vectors by spelling, so that tokens with common letters start close ("Flucht", "Flüchtling").

    Each token is the mean of random vectors of its character n-grams, shape (tokens, dimension).
    """
    table = np.random.default_rng(options.seed).standard_normal((_SPELLING_BUCKETS, options.dimension))
    vectors = np.zeros((tokenizer.get_vocab_size(), options.dimension), dtype=np.float32)
    for token, number in tokenizer.get_vocab().items():
        padded = f"<{token}>"
        grams = {padded[i : i + size] for size in (3, 4, 5) for i in range(max(1, len(padded) - size + 1))}
        rows = sorted({hashed(gram, _SPELLING_BUCKETS) for gram in grams | {padded}})
        vectors[number] = table[rows].sum(axis=0) / np.sqrt(len(rows))
    return np.asarray(vectors * options.first_length / np.sqrt(options.dimension), dtype=np.float32)


def quiet_characters(vectors: Floats, tokenizer: Tokenizer) -> Floats:
    """Decision 8: single characters, punctuation and unknown signs say nothing: their vectors are zero."""
    quiet = [number for token, number in tokenizer.get_vocab().items() if len(token) == 1 or token == UNKNOWN]
    vectors = vectors.copy()
    vectors[quiet] = 0.0
    return vectors
