"""All artefacts in the order in which they need each other."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from service.matching.peers import make_peers
from service.matching.pipeline import Knowledge
from service.model_files import read_gap_model
from service.retrieval.artefacts import sha256
from service.retrieval.encoder import load_encoder
from service.sources.norms import read_norms
from service.sources.peers import read_peers
from service.sources.register import read_register
from service.sources.taxonomy import read_taxonomy
from training.encoder_folder import train_encoder
from training.lexicons import read_lexicons
from training.names import read_real_names
from training.needs import train_needs
from training.options import TrainingOptions
from training.ranking_fit import train_ranking, unfitted
from training.roles import make_corpus, train_roles
from training.texts import make_world

ARTEFACTS = ("encoder", "recognition", "gaps", "ranking")

Figures = Mapping[str, float]


def trainers(data: Path, models: Path, options: TrainingOptions) -> dict[str, Callable[[], Figures]]:
    """What makes each artefact; the role model reads the encoder in use, the ranking model the gap model in use."""
    taxonomy, register = read_taxonomy(data / "taxonomy"), read_register(data / "register")
    lexicons, norms = read_lexicons(data / "lexicon", register), read_norms(data / "norms")
    peers_file = data / "peers" / "networks.jsonl"
    networks = read_peers(peers_file)

    def recognition() -> Figures:
        encoder, real = load_encoder(None, models), read_real_names(peers_file)
        corpus = make_corpus(real, taxonomy, lexicons, encoder, options)
        return train_roles(corpus, real, taxonomy, encoder, models, options)

    def ranking() -> Figures:
        gap_model, settings = read_gap_model(models)
        peers = make_peers(networks, taxonomy.role_keys, settings)
        knowledge = Knowledge(taxonomy, register, norms, peers, gap_model, unfitted())
        return train_ranking(peers_file, knowledge, models, options)

    return {
        "encoder": lambda: train_encoder(make_world(taxonomy, lexicons), models, options),
        "recognition": recognition,
        "gaps": lambda: train_needs(networks, taxonomy, norms, models, options),
        "ranking": ranking,
    }


def fingerprints(models: Path) -> dict[str, str]:
    """SHA-256 of each artefact's manifest, to compare two runs."""
    current = json.loads((models / "current.json").read_text(encoding="utf-8"))
    return {name: sha256(models / name / current[name] / "manifest.json")[:16] for name in ARTEFACTS}


def seed_everything(options: TrainingOptions) -> None:
    """Seed the one global generator that libraries reach for."""
    np.random.seed(options.seed)  # noqa: NPY002 (libraries read the legacy generator)
