"""Imports over HTTP: a file is taken, imported in the background, told about and undone."""

import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.resources import Resources
from service.usecases.importing.run_jobs import run_jobs, upload_folder

BASE = "/api/v1"
IMPORTS = f"{BASE}/imports"
ROWS = "Name;AGS;Telefon\nTürkischer Kulturverein Erlangen e.V.;09562000;09131 1\n;09562000;\n=1+1 e.V.;09562000;+49 9131 2\n"


@pytest.fixture
def working(client: TestClient, fresh: Resources) -> Iterator[TestClient]:
    """A client of a service that runs what is ordered."""
    stop = threading.Event()
    thread = threading.Thread(target=run_jobs, args=(fresh, stop))
    thread.start()
    yield client
    stop.set()
    thread.join()


def send(client: TestClient, content: str | bytes, name: str = "vereine.csv", **fields: Any) -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(IMPORTS, files={"file": (name, content)}, data=fields)


def ended(client: TestClient, ordered: Any) -> dict[str, Any]:
    assert ordered.status_code == 202, ordered.text
    for _ in range(600):
        found: dict[str, Any] = client.get(ordered.headers["Location"]).json()
        if found["state"] not in ("queued", "running"):
            return found
        time.sleep(0.05)
    raise AssertionError("the import did not end")


def test_a_file_is_imported_and_told_about(working: TestClient, fresh: Resources):
    done = ended(working, send(working, ROWS))
    assert (done["state"], done["counts"]["new"], done["counts"]["rejected"]) == ("done", 2, 1)
    assert done["columns"][""]["fields"]["Name"] == "name"
    notes = working.get(f"{IMPORTS}/{done['id']}/notes", params={"kind": "rejected"}).json()["notes"]
    assert [(note["at"], note["code"]) for note in notes] == [("3", "missing_name")]
    assert notes[0]["detail"] == "Der Name fehlt."
    assert [one["id"] for one in working.get(IMPORTS).json()["imports"]] == [done["id"]]
    assert list(upload_folder(fresh).iterdir()) == []


def test_an_import_can_be_undone(working: TestClient):
    done = ended(working, send(working, ROWS))
    undone = working.post(f"{IMPORTS}/{done['id']}/undo")
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert working.get(f"{BASE}/organisations").json()["organisations"] == []
    assert working.post(f"{IMPORTS}/{done['id']}/undo").status_code == 409


def test_a_delivery_that_shrinks_waits_and_goes_on_when_answered(working: TestClient):
    ended(working, send(working, ROWS))
    waiting = ended(working, send(working, "Name;AGS\nTürkischer Kulturverein Erlangen e.V.;09562000\n"))
    assert (waiting["state"], waiting["problem"]["code"]) == ("waiting", "removes_too_much")
    assert "vereine" in waiting["problem"]["detail"]
    working.post(f"{IMPORTS}/{waiting['id']}/continue", json={"accept_removals": True})
    for _ in range(200):
        found = working.get(f"{IMPORTS}/{waiting['id']}").json()
        if found["state"] == "done":
            break
        time.sleep(0.05)
    assert found["counts"]["removed"] == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 100, b"PK\x03\x04 not a zip", b'{"elements": ['])
def test_what_cannot_be_read_is_one_sentence_that_names_the_file(working: TestClient, content: bytes):
    failed = ended(working, send(working, content, "seltsam.xlsx"))
    assert failed["state"] == "failed"
    assert "seltsam.xlsx" in failed["problem"]["detail"]


def test_an_import_without_a_file_or_with_unknown_fields_is_refused(client: TestClient):
    assert client.post(IMPORTS, files={"other": ("x", b"x")}).status_code == 422
    assert send(client, ROWS, ags="99999").status_code == 422
    assert send(client, ROWS, colour="red").status_code == 422
    assert client.post(IMPORTS, json={}).status_code == 415
    assert client.get(f"{IMPORTS}/nothing").status_code == 404


