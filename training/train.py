"""All artefacts in the order in which they need each other."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from service.retrieval.artefacts import sha256
from service.retrieval.encoder import Encoder, load_encoder
from training.crossfit import CrossFit, cross_fit
from training.encoder_folder import train_encoder
from training.model_folder import new_version, stamp
from training.names import read_real_names
from training.needs import train_needs
from training.options import TrainingOptions
from training.ranking_fit import train_ranking
from training.resolution import train_resolution
from training.roles import Corpus, make_corpus, train_roles
from training.sources import Sources, read_sources, read_strangers
from training.texts import make_world

ARTEFACTS = ("encoder", "recognition", "gaps", "ranking", "resolution")

_TEXTS = ("taxonomy/*.yaml", "lexicon/**/*.*", "register/*.csv")
_NETWORKS = ("taxonomy/roles.yaml", "norms/*.yaml", "archetypes/*.yaml", "peers/networks.jsonl", "register/*.csv")
#: The data files that each artefact is made from.
MADE_FROM: Mapping[str, tuple[str, ...]] = {
    "encoder": _TEXTS,
    "recognition": (*_TEXTS, "peers/networks.jsonl"),
    "gaps": _NETWORKS,
    "ranking": (*_NETWORKS, "lexicon/**/*.*", "evaluation/strangers.txt"),
    "resolution": (
        "evaluation/same_organisation.jsonl",
        "imports/name_forms.yaml",
        "lexicon/names/*.yaml",
        "peers/networks.jsonl",
    ),
}

Figures = Mapping[str, float]


def trainers(data: Path, models: Path, options: TrainingOptions) -> dict[str, Callable[[], Figures]]:
    """What makes each artefact; those that read names use the encoder in use."""
    sources = read_sources(data)

    def recognition(folder: Path) -> Figures:
        encoder = load_encoder(None, models)
        return train_roles(corpus_of(sources, data, encoder, options), sources.taxonomy, encoder, folder, options)

    def ranking(folder: Path) -> Figures:
        encoder = load_encoder(None, models)
        recogniser = recogniser_of(sources, corpus_of(sources, data, encoder, options), encoder, options)
        return train_ranking(sources, recogniser, read_strangers(data), folder, options)

    makers: dict[str, Callable[[Path], Figures]] = {
        "encoder": lambda folder: train_encoder(make_world(sources.taxonomy, sources.lexicons), folder, options),
        "recognition": recognition,
        "gaps": lambda folder: train_needs(sources, folder, options),
        "ranking": ranking,
        "resolution": lambda folder: train_resolution(data, models, folder, options),
    }

    def stamped(name: str) -> Figures:
        with new_version(models, name, options.version) as folder:
            figures = makers[name](folder)
            stamp(folder, data, (file for part in MADE_FROM[name] for file in data.glob(part)))
        return figures

    return {name: partial(stamped, name) for name in ARTEFACTS}


def corpus_of(sources: Sources, data: Path, encoder: Encoder, options: TrainingOptions) -> Corpus:
    """Generated and real names with their features."""
    real = read_real_names(data / "peers" / "networks.jsonl")
    return make_corpus(real, sources.taxonomy, sources.lexicons, sources.words, encoder, options)


def recogniser_of(sources: Sources, corpus: Corpus, encoder: Encoder, options: TrainingOptions) -> CrossFit:
    """Role models over the folds of the networks' Kreise."""
    groups = [network.group_key for network in sources.networks]
    return cross_fit(corpus, sources.taxonomy.role_keys, groups, encoder, options)


def fingerprints(models: Path) -> dict[str, str]:
    """SHA-256 of each artefact's manifest, to compare two runs."""
    current = json.loads((models / "current.json").read_text(encoding="utf-8"))
    return {name: sha256(models / name / current[name] / "manifest.json")[:16] for name in ARTEFACTS}


def seed_everything(options: TrainingOptions) -> None:
    """Seed the one global generator that libraries reach for, and add up in one order: one thread a library."""
    np.random.seed(options.seed)  # noqa: NPY002 (libraries read the legacy generator)
    threadpool_limits(1)
