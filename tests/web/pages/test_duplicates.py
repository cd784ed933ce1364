"""The review of pairs that may be one organisation."""

import csv
import io

import lxml.html
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


def undo(page: lxml.html.HtmlElement) -> dict[str, str]:
    """The fields of the form that takes the decision back."""
    form = page.xpath("//form[contains(@action, 'zuruecknehmen')]")[0]
    return {one.get("name"): one.get("value") for one in form.xpath(".//input") if one.get("name") != "csrf"}


@pytest.mark.parametrize(("path", "left"), [("dieselbe", 1), ("verschieden", 2)])
@pytest.mark.usefixtures("pair")
def test_a_decision_is_taken_back_and_the_pair_waits_again(client: TestClient, fresh: Resources, path: str, left: int):
    decided = tree(send(client, path, **both()).text)
    assert "kein Paar" in decided.text_content()
    assert len(get_many(fresh, {FIRST, SECOND})) == left
    again = tree(send(client, "zuruecknehmen", **undo(decided)).text)
    assert len(get_many(fresh, {FIRST, SECOND})) == 2
    assert again.xpath("//form[contains(@action, 'dieselbe')]")
    assert "70 %" in sound(client, "/pruefen").text_content()
    assert send(client, "zuruecknehmen", **both()).status_code == 404


@pytest.mark.usefixtures("pair")
def test_scripts_exchange_the_row_alone(client: TestClient, fresh: Resources):
    page = sound(client, "/pruefen")
    assert set(page.xpath("//section//form/@hx-target")) == {"closest section"}
    sent = {"csrf": token(client)} | both()
    answered = client.post("/pruefen/verschieden", data=sent, headers=HTML | {"hx-request": "true"})
    row = lxml.html.fragment_fromstring(answered.text.strip())
    assert row.tag == "section"
    assert row.xpath(".//button[@autofocus]")
    assert "<html" not in answered.text
    back = client.post("/pruefen/zuruecknehmen", data=sent, headers=HTML | {"hx-request": "true"})
    assert lxml.html.fragment_fromstring(back.text.strip()).xpath(".//table/caption")


@pytest.mark.usefixtures("pair")
def test_an_answer_leads_back_to_the_page_it_was_given_on(client: TestClient):
    data = {"csrf": token(client), "ab": "20"} | both()
    answered = client.post("/pruefen/verschieden", data=data, headers=HTML, follow_redirects=False)
    assert answered.headers["location"].startswith("/pruefen?ab=20&vereint=")
    sound(client, answered.headers["location"])


@pytest.mark.usefixtures("pair")
def test_the_queue_is_a_file_at_the_same_address(client: TestClient):
    answered = client.get("/pruefen?format=csv")
    assert answered.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig")), delimiter=";"))
    assert [(one["first_id"], one["second_id"], one["score"]) for one in lines] == [(FIRST, SECOND, "0.700")]


@pytest.mark.usefixtures("pair")
def test_nothing_is_claimed_about_pairs_that_nobody_decided(client: TestClient):
    for query in ("vereint=a/erste&mit=b?zweite", "vereint=a/erste&mit=a/erste", "vereint=x&mit=y"):
        assert not sound(client, f"/pruefen?{query}").xpath("//form[contains(@action, 'zuruecknehmen')]")


@pytest.mark.parametrize("path", ["dieselbe", "verschieden", "zuruecknehmen"])
def test_forms_need_their_token_and_two_organisations(client: TestClient, path: str):
    assert send(client, path, csrf="wrong", **both()).status_code == 403
    assert send(client, path, **both()).status_code == 404
    assert send(client, path).status_code == 404


def test_an_empty_queue_and_odd_addresses_are_pages(client: TestClient):
    for query in ("", "?ab=-1", "?ab=x", "?vereint=x&mit=y", "?ab=99"):
        assert "kein Paar" in sound(client, f"/pruefen{query}").text_content()
