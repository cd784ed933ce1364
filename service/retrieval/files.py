"""The index between two starts: derived data, checked on load and never trusted when anything is off."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file
from scipy import sparse

from service.domain.taxonomy import Taxonomy
from service.errors import ArtefactDamaged
from service.retrieval.artefacts import sha256, verify_artefact
from service.retrieval.encoder import Encoder
from service.retrieval.lexical import BUCKETS, Matrix
from service.retrieval.segment import ARRAYS, LISTS, Segment, empty_segment, shared
from service.retrieval.snapshot import Snapshot
from service.retrieval.vectors import VectorIndex

#: Raise this when the files or the way texts become vectors or tokens change: kept indexes are then built anew.
FORMAT = 2
FILES = ("columns.safetensors", "lists.json", "vectors.faiss")


def index_fingerprint(encoder: Encoder, taxonomy: Taxonomy) -> str:
    """What an index depends on besides the store: the encoder, the numbers of the roles and the words of profiles."""
    vocabularies = (taxonomy.roles, taxonomy.fields, taxonomy.audiences, taxonomy.languages)
    words = [[(key, term.label.de) for key, term in terms.items()] for terms in vocabularies]
    return hashlib.sha256(json.dumps([encoder.fingerprint, words]).encode("utf-8")).hexdigest()


def save_snapshot(snapshot: Snapshot, folder: Path, fingerprint: str) -> None:
    """Keep a snapshot: written beside the old one, which it replaces when it is complete; raises OSError."""
    segment = snapshot.merged().base
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        _write_segment(segment, fresh)
        manifest = {
            "format": FORMAT,
            "fingerprint": fingerprint,
            "generation": snapshot.generation,
            "organisations": len(segment),
            "dimension": segment.vectors.dimension,
            "files": {name: sha256(fresh / name) for name in FILES},
        }
        sealed = manifest | {"seal": _seal(manifest)}
        (fresh / "manifest.json").write_text(json.dumps(sealed, indent=1), encoding="utf-8")
        for path in fresh.iterdir():
            _write_through(path)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def load_snapshot(folder: Path, fingerprint: str) -> Snapshot | None:
    """The kept snapshot; None where it is absent, damaged, or of another format or fingerprint."""
    try:
        manifest = verify_artefact(folder, FILES)
        seal = manifest.pop("seal")
        if seal != _seal(manifest) or (manifest["format"], manifest["fingerprint"]) != (FORMAT, fingerprint):
            return None
        segment = _read_segment(folder)
        if (len(segment), segment.vectors.dimension) != (manifest["organisations"], manifest["dimension"]):
            return None
        segment.prepare()
        return Snapshot(segment, empty_segment(segment.vectors.dimension), generation=int(manifest["generation"]))
    except (ArtefactDamaged, OSError, ValueError, KeyError, TypeError, RuntimeError):
        return None


def _seal(manifest: Mapping[str, Any]) -> str:
    """A checksum of the manifest itself, whose generation decides what is read anew from the store."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode("utf-8")).hexdigest()


def _write_segment(segment: Segment, folder: Path) -> None:
    segment.vectors.write(folder / "vectors.faiss")
    arrays = {name: np.asarray(getattr(segment, name)) for name in ARRAYS}
    arrays |= _parts("name_rows", segment.name_rows) | _parts("text_rows", segment.text_rows)
    save_file(arrays, folder / "columns.safetensors")
    lists = {name: list(getattr(segment, name)) for name in LISTS}
    (folder / "lists.json").write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")


def _read_segment(folder: Path) -> Segment:
    lists: dict[str, Any] = json.loads((folder / "lists.json").read_text(encoding="utf-8"))
    arrays = load_file(folder / "columns.safetensors")
    lists["prefixes"] = shared(tuple(prefixes) for prefixes in lists["prefixes"])
    lists["facets"] = shared(tuple((kind, value) for kind, value in facets) for facets in lists["facets"])
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


def _write_through(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