def test_exports_name_their_sources_and_hold_no_formula(working: TestClient):
    ended(working, send(working, ROWS, licence="ODbL-1.0", attribution="© Mitwirkende"))
    text = working.get(f"{BASE}/export/organisations.csv").content.decode("utf-8-sig")
    assert "'=1+1 e.V." in text
    assert "ODbL-1.0" in text
    assert "© Mitwirkende" in text
    book = openpyxl.load_workbook(io.BytesIO(working.get(f"{BASE}/export/organisations.xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1 e.V." in {cell.value for cell in cells}
    assert len(working.get(f"{BASE}/export/organisations.ndjson").content.splitlines()) == 2
    without = working.get(f"{BASE}/export/organisations.ndjson", params={"without": "vereine"})
    assert without.content == b""
    assert working.get(f"{BASE}/export/organisations.pdf").status_code == 404


def test_an_export_can_be_imported_again(working: TestClient):
    ended(working, send(working, ROWS))
    before = {one["name"]: one for one in working.get(f"{BASE}/organisations").json()["organisations"]}
    for ending in ("csv", "xlsx"):
        exported = working.get(f"{BASE}/export/organisations.{ending}").content
        again = ended(working, send(working, exported, f"zurueck.{ending}", source=f"zurueck-{ending}"))
        assert (again["counts"]["new"], again["counts"]["rejected"]) == (0, 0)
    after = {one["name"]: one for one in working.get(f"{BASE}/organisations").json()["organisations"]}
    assert after == before


def test_provenance_and_history_of_an_organisation(working: TestClient):
    ended(working, send(working, ROWS))
    one = next(o for o in working.get(f"{BASE}/organisations").json()["organisations"] if "Kulturverein" in o["name"])
    address = f"{BASE}/organisations/{one['id']}"
    working.patch(address, json={"phone": "09131 77"})
    fields = {f["field"]: f for f in working.get(f"{address}/provenance").json()["fields"]}
    assert (fields["phone"]["source"], fields["phone"]["offers"][0]["value"]) == ("local", "09131 1")
    assert fields["name"]["source"] == "vereine"
    versions = working.get(f"{address}/history").json()["versions"]
    assert [version["cause"] for version in versions] == ["written", "import"]
    assert (versions[0]["before"]["phone"], versions[1]["before"]) == ("09131 1", None)
    assert working.delete(f"{address}/corrections/phone").json()["phone"] == "09131 1"
    assert working.delete(f"{address}/corrections/phone").status_code == 404
    assert working.get(f"{BASE}/sources").json()["sources"][0]["name"] == "vereine"


def test_duplicates_are_merged_and_parted_by_address(client: TestClient):
    for id_ in ("a", "b"):
        client.put(f"{BASE}/organisations/{id_}", json={"name": f"Verein {id_}", "ags": "09562"})
    pair = {"first": "a", "second": "b"}
    kept = client.post(f"{BASE}/duplicates/merge", json=pair).json()["id"]
    gone = "b" if kept == "a" else "a"
    moved = client.get(f"{BASE}/organisations/{gone}", follow_redirects=False)
    assert (moved.status_code, moved.headers["Location"]) == (308, f"{BASE}/organisations/{kept}")
    assert client.get(f"{BASE}/organisations/{kept}/provenance").json()["merged"][0]["id"] == gone
    assert client.post(f"{BASE}/organisations/{kept}/part", json={"merged_id": gone}).json()["id"] == gone
    assert client.post(f"{BASE}/organisations/{kept}/part", json={}).status_code == 422
    assert client.post(f"{BASE}/duplicates/apart", json=pair).status_code == 204
    assert client.get(f"{BASE}/duplicates").json() == {"pairs": []}


def test_what_is_known_of_a_place_is_empty_until_it_is_imported(working: TestClient):
    before = working.get(f"{BASE}/municipalities/09562000").json()
    assert (before["name"], before["statistics"], before["outline"]) == ("Erlangen", [], None)
    ended(working, send(working, "AGS;Ausländeranteil;Jahr\n09562;24,5;2023\n09564;27,1;2023\n", "anteil.csv"))
    told = working.get(f"{BASE}/municipalities/09562000").json()["statistics"]
    assert told == [{"measure": "share_foreign_nationals", "value": 24.5, "year": 2023}]
    assert working.get(f"{BASE}/municipalities/99999").status_code == 404
    assert working.get(f"{BASE}/municipalities/9562").status_code == 422


def test_provenance_never_tells_where_a_shelter_is(working: TestClient):
    ended(working, send(working, "Name;AGS;Straße;PLZ\nFrauenhaus Musterstadt;09562000;Geheim 1;91052\n"))
    one = working.get(f"{BASE}/organisations").json()["organisations"][0]
    for kind in ("provenance", "history"):
        assert "Geheim" not in working.get(f"{BASE}/organisations/{one['id']}/{kind}").text
    assert "91052" not in working.get(f"{BASE}/organisations/{one['id']}/provenance").text
