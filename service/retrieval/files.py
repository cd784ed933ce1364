"""The index between two starts: derived data, checked on load and never trusted when anything is off."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file
from scipy import sparse

from service.errors import ArtefactDamaged
from service.retrieval.artefacts import sha256, verify_artefact
from service.retrieval.lexical import BUCKETS, Matrix
from service.retrieval.segment import ARRAYS, LISTS, Segment, empty_segment
from service.retrieval.snapshot import Snapshot
from service.retrieval.vectors import VectorIndex

#: Raise this when the files or the way texts become vectors or tokens change: kept indexes are then built anew.
FORMAT = 1


def save_snapshot(snapshot: Snapshot, folder: Path, fingerprint: str) -> None:
    """Keep a snapshot: written beside the old one, which it replaces when it is complete."""
    segment = snapshot.merged().base
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    segment.vectors.write(fresh / "vectors.faiss")
    arrays = {name: np.asarray(getattr(segment, name)) for name in ARRAYS}
    arrays |= _parts("name_rows", segment.name_rows) | _parts("text_rows", segment.text_rows)
    save_file(arrays, fresh / "columns.safetensors")
    lists = {name: list(getattr(segment, name)) for name in LISTS}
    (fresh / "lists.json").write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")
    manifest = {
        "format": FORMAT,
        "encoder": fingerprint,
        "generation": snapshot.generation,
        "organisations": len(segment),
        "dimension": segment.vectors.dimension,
        "files": {path.name: sha256(path) for path in sorted(fresh.iterdir())},
    }
    _write_through(fresh / "manifest.json", json.dumps(manifest, indent=1))
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(fresh, folder)


def load_snapshot(folder: Path, fingerprint: str) -> Snapshot | None:
    """The kept snapshot; None where it is absent, damaged, or of another format or encoder."""
    try:
        manifest = verify_artefact(folder)
        if manifest["format"] != FORMAT or manifest["encoder"] != fingerprint:
            return None
        segment = _read_segment(folder)
        if len(segment) != manifest["organisations"] or segment.vectors.dimension != manifest["dimension"]:
            return None
        return Snapshot(segment, empty_segment(segment.vectors.dimension), generation=int(manifest["generation"]))
    except (ArtefactDamaged, OSError, ValueError, KeyError, TypeError, RuntimeError):
        return None


def _read_segment(folder: Path) -> Segment:
    lists: dict[str, Any] = json.loads((folder / "lists.json").read_text(encoding="utf-8"))
    arrays = load_file(folder / "columns.safetensors")
    lists["prefixes"] = [tuple(prefixes) for prefixes in lists["prefixes"]]
    lists["facets"] = [tuple((kind, value) for kind, value in facets) for facets in lists["facets"]]
    return Segment(
        **lists,
        **{name: arrays[name] for name in ARRAYS},
        vectors=VectorIndex.read(folder / "vectors.faiss"),
        name_rows=_matrix("name_rows", arrays),
        text_rows=_matrix("text_rows", arrays),
    )


def _parts(name: str, rows: Matrix) -> dict[str, Any]:
    return {f"{name}.{part}": np.ascontiguousarray(getattr(rows, part)) for part in ("data", "indices", "indptr")}


def _matrix(name: str, arrays: Mapping[str, Any]) -> Matrix:
    parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_matrix(parts, shape=(len(parts[2]) - 1, BUCKETS))


def _write_through(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
