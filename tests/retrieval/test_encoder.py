import json
import pathlib
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from service.errors import ArtefactDamaged, ExtraMissing
from service.retrieval.encoder import READ_CHARACTERS, Encoder, load_encoder, unit_rows


@pytest.fixture
def copied(models_folder: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    return pathlib.Path(shutil.copytree(models_folder, tmp_path / "models"))


def test_the_encoder_in_use_is_named_with_its_version(encoder: Encoder):
    assert (encoder.name, encoder.dimension) == ("tiny-encoder tiny", 16)


def test_a_text_without_a_known_token_is_the_zero_vector(encoder: Encoder):
    assert not encoder.encode(["", "漢字", "\u202e"]).any()


def test_only_the_beginning_of_a_text_is_read(encoder: Encoder):
    text = "Verein " * (READ_CHARACTERS // 7) + " " * 10
    np.testing.assert_array_equal(encoder.encode([text])[0], encoder.encode([text + " Moschee" * 9000])[0])


def test_many_threads_get_the_same_vectors_as_one(encoder: Encoder):
    texts = [f"Verein für Sport {number} " + "Kultur " * (number * 20) for number in range(40)]
    wanted = encoder.encode(texts)
    with ThreadPoolExecutor(16) as pool:
        for vectors in pool.map(lambda _: encoder.encode(texts), range(64)):
            np.testing.assert_allclose(vectors, wanted, atol=1e-6)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("damage", ["changed", "gone", "left out of the manifest"])
def test_no_damaged_file_is_loaded(copied: pathlib.Path, name: str, damage: str):
    folder = copied / "encoder" / "tiny"
    if damage == "changed":
        (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    elif damage == "gone":
        (folder / name).unlink()
    else:
        manifest = json.loads((folder / "manifest.json").read_text())
        del manifest["files"][name]
        (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ArtefactDamaged):
        load_encoder(None, copied)


def test_a_manifest_without_a_version_is_refused(copied: pathlib.Path):
    path = copied / "encoder" / "tiny" / "manifest.json"
    path.write_text(json.dumps({"files": json.loads(path.read_text())["files"]}))
    with pytest.raises(ArtefactDamaged):
        load_encoder(None, copied)


def test_another_encoder_needs_the_extra(models_folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ExtraMissing):
        load_encoder("some/model", models_folder)


def test_rows_that_are_zero_or_not_finite_become_zero_and_others_length_one():
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0], [np.nan, np.inf]], dtype=np.float32))
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0, 0], [0, 0]], atol=1e-6)
