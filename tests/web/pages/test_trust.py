"""What the page about the models tells, and what it says where nothing was measured."""

from dataclasses import replace

from fastapi.testclient import TestClient

from service.app import create_app
from service.resources import Resources
from service.sources.evaluations import read_evaluation
from tests.web.pages.looking import sound


def test_models_figures_and_limits_are_told(demo_client: TestClient, demo: Resources):
    page = sound(demo_client, "/modelle")
    text = page.text_content()
    assert set(demo.model_names.values()) <= {cell.text_content() for cell in page.xpath("//td")}
    for task in read_evaluation(demo.settings.models).tasks.values():
        for figure in task.figures.get("Wer fehlt?", {}).values():
            assert f"{figure.value:.3f}" in text or f"{figure.value:.2f}" in text
    assert "ehrenamtlich zu hauptamtlich" in text
    assert "Was der Dienst nicht weiß" in text
    assert f"Organisationen im Verzeichnis: {len(demo.snapshot)}" in text


def test_the_same_is_told_as_json(demo_client: TestClient, demo: Resources):
    told = demo_client.get("/modelle?format=json").json()
    assert told["unknowns"]["organisations"] == len(demo.snapshot)
    assert told["models"]["gaps"]["metrics"]["mrr"] > 0
    assert "Fairness" in told["evaluation"]["tasks"]


def test_every_task_has_words_in_german(demo_client: TestClient):
    assert not sound(demo_client, "/modelle").xpath("//h3[@lang='en']")


def test_models_without_measurements_are_told_as_such(fresh: Resources, tmp_path):
    bare = replace(fresh, settings=fresh.settings.model_copy(update={"models": tmp_path / "none"}))
    page = sound(TestClient(create_app(bare.settings, bare)), "/modelle")
    assert "keine Messungen" in page.text_content()
    assert "keine Modellkarte" in page.text_content()
