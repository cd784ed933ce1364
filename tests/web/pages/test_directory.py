"""The directory and the page of an organisation."""

import csv
import io
from dataclasses import replace
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft, Visibility
from service.resources import Resources
from service.store.records import records_of, save_records
from service.store.session import writing
from service.usecases.keep_networks import save
from service.usecases.merge_organisations import merge
from service.usecases.read_organisations import get_one
from service.usecases.write_organisations import write_organisations
from tests.web.pages.looking import HTML, sound, token, tree

HOSTILE = 'Verein <script>alert("x")</script> & Söhne'
SLASHED = "verein/a?b#c d"


def write(resources: Resources, **values: object) -> str:
    one = {"name": HOSTILE, "ags": "09562000"} | values
    id_, role = one.pop("id", None), one.pop("role", None)
    report = write_organisations(resources, [OrganisationDraft(id_, role, one)])  # type: ignore[arg-type]
    assert not report.rejected
    return report.stored[0].id


def address(organisation_id: str) -> str:
    return f"/organisationen/{quote(organisation_id, safe='')}"


def rows(page) -> list[str]:
    return [one.text_content().strip() for one in page.xpath("//tbody/tr/th")]


def test_the_directory_lists_searches_and_filters(demo_client: TestClient, demo: Resources):
    page = sound(demo_client, "/verzeichnis")
    assert len(rows(page)) == 100
    following = page.xpath("//a[@rel='next']/@href")[0]
    assert len(rows(sound(demo_client, following))) == len(demo.snapshot) - 100
    found = sound(demo_client, "/verzeichnis?q=" + quote("women from Afghanistan"))
    assert "Afghanische Frauen" in rows(found)[0]
    assert "Nähe der Bedeutung" in found.text_content()
    jobs = sound(demo_client, "/verzeichnis?rolle=jobcenter&ort=" + quote("München, Landeshauptstadt"))
    assert all("Jobcenter" in name for name in rows(jobs))
    assert "nichts bekannt" in sound(demo_client, "/verzeichnis?rolle=jobcenter&ort=02").text_content()


@pytest.mark.parametrize("query", ["ort=Nirgendwo+am+See", "rolle=zauberer", "ort=Neustadt", "ort=%00&q=x"])
def test_a_filter_that_means_nothing_is_said_and_stays_in_the_form(demo_client: TestClient, query: str):
    page = sound(demo_client, f"/verzeichnis?{query}", 422)
    assert page.xpath("//*[@role='alert']")
    assert page.xpath("//input[@name='q']")


def test_the_directory_is_a_file_at_the_same_address(demo_client: TestClient):
    for query in ("", "&rolle=jobcenter", "&q=Afghanische+Frauen"):
        answered = demo_client.get(f"/verzeichnis?format=csv{query}")
        assert answered.headers["content-type"].startswith("text/csv")
        lines = list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig")), delimiter=";"))
        assert lines
    assert "Afghanische Frauen" in lines[0]["name"]
    assert demo_client.get("/verzeichnis?format=csv&rolle=zauberer", headers=HTML).status_code == 422


def test_an_organisation_shows_values_origins_networks_and_history(client: TestClient, fresh: Resources):
    id_ = write(fresh, id=SLASHED, website="javascript-verein.de", email="info@example.org")
    save(fresh, NetworkDraft("net", NetworkProfile("Runder <b>Tisch</b>"), "09562000", memberships=(Membership(id_),)))
    page = sound(client, address(id_))
    assert page.xpath("//h1")[0].text_content() == HOSTILE
    assert page.xpath("//a[@href='/netze/net']")[0].text_content() == "Runder <b>Tisch</b>"
    assert "info@example.org" in page.text_content()
    assert "Es fehlen" in page.text_content()
    assert "neu aufgenommen" in page.text_content()
    assert client.get(f"{address(id_)}?format=json").json()["name"] == HOSTILE
    sound(client, f"{address(id_)}/luecken")
    sound(client, "/verzeichnis?q=Verein")


def test_hits_go_on_for_a_second_page(demo_client: TestClient):
    first = sound(demo_client, "/verzeichnis?q=Verein+in+M%C3%BCnchen")
    following = first.xpath("//a[@rel='next']/@href")
    assert len(rows(first)) == 50
    assert not {*rows(first)} & {*rows(sound(demo_client, following[0]))}


def test_an_unknown_organisation_leads_on(client: TestClient):
    for path in ("/organisationen/keine", "/organisationen/keine/luecken"):
        sound(client, path, 404)


def test_openings_name_networks_and_reasons(demo_client: TestClient):
    page = sound(demo_client, "/organisationen/muc-aco-charity/luecken")
    assert page.xpath("//div[@id='openings']//tbody/tr//li")


