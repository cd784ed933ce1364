"""Fine-tuning any sentence-transformers model on the generated pairs, judged on fresh questions before and after."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from service.errors import OutputUnusable
from service.retrieval.artefacts import sha256
from service.retrieval.encoder import Encoder, SentenceEncoder
from training.encoder_folder import ASKED, LANGUAGES, reciprocal_rank
from training.model_folder import LIBRARIES, write_json
from training.options import TrainingOptions
from training.pairs import Pair, generate_pairs
from training.texts import World, draw_topic, profile, question

#: Shorter vectors that must be usable too, where the model's own are longer.
_MATRYOSHKA = (512, 256, 128, 64)


@dataclass(frozen=True)
class Tuning:
    """Options of a fine-tuning: `steps` counts batches, all pairs once where absent; `asked` profiles judge the model."""

    steps: int | None = None
    batch: int = 32
    learning_rate: float = 2e-5
    asked: int = ASKED


@dataclass(frozen=True)
class Exam:
    """Profiles, and in each language one question for each of them, in their order."""

    profiles: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]


def fine_tune(base: str, output: Path, world: World, options: TrainingOptions, tuning: Tuning) -> dict[str, float]:
    """Train a folder's or cached hub model, write it with manifest and card, and return its figures.

    Raises OutputUnusable, ExtraMissing or EncoderUnusable.
    """
    encoder = SentenceEncoder(base)
    claim(output)
    exam = draw_exam(world, tuning.asked, options.seed)
    figures = grades(encoder, exam, "before")
    pairs = generate_pairs(world, options)
    fit(base, pairs, tuning, options.seed).save_pretrained(str(output), create_model_card=False)
    figures |= grades(SentenceEncoder(str(output)), exam, "after")
    facts = {
        "base": {"name": base_name(base), "fingerprint": encoder.fingerprint},
        "options": {"texts": options.as_dict(), "tuning": asdict(tuning)},
        "pairs": {"number": len(pairs), "sha256": pairs_hash(pairs)},
    }
    seal(output, facts, figures, card(base_name(base), tuning, figures))
    return figures


def claim(output: Path) -> None:
    """Make the folder unless it is there and empty; raises OutputUnusable."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        usable = os.access(output, os.W_OK) and not any(output.iterdir())
    except OSError as error:
        raise OutputUnusable(path=str(output)) from error
    if not usable:
        raise OutputUnusable(path=str(output))


def draw_exam(world: World, number: int, seed: int) -> Exam:
    """Freshly drawn questions, in the order in which those that judge the shipped encoder are drawn."""
    rng = Random(f"{seed}-held-out")
    topics = [draw_topic(world, rng) for _ in range(number)]
    profiles = tuple(profile(topic, world, rng) for topic in topics)
    return Exam(profiles, {lang: tuple(question(topic, lang, world, rng) for topic in topics) for lang in LANGUAGES})


def grades(encoder: Encoder, exam: Exam, when: str) -> dict[str, float]:
    """Mean reciprocal rank of the right profile in each language."""
    profiles = encoder.encode(exam.profiles)
    return {
        f"mrr_{language}_{when}": reciprocal_rank(encoder.encode(asked) @ profiles.T)
        for language, asked in exam.questions.items()
    }


def fit(base: str, pairs: Sequence[Pair], tuning: Tuning, seed: int) -> Any:
    """Decision 14: the model after MultipleNegativesRanking and Matryoshka losses on the pairs, whatever its kind."""
    from datasets import Dataset
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer
    from sentence_transformers.sentence_transformer import losses
    from transformers import set_seed

    set_seed(seed, deterministic=True)
    model: Any = SentenceTransformer(
        base, device="cpu", trust_remote_code=False, local_files_only=True, model_kwargs={"use_safetensors": True}
    )
    # Steps of this length are lost in the half precision that some models are stored in.
    model.float()
    loss = losses.MatryoshkaLoss(
        model, losses.MultipleNegativesRankingLoss(model), dimensions(model.get_embedding_dimension())
    )
    columns = {"anchor": [first for first, _ in pairs], "positive": [second for _, second in pairs]}
    with TemporaryDirectory() as folder:
        arguments = _arguments(Path(folder), tuning, seed, model.prompts.get(model.default_prompt_name))
        SentenceTransformerTrainer(
            model=model, args=arguments, train_dataset=Dataset.from_dict(columns), loss=loss
        ).train()
    return model


