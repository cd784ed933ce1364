"""Each shipped artefact has manifest, metrics and card, belongs to the taxonomy, and is small."""

import json
from pathlib import Path

import pytest

from service.matching.recognition import guess_roles
from service.model_files import read_role_model
from service.retrieval.artefacts import current_versions, verify_artefact
from service.retrieval.encoder import load_encoder
from training.train import ARTEFACTS

ROOT = Path(__file__).parents[2]

MODELS = ROOT / "models"


@pytest.mark.parametrize("name", ARTEFACTS)
def test_files_are_as_the_manifest_says(name):
    folder = MODELS / name / current_versions(MODELS)[name]
    manifest = verify_artefact(folder)
    assert manifest["version"] == folder.name
    listed = set(manifest["files"]) | {"manifest.json", "README.md"}
    assert {path.name for path in folder.iterdir()} == listed


@pytest.mark.parametrize("name", ARTEFACTS)
def test_card_tells_every_measured_figure(name):
    folder = MODELS / name / current_versions(MODELS)[name]
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "**Limits.**" in card
    assert "**Not for**" in card
    assert all(key in card for key in json.loads((folder / "metrics.json").read_text(encoding="utf-8")))


def test_encoder_is_at_most_twelve_megabytes():
    folder = MODELS / "encoder" / current_versions(MODELS)["encoder"]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 12_000_000


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(None, MODELS)


def test_questions_in_other_languages_meet_german_profiles(encoder):
    profiles = encoder.encode(["Deutschkurse für Geflüchtete", "Moscheeverein mit Freitagsgebet", "Fußballverein"])
    asked = encoder.encode(
        ["German course", "Almanca kursu", "курс німецької", "دورة اللغة الألمانية", "Deutsch lernen"]
    )
    assert ((asked @ profiles.T).argmax(axis=1) == 0).all()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Jobcenter Landkreis Coburg", "jobcenter"),
        ("Türkisch-Islamische Gemeinde Bamberg", "mosque_association"),
        ("Pfarrei St. Martin", "church"),
        ("SPD-Stadtratsfraktion", "council_politics"),
        ("VHS", "adult_education"),
        ("Kaninchenzuchtverein Auetal", "other"),
        ("Herr Thomas Müller", "other"),
    ],
)
def test_plain_names_are_recognised(encoder, taxonomy, name, role):
    model = read_role_model(MODELS, taxonomy.role_keys, encoder.fingerprint)
    chances = model.probabilities([name], encoder.encode([name]))[0]
    assert guess_roles(chances, taxonomy.role_keys)[0].role == role


def test_card_and_metrics_name_no_worse_than_the_floor():
    metrics = json.loads(
        (MODELS / "recognition" / current_versions(MODELS)["recognition"] / "metrics.json").read_text(encoding="utf-8")
    )
    assert metrics["top1"] >= 0.78
    assert metrics["calibration_error"] <= 0.05
