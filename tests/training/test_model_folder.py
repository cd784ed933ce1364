"""An artefact is put in use when it is whole, and nothing is overwritten by what fails."""

import json
import pathlib

import pytest

from service.retrieval.artefacts import verify_artefact
from training.model_folder import new_version, put_in_use, seal, stamp


def write(folder: pathlib.Path, text: str) -> None:
    (folder / "model.json").write_text(text)
    seal(folder, "test-model", {"seed": 7}, {"hit": 0.5}, "# Card\n")


@pytest.fixture
def models(tmp_path: pathlib.Path) -> pathlib.Path:
    with new_version(tmp_path, "gaps", "v1") as folder:
        write(folder, "1")
    return tmp_path


def test_a_whole_artefact_is_in_use_under_its_version(models: pathlib.Path):
    assert json.loads((models / "current.json").read_text()) == {"gaps": "v1"}
    manifest = verify_artefact(models / "gaps" / "v1", ["model.json", "metrics.json"])
    assert (manifest["version"], manifest["seed"]) == ("v1", 7)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_what_fails_leaves_everything_as_it_was(models: pathlib.Path, version: str):
    def fail() -> None:
        with new_version(models, "gaps", version) as folder:
            write(folder, "2")
            raise ValueError("too few networks")

    with pytest.raises(ValueError, match="too few"):
        fail()
    assert [path.name for path in (models / "gaps").iterdir()] == ["v1"]
    assert (models / "gaps" / "v1" / "model.json").read_text() == "1"
    assert json.loads((models / "current.json").read_text()) == {"gaps": "v1"}


def test_a_new_version_replaces_the_old_one_of_its_name(models: pathlib.Path):
    with new_version(models, "gaps", "v1") as folder:
        write(folder, "3")
    assert (models / "gaps" / "v1" / "model.json").read_text() == "3"
    verify_artefact(models / "gaps" / "v1")


def test_other_artefacts_stay_in_use(models: pathlib.Path):
    put_in_use(models, "ranking", "v9")
    assert json.loads((models / "current.json").read_text()) == {"gaps": "v1", "ranking": "v9"}


def test_the_manifest_names_the_data_and_the_libraries(models: pathlib.Path, tmp_path: pathlib.Path):
    (tmp_path / "names.yaml").write_text("[]")
    stamp(models / "gaps" / "v1", tmp_path, [tmp_path / "names.yaml"])
    manifest = json.loads((models / "gaps" / "v1" / "manifest.json").read_text())
    assert set(manifest["data"]) == {"names.yaml"}
    assert "scikit-learn" in manifest["libraries"]
