"""The review of pairs that may be one organisation."""

import pytest
from fastapi.testclient import TestClient

from service.domain.organisations import OrganisationDraft
from service.domain.resolution import LikelyPair
from service.resources import Resources
from service.store.merges import save_pairs
from service.store.session import writing
from service.usecases.read_organisations import get_many
from service.usecases.write_organisations import write_organisations
from tests.web.pages.looking import HTML, sound, token, tree

FIRST, SECOND = "a/erste", "b?zweite"


@pytest.fixture
def pair(fresh: Resources) -> None:
    """Two organisations that may be one."""
    values = [{"name": "Verein <b>Eins</b>", "phone": "09131 1"}, {"name": "Verein Eins e.V.", "phone": "09131 1"}]
    drafts = [OrganisationDraft(one, None, value) for one, value in zip((FIRST, SECOND), values, strict=True)]
    write_organisations(fresh, drafts)
    with writing(fresh.store) as connection:
        save_pairs(connection, [LikelyPair(FIRST, SECOND, 0.7, {})])


def send(client: TestClient, path: str, **fields: str):
    return client.post(f"/pruefen/{path}", data={"csrf": token(client)} | fields, headers=HTML)


def both() -> dict[str, str]:
    return {"first": FIRST, "second": SECOND}


@pytest.mark.usefixtures("pair")
def test_both_stand_side_by_side(client: TestClient):
    page = sound(client, "/pruefen")
    assert page.xpath("//thead//a")[0].text_content() == "Verein <b>Eins</b>"
    assert "gleich" in page.text_content()
    assert "70 %" in page.text_content()
    assert client.get("/pruefen?format=json").json()["pairs"][0]["score"] == 0.7


@pytest.mark.usefixtures("pair")
def test_the_same_become_one_and_can_be_parted(client: TestClient, fresh: Resources):
    merged = tree(send(client, "dieselbe", **both()).text)
    assert len(get_many(fresh, {FIRST, SECOND})) == 1
    form = merged.xpath("//form[contains(@action, 'trennen')]")[0]
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input") if one.get("name") != "csrf"}
    send(client, "trennen", **sent)
    assert len(get_many(fresh, {FIRST, SECOND})) == 2
    assert "kein Paar" in sound(client, "/pruefen").text_content()


@pytest.mark.usefixtures("pair")
def test_different_ones_stay_apart_and_can_be_merged_after_all(client: TestClient, fresh: Resources):
    apart = send(client, "verschieden", **both())
    assert "bleiben zwei Organisationen" in apart.text
    assert len(get_many(fresh, {FIRST, SECOND})) == 2
    sound(client, "/pruefen?vereint=a/erste&mit=b?zweite")
    send(client, "dieselbe", **both())
    assert len(get_many(fresh, {FIRST, SECOND})) == 1


@pytest.mark.parametrize("path", ["dieselbe", "verschieden", "trennen"])
def test_forms_need_their_token_and_two_organisations(client: TestClient, path: str):
    assert send(client, path, csrf="wrong", **both()).status_code == 403
    assert send(client, path, **both()).status_code == 404
    assert send(client, path).status_code == 404


def test_an_empty_queue_and_odd_addresses_are_pages(client: TestClient):
    for query in ("", "?ab=-1", "?ab=x", "?vereint=x&mit=y", "?ab=99"):
        assert "kein Paar" in sound(client, f"/pruefen{query}").text_content()
