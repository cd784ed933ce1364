"""From a pasted list to a checked network: the first two steps of the way."""

import csv
import io
from dataclasses import replace
from urllib.parse import unquote, urlencode

import pytest
from fastapi.testclient import TestClient

from service.domain.networks import NetworkDraft, NetworkProfile
from service.resources import Resources
from service.usecases.keep_networks import list_page, save
from tests.web.pages.looking import HTML, sound, token, tree

LIST = "1. Frau Muster, Jobcenter Erlangen\n2. Caritas, Diakonie\n3. Xyzzy <b>Verein</b>\n"


def send(client: TestClient, **fields: str):
    values = {
        "csrf": token(client),
        "name": "Runder Tisch",
        "place": "Erlangen",
        "kind": "round_table",
        "members": LIST,
    }
    return client.post("/netze", data=values | fields, headers=HTML, follow_redirects=False)


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
    chosen = tree(client.get(address, headers=HTML, params={"bearbeiten": first}).text)
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


def upload(client: TestClient, content: bytes, name: str = "liste.txt"):
    data = {"csrf": token(client), "name": "Runder Tisch", "place": "Erlangen", "members": ""}
    return client.post("/netze", data=data, files={"file": (name, content)}, headers=HTML, follow_redirects=False)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "leer.txt"), (bytes(range(256)) * 40, "bild.png"), (b"PK\x03\x04" + b"\x00" * 400, "liste.xlsx")],
)
def test_a_file_that_is_no_list_is_said_on_the_form(client: TestClient, fresh: Resources, content: bytes, name: str):
    refused = upload(client, content, name)
    page = tree(refused.text)
    assert refused.status_code in (413, 422)
    assert len(page.xpath("//*[@role='alert']")[0].text_content().strip()) > 20
    assert page.xpath("//input[@name='name']/@value") == ["Runder Tisch"]
    assert list_page(fresh, "", 1) == []


@pytest.mark.parametrize("members", ["", "\n \n"])
def test_an_empty_list_begins_an_empty_network(client: TestClient, members: str):
    stored = send(client, members=members)
    assert "keine Mitglieder" in client.get(stored.headers["location"], headers=HTML).text


def test_a_list_of_persons_alone_leads_on(client: TestClient):
    answered = send(client, members="Frau Eva Muster\nHerr Max Beispiel\n")
    assert answered.status_code in (303, 422)
    if answered.status_code == 303:
        assert "Muster" not in client.get(answered.headers["location"], headers=HTML).text


def test_a_long_list_is_read_whole(client: TestClient, fresh: Resources):
    stored = send(client, members="\n".join(f"Verein Nummer {n:04} e. V." for n in range(1500)))
    assert stored.status_code == 303
    assert len(list_page(fresh, "", 1)[0].memberships) == 1500
    assert client.get(stored.headers["location"], headers=HTML).status_code == 200
    assert client.get(stored.headers["location"].removesuffix("/mitglieder"), headers=HTML).status_code == 200


@pytest.mark.parametrize("place", ["Erlangen", ""])
def test_a_list_that_is_sent_again_does_no_harm(client: TestClient, fresh: Resources, place: str):
    first = send(client, place=place)
    before = list_page(fresh, "", 10)
    again = send(client, place=place)
    assert again.headers["location"] == first.headers["location"]
    assert list_page(fresh, "", 10) == before


def test_a_list_for_a_known_network_changes_nothing_else_of_it(client: TestClient, fresh: Resources):
    profile = NetworkProfile("Runder Tisch", "alliance", "municipal", "drafting", "Flucht")
    known, _ = save(fresh, NetworkDraft("n", profile, "09562000", "Ost", "Quelle", memberships=()))
    send(client)
    kept = list_page(fresh, "", 10)
    assert [replace(one, memberships=()) for one in kept] == [known]
    assert len(kept[0].memberships) == 4


@pytest.mark.parametrize("language", ["tlh", "xx-YY;q=oops", "*", "\x7f;;,,q", "fr-CH, fr;q=0.9"])
def test_an_unknown_language_gets_german(client: TestClient, language: str):
    page = tree(client.get("/", headers=HTML | {"accept-language": language}).text)
    assert page.get("lang") == "de"


def test_the_start_page_is_sound(client: TestClient):
    page = sound(client, "/")
    assert not page.xpath("//div[contains(@class, 'select-wrapper')]/div")
    for name in ("place", "ort"):
        field = page.xpath(f"//input[@name='{name}']")[0]
        assert (field.get("hx-get"), field.get("list")) == ("/orte", f"{name}-offered")
        assert page.xpath(f"//datalist[@id='{name}-offered']")


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


def stored_networks(fresh: Resources) -> None:
    for id, ags in (("muc", "09162"), ("erl", "09562000"), ("land", "09"), ("none", None)):
        save(fresh, NetworkDraft(id, NetworkProfile(f"Runder Tisch {id}"), ags))


@pytest.mark.parametrize("chosen", ["München, Landeshauptstadt", "09162", "09162000 München"])
def test_a_municipality_shows_its_networks(client: TestClient, fresh: Resources, chosen: str):
    stored_networks(fresh)
    page = sound(client, "/?" + urlencode({"ort": chosen}))
    assert page.xpath("//main//li/a/@href") == ["/netze/muc"]
    assert page.xpath("//input[@name='place']/@value") == [chosen]
    assert len(sound(client, "/").xpath("//main//li/a")) == 4


def test_a_municipality_without_networks_and_one_that_nobody_knows(client: TestClient, fresh: Resources):
    stored_networks(fresh)
    assert "noch kein Netzwerk" in sound(client, "/?ort=09564").text_content()
    unknown = sound(client, "/?ort=Nirgendwo", 422)
    assert "Nirgendwo" in unknown.xpath("string(//*[@role='alert'])")


def test_the_networks_are_data_at_the_same_address(client: TestClient, fresh: Resources):
    stored_networks(fresh)
    assert [one["id"] for one in client.get("/?ort=09162&format=json").json()["networks"]] == ["muc"]
    lines = list(csv.DictReader(io.StringIO(client.get("/?format=csv").content.decode("utf-8-sig")), delimiter=";"))
    assert {line["id"] for line in lines} == {"muc", "erl", "land", "none"}
    assert {line["place"] for line in lines if line["id"] == "muc"} == {"München"}
