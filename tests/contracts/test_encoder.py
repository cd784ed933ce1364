"""Every encoder gives finite vectors of length 1, alike for a text alone and among others."""

import importlib.util
import pathlib
import subprocess
import sys

import numpy as np
import pytest

from service.errors import ArtefactDamaged, EncoderUnusable
from service.resources import Resources
from service.retrieval.encoder import Encoder, load_encoder, plain_text

TEXTS = ["Moscheegemeinde mit Jugendarbeit", "Beratung für Frauen", "", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u202e", "x" * 20_000]


@pytest.fixture(scope="module", params=["shipped", "transformer"])
def encoder(request: pytest.FixtureRequest, demo: Resources) -> Encoder:
    if request.param == "shipped":
        return demo.encoder
    return load_encoder(request.getfixturevalue("transformer_folder"), demo.settings.models)


def test_vectors_are_finite_and_of_length_one(encoder: Encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors[:2], axis=1), 1, atol=1e-4)


def test_a_text_has_the_same_vector_alone(encoder: Encoder):
    np.testing.assert_allclose(encoder.encode(TEXTS)[1], encoder.encode([TEXTS[1]])[0], atol=1e-4)


def test_no_text_gives_no_vector(encoder: Encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_like_texts_are_closer_than_unlike_ones(encoder: Encoder):
    one, two, other = encoder.encode(["German course for women", "language course for women", "carpenter and roofer"])
    assert one @ two > one @ other


def test_the_default_encoder_never_imports_torch():
    code = (
        "import sys; from service.settings import Settings; from service.retrieval.encoder import load_encoder\n"
        "load_encoder(None, Settings().models).encode(['Jobcenter']); import service.app\n"
        "assert not {'torch', 'transformers', 'sentence_transformers', 'sklearn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_a_name_that_is_no_model_is_refused(demo: Resources, tmp_path: pathlib.Path):
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("the extra transformers is not installed")
    with pytest.raises(EncoderUnusable):
        load_encoder(str(tmp_path), demo.settings.models)


def test_a_damaged_artefact_is_refused(demo: Resources, tmp_path: pathlib.Path):
    version = demo.model_names["recognition"]
    (tmp_path / "encoder" / version).mkdir(parents=True)
    (tmp_path / "current.json").write_text(f'{{"encoder": "{version}"}}')
    (tmp_path / "encoder" / version / "manifest.json").write_text('{"files": {"model.safetensors": "0"}}')
    (tmp_path / "encoder" / version / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(ArtefactDamaged):
        load_encoder(None, tmp_path)


def test_the_static_model_reads_one_spelling_of_what_is_written_either_way():
    for one, other in (("Bürger*innen", "Buergerinnen"), ("D.G.B.", "dgb."), ("Straße", "STRASSE"), ("مدرسة", "مدرسه")):
        assert plain_text(one) == plain_text(other)
