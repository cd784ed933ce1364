"""Encoders: the shipped static model with numpy alone, or any sentence-transformers model."""

import re
import threading
from collections.abc import Sequence
from hashlib import sha256 as sha256_of
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from service.domain.names import folded
from service.errors import ArtefactDamaged, EncoderUnusable, ExtraMissing
from service.retrieval.artefacts import current_versions, sha256, verify_artefact

Vectors = NDArray[np.float32]

#: Texts are cut to so many characters before they are encoded.
READ_CHARACTERS = 4000


#: Arabic letters that are written either way.
_EITHER_WAY = str.maketrans({"ة": "ه", "ى": "ي", "ـ": ""})
_GENDERED = re.compile(r"[*:/](?=in)")
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")


def plain_text(text: str) -> str:
    """The text as the static model reads it: folded, letters written one way, "Leiter*in" and "D.G.B." in one word."""
    return _DOTTED.sub("", _GENDERED.sub("", folded(text).translate(_EITHER_WAY)))


class Encoder(Protocol):
    """Turns texts into vectors of length 1; a text without a known token becomes the zero vector."""

    name: str
    fingerprint: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, shape (texts, dimension)."""
        ...


def unit_rows(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows that are zero or not finite become zero."""
    clean = np.nan_to_num(np.asarray(vectors, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(clean, axis=1, keepdims=True)
    return np.asarray(np.divide(clean, lengths, out=np.zeros_like(clean), where=lengths > 0), dtype=np.float32)


class StaticEncoder:
    """A static embedding model (token vectors, mean pooled), served by model2vec without torch."""

    def __init__(self, folder: Path) -> None:
        from model2vec import StaticModel

        manifest = verify_artefact(folder, ("config.json", "model.safetensors", "tokenizer.json"))
        try:
            self._model: Any = StaticModel.from_pretrained(folder)
            # Half precision halves the file, but numpy adds it up several times as slowly.
            self._model.embedding = self._model.embedding.astype(np.float32)
            self.name = f"{manifest['name']} {manifest['version']}"
        except Exception as error:
            raise ArtefactDamaged(path=folder.name) from error
        self.fingerprint = str(manifest["files"]["model.safetensors"])
        self.dimension = int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, shape (texts, dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        cut = [plain_text(text[:READ_CHARACTERS]) for text in texts]
        return unit_rows(self._model.encode(cut, use_multiprocessing=False))

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Numbers of the known tokens of each text; the texts are spelled plainly already (plain_text)."""
        if not texts:
            return []
        found: list[list[int]] = self._model.tokenize([text[:READ_CHARACTERS] for text in texts])
        return found

    def token_vectors(self, tokens: Sequence[int]) -> Vectors:
        """Vectors of tokens, shape (tokens, dimension); their lengths tell how much they say."""
        return np.asarray(self._model.embedding[np.asarray(tokens, dtype=np.int64)], dtype=np.float32)


class SentenceEncoder:
    """Any sentence-transformers model, from a folder or from the hub's local cache."""

    def __init__(self, setting: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ExtraMissing(encoder=setting) from error
        try:
            self._model: Any = SentenceTransformer(
                setting,
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
            self.dimension = int(self._model.get_embedding_dimension())
        except Exception as error:
            raise EncoderUnusable(encoder=setting) from error
        self.name = Path(setting).name
        self.fingerprint = f"sentence-transformers:{_content(setting)}"
        self._one_at_a_time = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, shape (texts, dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        cut = [text[:READ_CHARACTERS] for text in texts]
        with self._one_at_a_time:
            return unit_rows(self._model.encode(cut, batch_size=32, show_progress_bar=False))


def _content(setting: str) -> str:
    """What tells one model from another: a folder's weights and settings; of the hub's models the name."""
    files = sorted(path for path in Path(setting).rglob("*") if path.suffix in (".safetensors", ".json"))
    if not files:
        return setting
    return sha256_of("".join(sha256(path) for path in files).encode()).hexdigest()


def load_encoder(setting: str | None, models: Path) -> Encoder:
    """The shipped encoder, or the one that the setting names.

    Raises ArtefactDamaged, ExtraMissing or EncoderUnusable.
    """
    if setting:
        return SentenceEncoder(setting)
    return StaticEncoder(models / "encoder" / current_versions(models)["encoder"])
