"""Writing an artefact folder: files, metrics, card and manifest in one call, and putting it in use."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service.retrieval.artefacts import sha256


def write_json(path: Path, content: Any) -> None:
    """A JSON file that reads well in a diff."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def seal(folder: Path, name: str, facts: Mapping[str, Any], metrics: Mapping[str, Any], card: str) -> None:
    """Add metrics, card and manifest to the files of a folder; `facts` go into the manifest."""
    write_json(folder / "metrics.json", metrics)
    (folder / "README.md").write_text(card, encoding="utf-8")
    files = sorted(path for path in folder.iterdir() if path.name not in ("manifest.json", "README.md"))
    manifest = {"name": name, "version": folder.name, "files": {path.name: sha256(path) for path in files}}
    write_json(folder / "manifest.json", {**manifest, **facts})


def put_in_use(models: Path, artefact: str, version: str) -> None:
    """Name the version of an artefact that the service loads."""
    path = models / "current.json"
    current = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    write_json(path, {**current, artefact: version})
