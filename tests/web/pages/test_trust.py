"""What the page about the models tells, and what it says where nothing was measured."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.domain.networks import NetworkDraft, NetworkProfile
from service.resources import Resources
from service.sources.evaluations import read_evaluation
from service.usecases.keep_networks import list_page, save
from service.usecases.measure_exposure import FIRST, exposures
from tests.web.pages.looking import sound


def test_models_figures_and_limits_are_told(demo_client: TestClient, demo: Resources):
    page = sound(demo_client, "/modelle")
    text = page.text_content()
    assert set(demo.model_names.values()) <= {cell.text_content() for cell in page.xpath("//td")}
    for task in read_evaluation(demo.settings.models).tasks.values():
        for figure in task.figures.get("Wer fehlt?", {}).values():
            assert any(f"{figure.value:.{digits}f}".replace(".", ",") in text for digits in (2, 3))
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


def test_exposure_in_a_network_is_told_as_page_and_data(demo_client: TestClient, demo: Resources):
    network = max(list_page(demo, "", 100), key=lambda one: len(one.memberships))
    address = f"/modelle?netz={quote(network.id, safe='')}"
    page = sound(demo_client, address)
    rows = page.xpath(f"//table[caption[contains(., '{network.profile.name}')]]/tbody/tr")
    told = demo_client.get(f"{address}&format=json").json()["exposure"]
    lines = demo_client.get(f"{address}&format=csv").text.splitlines()
    assert len(rows) == len(told) == len(lines) - 1 > 2
    for trait in ("staffing", "profile"):
        groups = [one for one in told if one["trait"] == trait]
        assert sum(one["share"] for one in groups) == pytest.approx(1)
        assert sum(one["expected"] for one in groups) == pytest.approx(1)
        assert sum(one["suggested"] for one in groups) == FIRST
    sound(demo_client, "/modelle?netz=nirgends", 404)
    assert len(demo_client.get("/modelle?format=csv").text.splitlines()) == 1


def test_a_network_to_which_nobody_is_suggested_has_no_exposure(client: TestClient, fresh: Resources):
    save(fresh, NetworkDraft("a/b", NetworkProfile("Runder <b>Tisch</b>"), "09562000"))
    assert "niemand vorgeschlagen" in sound(client, "/modelle?netz=a/b").text_content()


def test_earlier_places_make_more_visible():
    even = exposures("staffing", {"a": "paid", "b": "volunteer"}, ["a", "b"])
    assert [one.group for one in even] == ["paid", "volunteer"]
    assert even[0].ratio == pytest.approx(2 / (1 + 1 / 1.5849625))
    assert exposures("staffing", {"a": "paid"}, []) == []
