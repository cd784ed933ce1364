"""From an uploaded file to an import that can be undone."""

import threading
import time
from collections.abc import Iterator

import lxml.html
import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.resources import Resources
from service.usecases.importing.run_jobs import run_jobs, upload_folder
from service.usecases.read_organisations import list_page
from service.web.limits import MEGABYTE
from tests.web.pages.looking import HTML, sound, token

ROWS = "Name;AGS;Telefon\nTürkischer <b>Kulturverein</b> Erlangen e.V.;09562000;09131 1\n;09562000;\nZweiter e.V.;09562000;\n"


@pytest.fixture
def working(client: TestClient, fresh: Resources) -> Iterator[TestClient]:
    """A client of a service that runs what is ordered."""
    stop = threading.Event()
    thread = threading.Thread(target=run_jobs, args=(fresh, stop))
    thread.start()
    yield client
    stop.set()
    thread.join()


def send(client: TestClient, content: str = ROWS, name: str = "vereine.csv", **fields: str):
    values = {"csrf": token(client)} | fields
    files = {"file": (name, content.encode())}
    return client.post("/importe", data=values, files=files, headers=HTML, follow_redirects=False)


def ended(client: TestClient, answered) -> str:
    """The address of the import once it has ended."""
    assert answered.status_code == 303, answered.text[:500]
    address: str = answered.headers["location"]
    for _ in range(600):
        if client.get(f"{address}?format=json").json()["state"] not in ("queued", "running"):
            return address
        time.sleep(0.05)
    raise AssertionError("the import did not end")


def carry_on(client: TestClient, address: str, **fields: str) -> str:
    sent = {"csrf": token(client)} | fields
    answered = client.post(f"{address}/weiter", data=sent, headers=HTML, follow_redirects=False)
    return ended(client, answered)


def state(page: lxml.html.HtmlElement) -> str:
    found: str = page.xpath("//*[@role='status']/strong")[0].text_content()
    return found


def names(resources: Resources) -> set[str]:
    return {one.name for one in list_page(resources, None, None, "", 100)}


def test_an_import_that_waits_for_its_turn_shows_progress(client: TestClient):
    address = send(client).headers["location"]
    page = sound(client, address)
    assert page.xpath("//progress/@max") == ["1"]
    assert page.xpath("//*[@hx-get]/@hx-get") == [address]
    assert 'http-equiv="refresh"' in client.get(address, headers=HTML).text
    assert address in sound(client, "/importe").xpath("//tbody//a/@href")


def test_a_dry_run_becomes_an_import_and_is_undone(working: TestClient, fresh: Resources):
    address = ended(working, send(working, dry_run="1", source="Vereine <i>Erlangen</i>", ort="Erlangen"))
    page = sound(working, address)
    assert (state(page), names(fresh)) == ("Probelauf, nichts geschrieben", set())
    assert "Der Name fehlt." in page.text_content()
    assert "Vereine <i>Erlangen</i>" in page.text_content()
    carry_on(working, address, how="write")
    done = sound(working, address)
    assert (state(done), len(names(fresh))) == ("eingelesen", 2)
    assert not done.xpath("//progress | //*[@hx-get]")
    undone = working.post(f"{address}/zuruecknehmen", data={"csrf": token(working)}, headers=HTML)
    assert "rückgängig gemacht" in undone.text
    assert names(fresh) == set()
    assert working.post(f"{address}/zuruecknehmen", data={"csrf": token(working)}, headers=HTML).status_code == 409


def test_a_column_is_put_right(working: TestClient, fresh: Resources):
    address = ended(working, send(working, "Name;Bla\nErster e.V.;Sprachkurse\nZweiter e.V.;Sport\n", dry_run="1"))
    page = sound(working, address)
    choice = page.xpath("//tr[th[text()='Bla']]//select/@name")[0]
    carry_on(working, address, how="write", **{choice: "description"})
    assert {one.description for one in list_page(fresh, None, None, "", 9)} == {"Sprachkurse", "Sport"}


def test_a_table_without_names_asks_which_column_holds_them(working: TestClient, fresh: Resources):
    address = ended(working, send(working, "Xyz;Nr\nErster Wert;1\nZweiter Wert;2\n"))
    page = sound(working, address)
    if state(page) == "eingelesen":
        pytest.skip("the names were recognised without a header")
    carry_on(working, address, how="write", **{page.xpath("//tr[th[text()='Xyz']]//select/@name")[0]: "name"})
    assert names(fresh) == {"Erster Wert", "Zweiter Wert"}


def test_a_place_is_chosen_among_candidates(working: TestClient, fresh: Resources):
    address = ended(working, send(working, "Name;Ort\nErster e.V.;Neustadt\nZweiter e.V.;Erlangen\n", dry_run="1"))
    page = sound(working, address)
    choice = page.xpath("//select[starts-with(@name, 'place-')]")[0]
    key = choice.xpath("./option/@value")[1]
    carry_on(working, address, how="write", **{choice.get("name"): key})
    assert key in {one.ags for one in list_page(fresh, None, None, "", 9)}


