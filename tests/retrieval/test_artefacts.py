import json
import pathlib

import pytest

from service.errors import ArtefactDamaged
from service.retrieval.artefacts import current_versions, sha256, verify_artefact


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "model.json").write_text('{"weights": [1, 2, 3]}')
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {"model.json": sha256(tmp_path / "model.json")}}))
    return tmp_path


def test_an_intact_folder_gives_its_manifest(folder: pathlib.Path):
    assert verify_artefact(folder, ["model.json"])["files"].keys() == {"model.json"}


def test_a_changed_file_is_refused(folder: pathlib.Path):
    (folder / "model.json").write_text('{"weights": [1, 2, 4]}')
    with pytest.raises(ArtefactDamaged):
        verify_artefact(folder)


def test_a_needed_file_that_the_manifest_does_not_vouch_for_is_refused(folder: pathlib.Path):
    (folder / "other.json").write_text("{}")
    with pytest.raises(ArtefactDamaged):
        verify_artefact(folder, ["other.json"])


@pytest.mark.parametrize("manifest", ["", "[]", "null", "{}", '{"files": []}', '{"files": {"": "x"}}', "\udcff", "{"])
def test_a_manifest_of_another_form_is_refused(folder: pathlib.Path, manifest: str):
    (folder / "manifest.json").write_bytes(manifest.encode("utf-8", "surrogateescape"))
    with pytest.raises(ArtefactDamaged):
        verify_artefact(folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path: pathlib.Path):
    with pytest.raises(ArtefactDamaged):
        verify_artefact(tmp_path / "nothing")
    with pytest.raises(ArtefactDamaged):
        current_versions(tmp_path)
