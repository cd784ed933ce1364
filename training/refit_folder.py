"""Folders of refitted models under the home: written beside those in use, swapped in at the end, taken out again."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.domain.networks import PeerNetwork
from service.errors import ArtefactDamaged
from service.matching.additive import AdditiveModel
from service.model_files import NETWORKS
from service.retrieval.artefacts import current_versions
from training.model_folder import seal, write_json
from training.needs import SET_BY_DESIGN as NEEDS_BY_DESIGN
from training.ranking_fit import SET_BY_DESIGN as RANKING_BY_DESIGN
from training.refit import Outcome, Refit
from training.refit_card import card

#: The artefacts that are refitted.
REFITTED = ("gaps", "ranking")


def write_refit(refit: Refit, own: Path, facts: Mapping[str, Any]) -> dict[str, str]:
    """Write the accepted artefacts and put them, and no earlier ones, in use; returns their versions."""
    own.mkdir(parents=True, exist_ok=True)
    versions = {name: version for name, version in _in_use(own).items() if name not in REFITTED}
    with TemporaryDirectory(dir=own, prefix=".new-") as name:
        beside = Path(name)
        for outcome in refit.outcomes:
            if outcome.accepted:
                folder = _write_folder(beside / outcome.artefact, refit, outcome, facts)
                _move(folder, own / outcome.artefact / folder.name)
                versions[outcome.artefact] = folder.name
        write_json(beside / "current.json", versions)
        (beside / "current.json").replace(own / "current.json")
    _remove_unused(own, versions)
    return versions


def undo_refit(own: Path) -> bool:
    """Take the refitted artefacts out of use and remove them; False where there were none."""
    if not any((own / artefact).exists() for artefact in REFITTED):
        return False
    kept = {name: version for name, version in _in_use(own).items() if name not in REFITTED}
    if kept:
        write_json(own / ".current.json", kept)
        (own / ".current.json").replace(own / "current.json")
    else:
        (own / "current.json").unlink(missing_ok=True)
    _remove_unused(own, kept)
    return True


def _write_folder(artefacts: Path, refit: Refit, outcome: Outcome, facts: Mapping[str, Any]) -> Path:
    """A version is named after its content, so that the same networks make the same version."""
    gaps = outcome.artefact == "gaps"
    content = _needs_content(refit) if gaps else _ranking_content(refit)
    rows = "".join(f"{_row(network)}\n" for network in refit.knowledge.gap_model.networks) if gaps else ""
    digest = sha256(f"{json.dumps(content, sort_keys=True)}{rows}".encode()).hexdigest()
    shipped = refit.knowledge.gap_model.name if gaps else refit.knowledge.ranking_model.name
    folder = artefacts / f"{shipped}-own-{digest[:8]}"
    folder.mkdir(parents=True)
    write_json(folder / "model.json", content)
    if rows:
        (folder / NETWORKS).write_text(rows, encoding="utf-8")
    text = card(outcome)
    seal(folder, f"wer-fehlt-{outcome.artefact}", {**facts, "refitted_from": shipped}, outcome.figures, text)
    return folder


def _needs_content(refit: Refit) -> dict[str, Any]:
    model = refit.knowledge.gap_model
    compared = {"peers": asdict(model.peers), "archetypes": asdict(model.archetypes)}
    return {**_content(model.model, model.floor), **compared, "set_by_design": NEEDS_BY_DESIGN}


def _ranking_content(refit: Refit) -> dict[str, Any]:
    model = refit.knowledge.ranking_model
    return {**_content(model.model, model.floor), "set_by_design": RANKING_BY_DESIGN}


def _content(model: AdditiveModel, floor: float) -> dict[str, Any]:
    return {"features": model.features, "weights": model.weights, "intercept": model.intercept, "floor": floor}


def _row(network: PeerNetwork) -> str:
    """A network as data/peers has it."""
    profile = {"kind": network.profile.kind, "level": network.profile.level, "phase": network.profile.phase}
    about = {"network": network.profile.name, "occasion": network.profile.occasion, **profile}
    place = {"municipality": network.municipality, "ags": network.ags, "source": network.source}
    members = [asdict(member) for member in network.members]
    return json.dumps({"id": network.id, **about, **place, "members": members}, ensure_ascii=False)


def _in_use(own: Path) -> dict[str, str]:
    try:
        return dict(current_versions(own))
    except (ArtefactDamaged, ValueError, TypeError):
        return {}


def _move(folder: Path, target: Path) -> None:
    """What stands there already has the same version and so the same content, unless it is damaged."""
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(exist_ok=True)
    folder.rename(target)


def _remove_unused(own: Path, versions: Mapping[str, str]) -> None:
    """Rosters of networks that were deleted since must not stay behind."""
    for artefact in REFITTED:
        for folder in (own / artefact).glob("*"):
            if folder.name != versions.get(artefact):
                shutil.rmtree(folder)
        if artefact not in versions:
            shutil.rmtree(own / artefact, ignore_errors=True)