@pytest.mark.parametrize(("how", "left"), [("keep_missing", 2), ("accept_removals", 1)])
def test_a_delivery_that_shrinks_waits_for_an_answer(working: TestClient, fresh: Resources, how: str, left: int):
    ended(working, send(working))
    address = ended(working, send(working, "Name;AGS\nZweiter e.V.;09562000\n"))
    page = sound(working, address)
    assert state(page) == "wartet auf eine Antwort"
    assert "--" not in page.xpath("//*[contains(@class, 'kern-alert')]")[0].text_content()
    assert {"keep_missing", "accept_removals"} <= set(page.xpath("//button/@value"))
    carry_on(working, address, how=how)
    assert len(names(fresh)) == left


@pytest.mark.parametrize("content", ["", "\x00\x01\x02"])
def test_a_file_that_cannot_be_read_is_told(working: TestClient, content: str):
    address = ended(working, send(working, content, "selt<b>sam.xlsx"))
    assert "selt<b>sam.xlsx" in sound(working, address).text_content()


def test_what_is_missing_is_said_and_what_was_typed_stays(client: TestClient):
    sent = {"csrf": token(client), "source": "Meine Quelle", "ort": ""}
    missing = client.post("/importe", data=sent, headers=HTML)
    assert (missing.status_code, "Meine Quelle" in missing.text) == (422, True)
    unknown = send(client, ort="Nirgendwo am See")
    assert (unknown.status_code, "Nirgendwo am See" in unknown.text) == (422, True)


def test_forms_need_their_token_and_addresses_an_import(client: TestClient):
    assert send(client, csrf="wrong").status_code == 403
    for path in ("weiter", "zuruecknehmen"):
        assert client.post(f"/importe/x/{path}", data={}, headers=HTML).status_code == 403
        sent = {"csrf": token(client)}
        assert client.post(f"/importe/x/{path}", data=sent, headers=HTML).status_code == 404
    sound(client, "/importe/x", 404)
    sound(client, "/importe?nach=x")


def test_a_place_is_answered_after_the_import_and_taken_back(working: TestClient, fresh: Resources):
    address = ended(working, send(working, "Name;Ort\nErster e.V.;Neustadt\nZweiter e.V.;Erlangen\n"))
    page = sound(working, address)
    choice = page.xpath("//select[starts-with(@name, 'place-')]")[0]
    key = choice.xpath("./option/@value")[1]
    carry_on(working, address, **{choice.get("name"): key})
    answered = sound(working, address)
    assert "--place" not in page.text_content()
    assert key in seats(fresh)
    assert not answered.xpath("//select[starts-with(@name, 'place-')]")
    carry_on(working, address, how="take_back")
    assert seats(fresh) == {None, "09562000"}
    assert sound(working, address).xpath("//select[starts-with(@name, 'place-')]")
    carry_on(working, address, **{choice.get("name"): key})
    working.post(f"{address}/zuruecknehmen", data={"csrf": token(working)}, headers=HTML)
    assert names(fresh) == set()


def test_a_later_delivery_heeds_what_was_answered(working: TestClient, fresh: Resources):
    rows = "Name;Ort\nErster e.V.;Neustadt\n"
    address = ended(working, send(working, rows))
    choice = sound(working, address).xpath("//select[starts-with(@name, 'place-')]")[0]
    key = choice.xpath("./option/@value")[1]
    carry_on(working, address, **{choice.get("name"): key})
    ended(working, send(working, rows + "Zweiter e.V.;Neustadt\n"))
    assert seats(fresh) == {key}


def seats(resources: Resources) -> set[str | None]:
    return {one.ags for one in list_page(resources, None, None, "", 100)}


def test_scripts_exchange_the_progress_alone(client: TestClient):
    address = send(client).headers["location"]
    part = client.get(address, headers=HTML | {"hx-request": "true"}).text
    assert "<html" not in part
    assert lxml.html.fragment_fromstring(part.strip()).xpath("self::*[@id='standing'][@hx-get]//progress")


def test_the_imports_are_data_at_the_same_address(client: TestClient):
    address = send(client, name="=vereine.csv").headers["location"]
    assert client.get("/importe?format=json").json()["imports"][0]["id"] in address
    lines = client.get("/importe?format=csv").text.splitlines()
    assert "'=vereine.csv" in lines[1]


def test_an_upload_that_is_too_large_is_a_page_with_a_way_on(fresh: Resources, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("service.app.UPLOAD_BYTES", 2 * MEGABYTE)
    client = TestClient(create_app(fresh.settings, fresh), raise_server_exceptions=False)
    refused = send(client, "x" * 3 * MEGABYTE)
    page = lxml.html.document_fromstring(refused.text)
    assert refused.status_code == 413
    assert "2 MB" in page.xpath("//h1")[0].text_content()
    assert page.xpath("//main//a/@href")
    assert not list(upload_folder(fresh).glob("*"))


@pytest.mark.parametrize("content", ["", "\x00\x01\x02" * 500])
def test_an_empty_and_a_binary_file_are_told_in_words_with_a_way_on(working: TestClient, content: str):
    page = sound(working, ended(working, send(working, content, "datei.csv")))
    assert state(page) == "nicht eingelesen"
    assert "datei.csv" in page.xpath("//*[contains(@class, 'kern-alert')]")[0].text_content()
    assert "/importe" in page.xpath("//main//a/@href")