def dimensions(longest: int) -> list[int]:
    """The lengths of vectors that are trained, the model's own first."""
    return [longest, *(length for length in _MATRYOSHKA if length < longest)]


def _arguments(folder: Path, tuning: Tuning, seed: int, prompt: str | None) -> Any:
    from sentence_transformers import SentenceTransformerTrainingArguments
    from sentence_transformers.base.sampler import BatchSamplers

    return SentenceTransformerTrainingArguments(
        output_dir=str(folder),
        max_steps=tuning.steps or -1,
        num_train_epochs=1,
        per_device_train_batch_size=tuning.batch,
        learning_rate=tuning.learning_rate,
        warmup_steps=0.1,
        seed=seed,
        data_seed=seed,
        batch_sampler=BatchSamplers.NO_DUPLICATES,
        prompts=prompt,
        use_cpu=True,
        dataloader_num_workers=0,
        disable_tqdm=False,
        save_strategy="no",
        logging_strategy="no",
        report_to=[],
    )


def base_name(base: str) -> str:
    """The hub id, or the name of the folder without where it lies."""
    return Path(base).resolve().name if Path(base).is_dir() else base


def pairs_hash(pairs: Sequence[Pair]) -> str:
    """SHA-256 of the pairs in their order."""
    return hashlib.sha256(json.dumps(pairs, ensure_ascii=False).encode()).hexdigest()


def seal(folder: Path, facts: Mapping[str, Any], figures: Mapping[str, float], text: str) -> None:
    """Add metrics, card and manifest to the saved model, whose modules lie in folders of their own."""
    write_json(folder / "metrics.json", figures)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        path.chmod(0o644)
    hashes = {path.relative_to(folder).as_posix(): sha256(path) for path in files}
    libraries = {name: version(name) for name in (*LIBRARIES, "transformers")}
    manifest = {"name": "wer-fehlt-fine-tuned", "version": folder.name, "files": hashes, "libraries": libraries}
    (folder / "README.md").write_text(text, encoding="utf-8")
    write_json(folder / "manifest.json", {**manifest, **facts})


def card(base: str, tuning: Tuning, figures: Mapping[str, float]) -> str:
    """The model card of a fine-tuned encoder."""
    rows = "\n".join(
        f"| {language} | {figures[f'mrr_{language}_before']:.3f} | {figures[f'mrr_{language}_after']:.3f} |"
        for language in LANGUAGES
    )
    return f"""---
language: [de, en, tr, uk, ar]
library_name: sentence-transformers
---
# Fine-tuned encoder

**What it does.** Turns German profiles of organisations and questions in German, Einfache Sprache, English, Turkish,
Ukrainian and Arabic into vectors that lie close where the meaning is close. To use it, name this folder in
`WERFEHLT_ENCODER`.

**Made from** the model `{base}` and {tuning.steps or "all"} batches of {tuning.batch} pairs of texts generated from the
taxonomy, the lexicons and the sentence frames in `data/lexicon`, by contrastive learning (multiple negatives ranking loss,
Matryoshka). No text of any organisation was used. `manifest.json` names options, data and libraries.

**Measured** on freshly drawn generated texts ({tuning.asked} profiles, one question each; mean reciprocal rank;
`mrr_..._before` and `mrr_..._after` in `metrics.json`):

| language | before | after |
|---|---|---|
{rows}

These texts come from the same generator as the training texts: real questions are harder.

**Limits.** Languages that `{base}` does not know stay weak; its licence and its prejudices go on with it. Roles are then
recognised without meaning, by words alone, because the shipped role model knows only the shipped encoder.

**Not for** general text similarity, and not for texts about persons.
"""
