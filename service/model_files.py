"""Fitted models from their artefact folders: checked against the manifest, then read as JSON or safetensors."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import structlog
from safetensors.numpy import load_file

from service.domain.networks import PeerNetwork
from service.errors import ArtefactDamaged, StartError
from service.matching.additive import AdditiveModel
from service.matching.archetypes import ArchetypeSettings
from service.matching.gaps import GAP_FEATURES, GapModel
from service.matching.name_words import NameWords
from service.matching.peers import PeerSettings
from service.matching.ranking import RANKING_FEATURES, RankingModel
from service.matching.recognition import NAME_FEATURES, RoleModel
from service.matching.resolution import ResolutionModel
from service.matching.resolution_features import RESOLUTION_FEATURES
from service.retrieval.artefacts import current_versions, verify_artefact
from service.sources.peers import read_peers

log = structlog.get_logger()

Model = TypeVar("Model")

#: The file of a refitted gap model with the users' own networks, in the form of data/peers.
NETWORKS = "networks.jsonl"


def model_names(models: Path) -> dict[str, str]:
    """Which version of each artefact is in use."""
    return current_versions(models)


def read_role_model(models: Path, role_keys: Sequence[str], encoder: str) -> RoleModel:
    """The role model in use; `encoder` is the fingerprint of the encoder in use.

    Raises ArtefactDamaged where it was fitted to another taxonomy or reads other features. With another encoder than the one
    it was fitted with, the part that reads vectors is left out.
    """
    folder = _folder(models, "recognition")
    known = json.loads((folder / "roles.json").read_text(encoding="utf-8"))
    if known["role_keys"] != list(role_keys) or known.get("features") != list(NAME_FEATURES):
        raise ArtefactDamaged(path=folder.name)
    tensors = {name: tensor.astype(np.float32) for name, tensor in load_file(folder / "model.safetensors").items()}
    vectors = tensors["vector_weights"]
    if known["encoder"] != encoder:
        vectors = np.zeros((1, len(role_keys)), dtype=np.float32)
    told = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    words = NameWords({kind: frozenset(told["kinds"][kind]) for kind in told["order"]}, frozenset(told["stems"]))
    return RoleModel(tuple(role_keys), words, tensors["token_weights"], vectors, tensors["bias"])


def read_gap_model(models: Path, own: Path | None = None, role_keys: Collection[str] = ()) -> GapModel:
    """The gap model in use and what it compares networks with: the refitted one in `own` where it fits, else the shipped.

    Raises ArtefactDamaged where the features of the shipped one are not the code's.
    """

    def read(folder: Path) -> GapModel:
        content = _content(folder)
        return GapModel(
            folder.name,
            _additive(content, GAP_FEATURES, folder),
            float(content["floor"]),
            PeerSettings(**content["peers"]),
            ArchetypeSettings(**content["archetypes"]),
            _own_networks(folder, role_keys),
        )

    return _own_or_shipped("gaps", models, own, read)


def read_ranking_model(models: Path, own: Path | None = None) -> RankingModel:
    """The ranking model in use: the refitted one in `own` where it fits, else the shipped one.

    Raises ArtefactDamaged where the features of the shipped one are not the code's.
    """

    def read(folder: Path) -> RankingModel:
        content = _content(folder)
        return RankingModel(folder.name, _additive(content, RANKING_FEATURES, folder), float(content["floor"]))

    return _own_or_shipped("ranking", models, own, read)


def read_resolution_model(models: Path) -> ResolutionModel:
    """The resolution model in use with its thresholds; raises ArtefactDamaged where its features are not the code's."""
    folder = _folder(models, "resolution")
    content = _content(folder)
    return ResolutionModel(
        folder.name,
        _additive(content, RESOLUTION_FEATURES, folder),
        float(content["merge_from"]),
        float(content["ask_from"]),
        {str(word): float(weight) for word, weight in content["word_weights"].items()},
    )


def _own_or_shipped(artefact: str, models: Path, own: Path | None, read: Callable[[Path], Model]) -> Model:
    """An artefact of one's own never keeps the service from starting: whatever is wrong with it, the shipped one serves."""
    try:
        if own is not None and (own / "current.json").exists() and artefact in current_versions(own):
            return read(_folder(own, artefact))
    except (StartError, OSError, ValueError, KeyError, TypeError, AttributeError):
        log.warning("own_model_unusable", folder=str(own / artefact) if own else artefact)
    return read(_folder(models, artefact))


def _own_networks(folder: Path, role_keys: Collection[str]) -> tuple[PeerNetwork, ...]:
    """The networks that a gap model was refitted to; raises ArtefactDamaged where the taxonomy lacks one of their roles."""
    if not (folder / NETWORKS).exists():
        return ()
    verify_artefact(folder, [NETWORKS])
    networks = read_peers(folder / NETWORKS)
    if any(not network.role_counts.keys() <= set(role_keys) for network in networks):
        raise ArtefactDamaged(path=folder.name)
    return networks


def _folder(models: Path, artefact: str) -> Path:
    folder = models / artefact / current_versions(models)[artefact]
    verify_artefact(folder)
    return folder


def _content(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    return content


def _additive(content: Mapping[str, Any], features: tuple[str, ...], folder: Path) -> AdditiveModel:
    if tuple(content["features"]) != features or len(content["weights"]) != len(features):
        raise ArtefactDamaged(path=folder.name)
    return AdditiveModel(features, tuple(float(weight) for weight in content["weights"]), float(content["intercept"]))
