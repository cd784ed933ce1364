"""Artefact folders: a manifest names each file with its SHA-256, and nothing is read before it has been checked."""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from service.errors import ArtefactDamaged


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_artefact(folder: Path, needed: Collection[str] = ()) -> dict[str, Any]:
    """The manifest of a folder whose files are as it says, the needed ones among them; raises ArtefactDamaged."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        damaged = [name for name, expected in manifest["files"].items() if sha256(folder / name) != expected]
        damaged += sorted(set(needed) - manifest["files"].keys())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArtefactDamaged(path=str(folder.name)) from error
    if damaged:
        raise ArtefactDamaged(path=f"{folder.name}/{damaged[0]}")
    return manifest


def current_versions(models: Path) -> dict[str, str]:
    """Which version of each artefact is in use; raises ArtefactDamaged."""
    try:
        versions: dict[str, str] = json.loads((models / "current.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtefactDamaged(path="current.json") from error
    return versions
