import json
import pathlib
import random
from dataclasses import replace

import pytest

from service.domain.organisations import Organisation
from service.domain.taxonomy import Taxonomy
from service.domain.texts import Text
from service.retrieval import files
from service.retrieval.encoder import Encoder
from service.retrieval.files import index_fingerprint, load_snapshot, save_snapshot
from service.retrieval.segment import make_segment
from service.retrieval.snapshot import Snapshot, empty_snapshot

NAMES = ["columns.safetensors", "lists.json", "manifest.json", "vectors.faiss"]


@pytest.fixture
def snapshot(taxonomy: Taxonomy, encoder: Encoder) -> Snapshot:
    organisations = [Organisation(f"o{n}", f"Türkischer Verein {n}", "sports_club", ags="09562") for n in range(5)]
    return empty_snapshot(encoder.dimension).with_changes(make_segment(organisations, taxonomy, encoder), (), 4)


@pytest.fixture
def folder(snapshot: Snapshot, tmp_path: pathlib.Path) -> pathlib.Path:
    save_snapshot(snapshot, tmp_path / "home" / "index", "f")
    return tmp_path / "home" / "index"


def test_a_kept_index_comes_back_whole(folder: pathlib.Path, snapshot: Snapshot):
    loaded = load_snapshot(folder, "f")
    assert loaded is not None
    assert loaded.generation == 4
    assert not len(loaded.delta)
    rows = loaded.rows_of_place("09")
    assert loaded.names(rows) == snapshot.names(snapshot.rows_of_place("09"))
    assert loaded.prefixes(rows)[0] is loaded.prefixes(rows)[1]
    assert sorted(path.name for path in folder.iterdir()) == NAMES


def test_an_empty_directory_is_kept_too(tmp_path: pathlib.Path):
    save_snapshot(empty_snapshot(16), tmp_path / "index", "f")
    loaded = load_snapshot(tmp_path / "index", "f")
    assert loaded is not None
    assert not len(loaded)


@pytest.mark.parametrize("name", NAMES)
def test_no_flipped_bit_is_ever_served(folder: pathlib.Path, name: str):
    intact, rng = (folder / name).read_bytes(), random.Random(name)
    for _ in range(60):
        damaged, bit = bytearray(intact), rng.randrange(8 * len(intact))
        damaged[bit // 8] ^= 1 << bit % 8
        (folder / name).write_bytes(damaged)
        loaded = load_snapshot(folder, "f")
        # A blank of the manifest that became another blank says the same.
        assert loaded is None or (name == "manifest.json" and json.loads(damaged) == json.loads(intact))


def test_a_manifest_that_was_changed_by_hand_is_not_served(folder: pathlib.Path):
    manifest = json.loads((folder / "manifest.json").read_text())
    for change in ({"generation": 9}, {"format": 0}, {"files": {}}, {"organisations": 4}, {"seal": ""}):
        (folder / "manifest.json").write_text(json.dumps(manifest | change))
        assert load_snapshot(folder, "f") is None


@pytest.mark.parametrize("manifest", ['{"files": {}}', "[]", "{", '{"files": {"lists.json": 1}, "seal": null}'])
def test_a_folder_of_something_else_is_not_served(folder: pathlib.Path, manifest: str):
    (folder / "manifest.json").write_text(manifest)
    assert load_snapshot(folder, "f") is None
    assert load_snapshot(folder.parent, "f") is None
    assert load_snapshot(folder / "nothing", "f") is None


def test_an_interrupted_write_leaves_the_old_index(
    folder: pathlib.Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(files, "save_file", full)
    with pytest.raises(OSError, match="space"):
        save_snapshot(snapshot.with_deleted(["o1"], 5), folder, "f")
    loaded = load_snapshot(folder, "f")
    assert loaded is not None
    assert len(loaded) == 5
    assert [path.name for path in folder.parent.iterdir()] == ["index"]


def test_remains_of_an_interrupted_write_do_no_harm(folder: pathlib.Path, snapshot: Snapshot):
    (folder.parent / "index.new").mkdir()
    (folder.parent / "index.new" / "stray").write_text("x")
    save_snapshot(snapshot, folder, "f")
    assert load_snapshot(folder, "f") is not None
    assert [path.name for path in folder.parent.iterdir()] == ["index"]


def test_the_fingerprint_changes_with_the_words_and_the_numbers_of_the_roles(taxonomy: Taxonomy, encoder: Encoder):
    first, *others = taxonomy.roles.items()
    renamed = {first[0]: replace(first[1], label=Text("Anders", "Other"))} | dict(others)
    prints = {
        index_fingerprint(encoder, other)
        for other in (taxonomy, replace(taxonomy, roles=renamed), replace(taxonomy, roles=dict([*others, first])))
    }
    assert len(prints) == 3
    assert index_fingerprint(encoder, taxonomy) in prints
