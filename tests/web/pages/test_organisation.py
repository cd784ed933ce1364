"""The page of an organisation: values, origins, corrections, records and openings."""

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.domain.accounts import Account, AccountRole
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.resources import Resources, open_resources
from service.settings import Settings
from service.store.records import records_of, save_records
from service.store.session import reading, writing
from service.usecases.keep_accounts import create_account
from service.usecases.keep_networks import save
from service.usecases.keep_provenance import base_record
from service.usecases.merge_organisations import merge
from service.usecases.read_organisations import get_one
from tests.web.pages.looking import HTML, sound, token, tree
from tests.web.pages.stored import HOSTILE, SLASHED, address, write

PASSWORD = "vier wörter ohne sinn"


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


def of_two_sources(resources: Resources) -> str:
    """An organisation of which two imported sources tell, each by a record of its own."""
    id_ = write(resources, id="two/records", email="one@example.org", source="eins", source_key="1")
    with writing(resources.store) as connection:
        first = base_record(get_one(resources, id_))
        stated = {**first.stated, "name": "Ganz <i>anderer</i> Verein", "email": "two@example.org"}
        second = replace(first, source="zwei", key="2", stated=stated, main=False)
        save_records(connection, [replace(one, import_id="imp") for one in (first, second)])
    return id_


def test_a_record_is_detached_and_given_back(client: TestClient, fresh: Resources):
    id_ = of_two_sources(fresh)
    form = sound(client, address(id_)).xpath("//form[contains(@action,'trennen')][.//input[@value='zwei']]")[0]
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")} | {"csrf": token(client)}
    own = client.post(form.get("action"), data=sent, headers=HTML, follow_redirects=False).headers["location"]
    page = sound(client, own)
    assert page.xpath("//h1")[0].text_content() == "Ganz <i>anderer</i> Verein"
    assert HOSTILE in page.xpath("//*[@role='status']")[0].text_content()
    assert get_one(fresh, id_).email == "one@example.org"
    undo = page.xpath("//form[contains(@action,'vereinen')]")[0]
    back = {one.get("name"): one.get("value") for one in undo.xpath(".//input")} | {"csrf": token(client)}
    again = client.post(undo.get("action"), data=back, headers=HTML, follow_redirects=False)
    assert again.headers["location"] == address(id_)
    with reading(fresh.store) as connection:
        assert {one.source for one in records_of(connection, [id_])[id_]} == {"eins", "zwei"}
    sound(client, address(id_))


def test_only_records_that_leave_another_one_behind_are_offered(client: TestClient, fresh: Resources):
    id_ = write(fresh, source="eins", source_key="1")
    assert not sound(client, address(id_)).xpath("//form[contains(@action,'trennen')]")
    data = {"csrf": token(client), "source": "eins", "key": "1"}
    assert client.post(f"{address(id_)}/trennen", data=data, headers=HTML).status_code == 404
    assert client.post(f"{address(id_)}/vereinen", data=data | {"merged": "x"}, headers=HTML).status_code == 404
    assert client.post(f"{address(id_)}/vereinen", data={"merged": "x"}, headers=HTML).status_code == 403
    assert client.post(f"{address(id_)}/vereinen", data=data | {"merged": id_}, headers=HTML).status_code == 422
    sound(client, f"{address(id_)}?getrennt=x&geaendert=y")


def test_openings_are_data_at_the_same_address(demo_client: TestClient, demo: Resources):
    id_ = demo.snapshot.ids(demo.snapshot.rows_of_place(None))[0]
    told = demo_client.get(f"{address(id_)}/luecken?format=json").json()
    assert len(told["openings"]) == len(sound(demo_client, f"{address(id_)}/luecken").xpath("//tbody/tr"))


def test_who_may_only_read_sees_no_forms(tmp_path: Path):
    resources = open_resources(Settings(home=tmp_path, login=True))
    create_account(resources, Account("leitung", AccountRole.ADMIN), PASSWORD)
    create_account(resources, Account("leser", AccountRole.VIEWER, ("09162",)), PASSWORD)
    id_ = of_two_sources(resources)
    save(resources, NetworkDraft("net", NetworkProfile("Fernes Netz"), "09562000", memberships=(Membership(id_),)))
    reader = TestClient(create_app(resources.settings, resources))
    reader.get("/anmelden", headers=HTML)
    reader.post("/anmelden", data={"csrf": reader.cookies["wf_csrf"], "name": "leser", "password": PASSWORD})
    page = sound(reader, address(id_))
    assert page.xpath("//h1")[0].text_content() == HOSTILE
    assert not page.xpath("//main//form")
    assert "Fernes Netz" not in page.text_content()
    assert "Fernes Netz" not in sound(reader, "/modelle").text_content()
    assert reader.get("/modelle?netz=net", headers=HTML).status_code == 404
    resources.close()
