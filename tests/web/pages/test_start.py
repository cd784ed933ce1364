"""From a pasted list to a checked network: the first two steps of the way."""

from urllib.parse import unquote

import lxml.html
import pytest
from fastapi.testclient import TestClient

from service.resources import Resources
from service.usecases.keep_networks import list_page

HTML = {"accept": "text/html"}
LIST = "1. Frau Muster, Jobcenter Erlangen\n2. Caritas, Diakonie\n3. Xyzzy <b>Verein</b>\n"


def token(client: TestClient) -> str:
    client.get("/", headers=HTML)
    return client.cookies["wf_csrf"]


def send(client: TestClient, **fields: str):
    values = {
        "csrf": token(client),
        "name": "Runder Tisch",
        "place": "Erlangen",
        "kind": "round_table",
        "members": LIST,
    }
    return client.post("/netze", data=values | fields, headers=HTML, follow_redirects=False)


def tree(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


def members_of(client: TestClient, address: str) -> list[str]:
    rows = tree(client.get(address, headers=HTML).text).xpath("//tbody/tr/th/a")
    return [row.text_content() for row in rows]


def test_a_pasted_list_becomes_a_network_with_the_doubtful_first(client: TestClient, fresh: Resources):
    stored = send(client)
    assert stored.status_code == 303
    names = members_of(client, stored.headers["location"])
    assert {"Jobcenter Erlangen", "Caritas", "Diakonie"} < set(names)
    assert "Muster" not in client.get(stored.headers["location"]).text
    network = list_page(fresh, "", 10)[0]
    assert (network.profile.name, network.profile.kind, network.ags) == ("Runder Tisch", "round_table", "09562000")


def test_a_role_is_put_right_and_a_member_taken_out_and_back(client: TestClient):
    address = send(client).headers["location"]
    page = tree(client.get(address, headers=HTML).text)
    first = page.xpath("//tbody/tr[1]//input[@name='organisation']/@value")[0]
    sent = {"csrf": token(client), "organisation": first}
    client.post(f"{address}/rolle", data=sent | {"role": "sports_club"}, headers=HTML)
    chosen = tree(client.get(address, headers=HTML).text)
    roles = chosen.xpath(f"//tr[.//input[@value='{first}']]//option[@selected]/@value")
    assert roles == ["sports_club"]
    removed = client.post(f"{address}/entfernen", data=sent, headers=HTML)
    assert "Rückgängig machen" in removed.text
    assert len(members_of(client, address)) == 3
    client.post(f"{address}/hinzu", data=sent, headers=HTML)
    assert len(members_of(client, address)) == 4


def test_a_member_is_added_by_name(client: TestClient):
    address = send(client).headers["location"]
    client.post(f"{address}/hinzu", data={"csrf": token(client), "name": "Volkshochschule Erlangen"}, headers=HTML)
    assert "Volkshochschule Erlangen" in members_of(client, address)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"name": ""}, 422, "Hier fehlt ein Text"),
        ({"place": "Neustadt"}, 422, "gibt es mehrmals"),
        ({"place": "Nirgendwo am See"}, 422, "ist nicht bekannt"),
        ({"csrf": "wrong"}, 403, "Formular"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    client: TestClient, fields: dict[str, str], status: int, said: str
):
    answered = send(client, **fields)
    assert (answered.status_code, said in answered.text) == (status, True)
    if status == 422:
        assert "Caritas, Diakonie" in answered.text


def test_an_upload_from_another_site_is_refused(client: TestClient):
    headers = {"sec-fetch-site": "cross-site"}
    assert client.post("/api/v1/imports", files={"file": ("a.csv", b"Name\nx")}, headers=headers).status_code == 403
    assert client.post("/netze", data={"csrf": token(client)}, headers=headers).status_code == 403


def test_every_answer_carries_its_security_headers(client: TestClient):
    for path in ("/", "/api/v1/roles", "/nirgends", "/healthz"):
        headers = client.get(path, headers=HTML).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_page_that_is_not_there_leads_on(client: TestClient):
    for path in ("/netze/keins/mitglieder", "/nirgends"):
        missing = client.get(path, headers=HTML)
        assert missing.status_code == 404
        assert tree(missing.text).xpath("//main//a/@href") == ["/"]


def test_the_language_follows_the_choice_before_the_browser(client: TestClient):
    assert "Who is missing" in client.get("/", headers=HTML | {"accept-language": "en"}).text
    assert "Wer fehlt in" in client.get("/?lang=de", headers=HTML | {"accept-language": "en"}).text


def test_places_are_offered_as_typed(client: TestClient):
    assert "09562" in unquote(client.get("/orte", params={"place": "Erlan"}).text)
    assert client.get("/orte").text == ""
