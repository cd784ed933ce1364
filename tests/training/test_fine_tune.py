"""A fine-tuned model serves, its folder tells where it comes from, and nothing is overwritten."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from service.errors import EncoderUnusable, OutputUnusable
from service.retrieval.artefacts import verify_artefact
from service.retrieval.encoder import load_encoder
from training import cli
from training.fine_tune import Tuning, claim, dimensions, draw_exam, fine_tune, pairs_hash
from training.texts import make_world

STEPS = 2
MODELS = Path("no models are needed")


@pytest.fixture(scope="module")
def little(taxonomy, lexicons):
    """A world with a few concepts, so that few pairs are made."""
    return make_world(taxonomy, replace(lexicons, concepts=lexicons.concepts[:3], examples=lexicons.examples[:2]))


@pytest.fixture(scope="module")
def tuned(transformer_folder, little, small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tuned") / "new" / "model"
    options = replace(small, questions=10, encoder_names_per_role=1, example_rounds=1)
    # Two threads wait for each other where other programs run.
    torch.set_num_threads(1)
    figures = fine_tune(transformer_folder, folder, little, options, Tuning(steps=STEPS, batch=2, asked=2))
    return folder, figures


def test_every_layer_has_learnt(tuned, transformer_folder):
    before = load_file(Path(transformer_folder) / "model.safetensors")
    after = load_file(tuned[0] / "model.safetensors")
    assert {name for name in after if "query.weight" in name} == {name for name in before if "query.weight" in name}
    assert all(not np.array_equal(after[name], before[name]) for name in after if "query.weight" in name)
    assert all(np.isfinite(tensor).all() for tensor in after.values())


def test_the_folder_serves_as_an_encoder(tuned, transformer_folder):
    encoder = load_encoder(str(tuned[0]), MODELS)
    vectors = encoder.encode(["Moscheegemeinde mit Jugendarbeit", "Beratung für Frauen"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    base = load_encoder(transformer_folder, MODELS)
    assert (encoder.dimension, encoder.fingerprint == base.fingerprint) == (base.dimension, False)


def test_the_folder_holds_no_pickle_and_everyone_may_read_it(tuned):
    files = [path for path in tuned[0].rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".md", ".txt"}
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in files)


def test_the_manifest_tells_base_options_data_and_every_file(tuned, transformer_folder):
    manifest = verify_artefact(tuned[0])
    files = {path.relative_to(tuned[0]).as_posix() for path in tuned[0].rglob("*") if path.is_file()}
    assert set(manifest["files"]) == files - {"manifest.json", "README.md"}
    assert manifest["base"]["name"] == Path(transformer_folder).name
    assert manifest["options"]["tuning"]["steps"] == STEPS
    assert manifest["pairs"]["number"] > STEPS
    assert len(manifest["pairs"]["sha256"]) == 64
    assert {"sentence-transformers", "transformers", "torch"} <= set(manifest["libraries"])
    assert str(Path(transformer_folder).parent) not in (tuned[0] / "manifest.json").read_text(encoding="utf-8")


def test_the_card_tells_every_measured_figure(tuned):
    folder, figures = tuned
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert json.loads((folder / "metrics.json").read_text(encoding="utf-8")) == figures
    assert all(f"{value:.3f}" in text and 0 < value <= 1 for value in figures.values())
    assert "**Limits.**" in text
    assert "**Not for**" in text


def test_a_folder_that_holds_something_is_refused_and_untouched(transformer_folder, little, small, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(OutputUnusable):
        fine_tune(transformer_folder, tmp_path, little, small, Tuning(steps=1))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_file_is_refused_and_an_empty_folder_taken(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputUnusable):
        claim(tmp_path / "file")
    claim(tmp_path / "empty")
    claim(tmp_path / "empty")


def test_a_name_that_is_no_model_leaves_no_folder(little, small, tmp_path):
    with pytest.raises(EncoderUnusable):
        fine_tune(str(tmp_path), tmp_path / "new", little, small, Tuning(steps=1))
    assert not (tmp_path / "new").exists()


def test_the_command_refuses_in_one_sentence(transformer_folder, tmp_path, monkeypatch, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    monkeypatch.setattr(sys, "argv", ["wer-fehlt-train", "fine-tune", transformer_folder, str(tmp_path)])
    with pytest.raises(SystemExit) as refused:
        cli.main()
    assert refused.value.code == 2
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith(f"„{tmp_path}“ ist kein leerer Ordner")


def test_only_lengths_that_the_model_has_are_trained():
    assert dimensions(384) == [384, 256, 128, 64]
    assert dimensions(64) == [64]
    assert dimensions(48) == [48]


def test_one_seed_gives_one_exam(little):
    assert draw_exam(little, 2, 1) == draw_exam(little, 2, 1)
    assert draw_exam(little, 2, 1) != draw_exam(little, 2, 2)


def test_the_hash_knows_texts_and_order():
    assert pairs_hash([("a", "b")]) != pairs_hash([("b", "a")]) != pairs_hash([("ab", "")])
