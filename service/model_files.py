"""Fitted models from their artefact folders: checked against the manifest, then read as JSON or safetensors."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file

from service.errors import ArtefactDamaged
from service.matching.additive import AdditiveModel
from service.matching.gaps import GAP_FEATURES, GapModel
from service.matching.peers import PeerSettings
from service.matching.ranking import RANKING_FEATURES, RankingModel
from service.matching.recognition import RoleModel
from service.retrieval.artefacts import current_versions, verify_artefact


def model_names(models: Path) -> dict[str, str]:
    """Which version of each artefact is in use."""
    return current_versions(models)


def read_role_model(models: Path, role_keys: Sequence[str], encoder: str) -> RoleModel:
    """The role model in use; `encoder` is the fingerprint of the encoder in use.

    Raises ArtefactDamaged where it was fitted to another taxonomy. With another encoder than the one it was fitted with,
    the part that reads vectors is left out.
    """
    folder = _folder(models, "recognition")
    known = json.loads((folder / "roles.json").read_text(encoding="utf-8"))
    if known["role_keys"] != list(role_keys):
        raise ArtefactDamaged(path=folder.name)
    tensors = {name: tensor.astype(np.float32) for name, tensor in load_file(folder / "model.safetensors").items()}
    vectors = tensors["vector_weights"]
    if known["encoder"] != encoder:
        vectors = np.zeros((1, len(role_keys)), dtype=np.float32)
    return RoleModel(tuple(role_keys), tensors["token_weights"], vectors, tensors["bias"])


def read_gap_model(models: Path) -> tuple[GapModel, PeerSettings]:
    """The gap model in use and how it weighs peers; raises ArtefactDamaged where its features are not the code's."""
    folder, content = _json_model(models, "gaps")
    model = GapModel(folder.name, _additive(content, GAP_FEATURES, folder), float(content["floor"]))
    return model, PeerSettings(**content["peers"])


def read_ranking_model(models: Path) -> RankingModel:
    """The ranking model in use; raises ArtefactDamaged where its features are not the code's."""
    folder, content = _json_model(models, "ranking")
    return RankingModel(folder.name, _additive(content, RANKING_FEATURES, folder), float(content["floor"]))


def _folder(models: Path, artefact: str) -> Path:
    folder = models / artefact / current_versions(models)[artefact]
    verify_artefact(folder)
    return folder


def _json_model(models: Path, artefact: str) -> tuple[Path, dict[str, Any]]:
    folder = _folder(models, artefact)
    return folder, json.loads((folder / "model.json").read_text(encoding="utf-8"))


def _additive(content: Mapping[str, Any], features: tuple[str, ...], folder: Path) -> AdditiveModel:
    if tuple(content["features"]) != features:
        raise ArtefactDamaged(path=folder.name)
    return AdditiveModel(features, tuple(float(weight) for weight in content["weights"]), float(content["intercept"]))
