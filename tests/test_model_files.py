"""Which model serves: one's own where it is intact and fits the code, else the shipped one, and a warning says so."""

import json
import pathlib
from typing import Any

import pytest
from structlog.testing import capture_logs

from service.errors import ArtefactDamaged
from service.matching.gaps import GAP_FEATURES
from service.matching.ranking import RANKING_FEATURES
from service.model_files import NETWORKS, read_gap_model, read_ranking_model
from training.model_folder import put_in_use, seal, write_json

FEATURES = {"gaps": GAP_FEATURES, "ranking": RANKING_FEATURES}
NETWORK = {"id": "n", "network": "Runder Tisch", "kind": None, "level": None, "phase": None, "occasion": None}
PLACE = {"ags": "09562", "municipality": "Erlangen", "source": ""}
MEMBER = {"name": "Jobcenter Erlangen", "role": "jobcenter", "place": None, "group": False}
ROSTER = json.dumps(NETWORK | PLACE | {"members": [MEMBER]})


def write(models: pathlib.Path, version: str, networks: str = "", **values: Any) -> None:
    for artefact, features in FEATURES.items():
        folder = models / artefact / version
        folder.mkdir(parents=True)
        content = {"features": features, "weights": [1.0] * len(features), "intercept": -1.0, "floor": 0.1}
        write_json(folder / "model.json", content | {"peers": {}, "archetypes": {}} | values)
        if networks and artefact == "gaps":
            (folder / NETWORKS).write_text(networks, encoding="utf-8")
        seal(folder, artefact, {}, {}, "")
        put_in_use(models, artefact, version)


@pytest.fixture
def shipped(tmp_path: pathlib.Path) -> pathlib.Path:
    write(tmp_path / "shipped", "shipped")
    return tmp_path / "shipped"


@pytest.fixture
def own(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "home" / "models"


def served(shipped: pathlib.Path, own: pathlib.Path | None) -> list[str]:
    return [read_gap_model(shipped, own, ["jobcenter"]).name, read_ranking_model(shipped, own).name]


def test_without_a_refit_the_shipped_models_serve_without_a_warning(shipped: pathlib.Path, own: pathlib.Path):
    with capture_logs() as logs:
        assert served(shipped, own) == served(shipped, None) == ["shipped", "shipped"]
        own.mkdir(parents=True)
        assert served(shipped, own) == ["shipped", "shipped"]
    assert logs == []


def test_a_refitted_model_serves_with_the_networks_it_was_fitted_to(shipped: pathlib.Path, own: pathlib.Path):
    write(own, "mine", ROSTER)
    assert served(shipped, own) == ["mine", "mine"]
    (network,) = read_gap_model(shipped, own, ["jobcenter"]).networks
    assert (network.group_key, network.members[0].name) == ("09562", "Jobcenter Erlangen")


def test_each_artefact_is_looked_up_alone(shipped: pathlib.Path, own: pathlib.Path):
    write(own, "mine")
    write_json(own / "current.json", {"ranking": "mine"})
    assert served(shipped, own) == ["shipped", "mine"]


@pytest.mark.parametrize(
    "values", [{"features": ["other"]}, {"weights": [1.0]}, {"weights": None}, {"floor": "x"}, {"intercept": []}]
)
def test_a_refitted_model_that_does_not_fit_the_code_gives_way(
    shipped: pathlib.Path, own: pathlib.Path, values: dict[str, Any]
):
    write(own, "mine", **values)
    with capture_logs() as logs:
        assert served(shipped, own) == ["shipped", "shipped"]
    assert [(entry["log_level"], entry["folder"]) for entry in logs] == [
        ("warning", str(own / "gaps")),
        ("warning", str(own / "ranking")),
    ]


@pytest.mark.parametrize("roster", [ROSTER.replace('"jobcenter"', '"guild"'), ROSTER + "{", "{}"])
def test_a_gap_model_with_networks_that_cannot_be_used_gives_way(shipped: pathlib.Path, own: pathlib.Path, roster: str):
    write(own, "mine", roster)
    assert served(shipped, own) == ["shipped", "mine"]


@pytest.mark.parametrize("name", ["gaps/mine/model.json", "gaps/mine/manifest.json", f"gaps/mine/{NETWORKS}"])
def test_a_changed_file_gives_way(shipped: pathlib.Path, own: pathlib.Path, name: str):
    write(own, "mine", ROSTER)
    (own / name).write_text("{}", encoding="utf-8")
    assert served(shipped, own) == ["shipped", "mine"]


@pytest.mark.parametrize("current", ["", "[]", '["gaps", "ranking"]', '{"gaps": 1, "ranking": null}', '{"gaps": "no"}'])
def test_a_broken_list_of_versions_gives_way(shipped: pathlib.Path, own: pathlib.Path, current: str):
    write(own, "mine")
    (own / "current.json").write_text(current, encoding="utf-8")
    assert served(shipped, own) == ["shipped", "shipped"]


def test_a_shipped_model_that_does_not_fit_is_refused(shipped: pathlib.Path):
    write(shipped, "next", features=["other"])
    with pytest.raises(ArtefactDamaged):
        read_gap_model(shipped)
