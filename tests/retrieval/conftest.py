"""A tiny real encoder, so that these tests need no trained artefact: `models` is its folder, `encoder` the loaded one."""

import json
import pathlib

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from service.domain.taxonomy import Taxonomy
from service.retrieval.artefacts import sha256
from service.retrieval.encoder import Encoder, load_encoder
from service.settings import Settings
from service.sources.taxonomy import read_taxonomy

DIMENSION = 16


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return read_taxonomy(Settings().data / "taxonomy")


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory, taxonomy: Taxonomy) -> pathlib.Path:
    """WordPiece of a few hundred words over random vectors, in the folders that training writes."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words = [phrase for role in taxonomy.roles.values() for phrase in role.synonyms.both()]
    tokenizer.train_from_iterator(words, trainers.WordPieceTrainer(vocab_size=600, special_tokens=["[PAD]", "[UNK]"]))
    vectors = np.random.default_rng(7).normal(size=(tokenizer.get_vocab_size(), DIMENSION)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models")
    artefact = folder / "encoder" / "tiny"
    StaticModel(vectors, tokenizer, normalize=True).save_pretrained(artefact)
    files = {path.name: sha256(path) for path in artefact.iterdir() if path.is_file()}
    manifest = {"name": "tiny-encoder", "version": "tiny", "files": files}
    (artefact / "manifest.json").write_text(json.dumps(manifest))
    (folder / "current.json").write_text('{"encoder": "tiny"}')
    return folder


@pytest.fixture(scope="session")
def encoder(models_folder: pathlib.Path) -> Encoder:
    return load_encoder(None, models_folder)
