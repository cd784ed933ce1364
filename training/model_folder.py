"""Writing an artefact folder: files, metrics, card and manifest in one call, and putting it in use."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from service.retrieval.artefacts import sha256

LIBRARIES = ("model2vec", "numpy", "scikit-learn", "scipy", "sentence-transformers", "tokenizers", "torch")


def write_json(path: Path, content: Any) -> None:
    """A JSON file that reads well in a diff."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@contextmanager
def new_version(models: Path, artefact: str, version: str) -> Iterator[Path]:
    """A folder to write an artefact into, put in use when all went well; what fails leaves everything as it was."""
    folder, fresh = models / artefact / version, models / artefact / f"{version}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(fresh, folder)
        put_in_use(models, artefact, version)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def seal(folder: Path, name: str, facts: Mapping[str, Any], metrics: Mapping[str, Any], card: str) -> None:
    """Add metrics, card and manifest to the files of a folder; `facts` go into the manifest."""
    write_json(folder / "metrics.json", metrics)
    (folder / "README.md").write_text(card, encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o644)
    files = sorted(path for path in folder.iterdir() if path.name not in ("manifest.json", "README.md"))
    version = folder.name.removesuffix(".new")
    manifest = {"name": name, "version": version, "files": {path.name: sha256(path) for path in files}}
    write_json(folder / "manifest.json", {**manifest, **facts})


def stamp(folder: Path, data: Path, sources: Iterable[Path]) -> None:
    """Add to the manifest what the artefact was made from: SHA-256 of each data file, and the libraries' versions."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["data"] = {source.relative_to(data).as_posix(): sha256(source) for source in sorted(sources)}
    manifest["libraries"] = {name: version(name) for name in LIBRARIES}
    write_json(path, manifest)


def put_in_use(models: Path, artefact: str, version: str) -> None:
    """Name the version of an artefact that the service loads."""
    path = models / "current.json"
    current = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    write_json(path, {**current, artefact: version})