def test_a_value_is_put_right_and_taken_back(client: TestClient, fresh: Resources):
    id_ = write(fresh, id=SLASHED, topics=("Sport",))
    sent = {"csrf": token(client), "field": "topics", "value": "Sprache; Arbeit ;"}
    changed = client.post(f"{address(id_)}/angabe", data=sent, headers=HTML)
    assert get_one(fresh, id_).topics == ("Sprache", "Arbeit")
    undo = tree(changed.text).xpath("//div[@role='status']//input/@value")
    assert undo[1:] == ["topics", "Sport"]
    client.post(f"{address(id_)}/angabe", data=sent | {"value": undo[2]}, headers=HTML)
    assert get_one(fresh, id_).topics == ("Sport",)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"csrf": "wrong"}, 403),
        ({"field": "name", "value": " "}, 422),
        ({"field": "id", "value": "x"}, 422),
        ({"field": "lat", "value": "Nord"}, 422),
        ({"field": "website", "value": "javascript:alert(1)"}, 422),
        ({"field": "verified_on", "value": "2026-13-01"}, 422),
        ({"field": "role", "value": "zauberer"}, 422),
    ],
)
def test_a_bad_value_is_refused(client: TestClient, fresh: Resources, fields: dict[str, str], status: int):
    id_ = write(fresh)
    sent = {"csrf": token(client), "field": "email", "value": "info@example.org"}
    refused = client.post(f"{address(id_)}/angabe", data=sent | fields, headers=HTML)
    assert (refused.status_code, get_one(fresh, id_).email) == (status, None)


def test_every_form_needs_its_token(client: TestClient, fresh: Resources):
    id_ = write(fresh)
    for path in ("angabe", "uebernehmen", "zuruecknehmen", "trennen"):
        assert client.post(f"{address(id_)}/{path}", data={"field": "name"}, headers=HTML).status_code == 403


def test_a_merged_organisation_leads_to_the_one_that_holds_it_and_can_be_parted(client: TestClient, fresh: Resources):
    kept, merged = write(fresh, id="kept"), write(fresh, name="Anderer Verein", email="a@example.org")
    assert merge(fresh, kept, merged).id == kept
    led = client.get(address(merged), headers=HTML, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (307, address(kept))
    page = sound(client, address(kept))
    assert "Anderer Verein" in page.text_content()
    parted = client.post(f"{address(kept)}/trennen", data={"csrf": token(client), "merged": merged}, headers=HTML)
    assert tree(parted.text).xpath("//h1")[0].text_content() == "Anderer Verein"


def test_an_offer_is_taken_over_and_a_correction_given_up(client: TestClient, fresh: Resources):
    kept = write(fresh, id="kept", email="old@example.org", source="eins", source_key="1")
    merge(fresh, kept, write(fresh, email="new@example.org", source="zwei", source_key="2"))
    with writing(fresh.store) as connection:
        save_records(connection, [replace(one, import_id="imp") for one in records_of(connection, [kept])[kept]])
    offered = sound(client, address(kept)).xpath("//form[contains(@action,'uebernehmen')][.//input[@value='email']]")
    sent = {one.get("name"): one.get("value") for one in offered[0].xpath(".//input")} | {"csrf": token(client)}
    assert client.post(offered[0].get("action"), data=sent, headers=HTML).status_code == 200
    assert get_one(fresh, kept).email == "new@example.org"
    given_up = sound(client, address(kept)).xpath("//form[contains(@action,'zuruecknehmen')]/@action")[0]
    client.post(given_up, data={"csrf": token(client), "field": "email"}, headers=HTML)
    assert get_one(fresh, kept).email == "old@example.org"
    gone = client.post(offered[0].get("action"), data=sent | {"date": "1999-01-01"}, headers=HTML)
    assert gone.status_code == 404


def test_the_location_of_a_sheltered_place_is_never_shown(client: TestClient, fresh: Resources):
    secret = {"street": "Geheimweg 7", "postcode": "91052", "lat": 49.5987, "lon": 11.0123}
    id_ = write(fresh, name="Frauenhaus Erlangen", **secret)
    write(fresh, id=id_, name="Frauenhaus Erlangen", **secret | {"street": "Anderer Weg 9"})
    for path in (address(id_), f"{address(id_)}?format=json", "/verzeichnis", "/verzeichnis?format=csv"):
        text = client.get(path, headers=HTML).text
        assert not [one for one in ("Geheimweg", "Anderer Weg", "91052", "49.59", "11.01") if one in text], path


def test_only_public_organisations_are_listed(client: TestClient, fresh: Resources):
    write(fresh, name="Verborgener Verein", visibility=Visibility.HIDDEN)
    assert "Verborgener" not in sound(client, "/verzeichnis").text_content()
