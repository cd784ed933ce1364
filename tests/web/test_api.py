import json

import pytest
from fastapi.testclient import TestClient

BASE = "/api/v1"
ASK = f"{BASE}/who-is-missing"
QUESTION = {"ags": "09162", "network": {"name": "Steuerungsgruppe Integrationskonzept"}, "members": ["Jobcenter"]}


def problem(answer, status: int) -> dict:
    """The problem document of an answer, checked for its shape (RFC 9457)."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= document.keys()
    assert document["status"] == status
    return document


def pointers(answer) -> list[str]:
    return [error["pointer"] for error in problem(answer, 422)["errors"]]


def test_the_answer_has_all_parts(demo_client: TestClient):
    answer = demo_client.post(ASK, json=QUESTION).json()
    assert {"members", "coverage", "gaps", "perspectives", "bridges", "recommendations", "invitations", "model"} <= set(
        answer
    )
    assert answer["gaps"][0]["reasons"][0]["code"] == "base"
    assert set(answer["model"]) >= {"encoder", "recognition", "gaps", "ranking"}


def test_texts_follow_the_language_asked_for(demo_client: TestClient):
    german = demo_client.post(ASK, json=QUESTION).json()
    english = demo_client.post(ASK, json=QUESTION, headers={"Accept-Language": "fr, en;q=0.5"}).json()
    assert german["gaps"][0]["label"] != english["gaps"][0]["label"]
    assert german["gaps"][0]["severity"] == english["gaps"][0]["severity"]


def test_recognise_answers_every_line_with_ten_roles(demo_client: TestClient):
    names = ["1. Jobcenter München", "", "   ", "§§§", "a" * 10_000]
    members = demo_client.post(f"{BASE}/members/recognise", json={"names": names, "ags": "09162"}).json()["members"]
    assert [member["given"] for member in members] == names
    assert all(len(member["roles"]) >= 10 for member in members)
    assert members[0]["organisation"]["name"] == "Jobcenter München"
    assert members[1]["roles"][0] == {"role": "other", "confidence": 0.0}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"ags": "9162000"}, "/ags"),
        ({"ags": "0916200x"}, "/ags"),
        ({"ags": "09999"}, "/ags"),
        ({"network": {"name": " "}}, "/network/name"),
        ({"network": {"name": "x" * 301}}, "/network/name"),
        ({"network": {"name": "x", "kind": "club"}}, "/network/kind"),
        ({"members": [{"name": "a", "role": "nobody"}]}, "/members/0/role"),
        ({"members": [{"id": "unknown"}]}, "/members/0/id"),
        ({"members": ["x"] * 1001}, "/members"),
        ({"gaps": 81}, "/gaps"),
        ({"seats": -1}, "/seats"),
        ({"norms": ["none"]}, "/norms/0"),
        ({"network": {"name": "NUL \x00"}}, "/network/name"),
    ],
)
def test_a_bad_field_is_named_by_its_pointer(demo_client: TestClient, change: dict, pointer: str):
    assert pointer in pointers(demo_client.post(ASK, json=QUESTION | change))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"network": {"name": "a"}, "members": [], "gaps": NaN}',
        b'{"network": {"name": "a"}, "members": [], "gaps": Infinity}',
        b'{"network": {"name": "\\ud800"}, "members": []}',
        b'{"network": {"name": "a"}, "members": ["\\udfff"]}',
        b'{"network": {"name": "a"}, "members": [], "gaps": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        "{}".encode("utf-16"),
        b'{"network": {"name": "\xff"}, "members": []}',
        b'{"network": [], "members": {}}',
    ],
)
def test_hostile_bodies_are_refused_and_never_an_error_of_ours(demo_client: TestClient, body: bytes):
    for path in (ASK, f"{BASE}/members/recognise", f"{BASE}/organisations", f"{BASE}/openings", f"{BASE}/networks"):
        answer = demo_client.post(path, content=body, headers={"Content-Type": "application/json"})
        problem(answer, answer.status_code)
        assert 400 <= answer.status_code < 500


def test_other_content_types_and_methods_and_paths_are_problems(demo_client: TestClient):
    problem(demo_client.post(ASK, content="x", headers={"Content-Type": "text/plain"}), 415)
    problem(demo_client.delete(ASK), 405)
    problem(demo_client.get(f"{BASE}/nothing"), 404)
    problem(demo_client.get(f"{BASE}/organisations/nobody"), 404)


def test_large_bodies_are_refused_with_and_without_a_length(demo_client: TestClient):
    problem(demo_client.post(ASK, content=b" " * 1_000_001), 413)
    chunks = (b" " * 100_000 for _ in range(11))
    problem(demo_client.post(ASK, content=chunks, headers={"Content-Type": "application/json"}), 413)


def test_bulk_keeps_good_lines_and_reports_bad_ones(client: TestClient):
    lines = [
        {"id": "a", "name": "Jobcenter Erlangen", "ags": "09562", "source": "s"},
        {"id": "b", "name": "  "},
        {"id": "c", "name": "AWO Erlangen", "ags": "9562000"},
        {"id": "d", "name": "x", "role": "nobody"},
        {"id": "e", "name": "Stadtjugendring Erlangen", "ags": "09562000"},
    ]
    body = "\n".join(json.dumps(line) for line in lines) + "\n\nnot json\n"
    answer = client.post(f"{BASE}/organisations/bulk", content=body, headers={"Content-Type": "application/x-ndjson"})
    report = answer.json()
    assert (report["accepted"], report["updated"]) == (2, 0)
    assert [(r["line"], r["pointer"]) for r in report["rejected"]] == [(2, "/name"), (3, "/ags"), (4, "/role"), (7, "")]
    again = client.post(f"{BASE}/organisations/bulk", content=body, headers={"Content-Type": "application/x-ndjson"})
    assert again.json()["updated"] == 2
    found = client.get(f"{BASE}/organisations/search", params={"q": "Jugendring", "ags": "09562"}).json()["hits"]
    assert found[0]["organisation"]["id"] == "e"


def test_an_organisation_lives_and_dies(client: TestClient):
    made = client.post(f"{BASE}/organisations", json={"name": "DITIB Moschee Erlangen", "ags": "09562"})
    assert made.status_code == 201
    path = made.headers["location"]
    assert made.json()["role"] == "mosque_association"
    problem(client.post(f"{BASE}/organisations", json={"id": made.json()["id"], "name": "x"}), 409)
    changed = client.patch(path, json={"languages": ["Türkisch"], "name": "DITIB Erlangen"}).json()
    assert (changed["languages"], changed["name"], changed["ags"]) == (["tr"], "DITIB Erlangen", "09562")
    assert client.put(path, json={"name": "Neu", "role": "church"}).json()["ags"] is None
    assert client.delete(path).status_code == 204
    problem(client.get(path), 404)
    assert client.get(f"{BASE}/organisations/search", params={"q": "DITIB"}).json()["hits"] == []


def test_pages_of_organisations_are_linked(client: TestClient):
    for number in range(5):
        client.put(f"{BASE}/organisations/o{number}", json={"name": f"Verein {number}"})
    seen, path = [], f"{BASE}/organisations?limit=2"
    while path:
        answer = client.get(path)
        seen += [one["id"] for one in answer.json()["organisations"]]
        path = answer.links.get("next", {}).get("url")
    assert seen == [f"o{number}" for number in range(5)]


def test_hidden_organisations_are_never_found(client: TestClient):
    client.put(f"{BASE}/organisations/h", json={"name": "Verborgener Verein", "visibility": "hidden", "ags": "09562"})
    assert client.get(f"{BASE}/organisations/search", params={"q": "Verborgener Verein"}).json()["hits"] == []


def test_a_sheltered_place_never_tells_its_location(client: TestClient):
    sent = {"name": "Frauenhaus Erlangen", "street": "Geheim 1", "lat": 49.5, "lon": 11.0, "postcode": "91052"}
    client.put(f"{BASE}/organisations/f", json=sent)
    told = client.get(f"{BASE}/organisations/f").json()
    assert [told[name] for name in ("street", "lat", "lon", "postcode")] == [None] * 4


def test_a_network_lives_and_opens_seats(client: TestClient):
    client.put(f"{BASE}/organisations/jc", json={"name": "Jobcenter Erlangen", "ags": "09562", "role": "jobcenter"})
    client.put(f"{BASE}/organisations/sjr", json={"name": "SJR", "ags": "09562", "role": "youth_organisation"})
    network = {"name": "Steuerungsgruppe Integrationskonzept", "kind": "steering_group"}
    made = client.post(f"{BASE}/networks", json={"id": "n", "network": network, "ags": "09562"})
    assert made.status_code == 201
    seated = client.put(f"{BASE}/networks/n/members/sjr", json={"mandate": "voting"}).json()
    assert [member["organisation_id"] for member in seated["members"]] == ["sjr"]
    openings = client.get(f"{BASE}/organisations/jc/openings").json()["openings"]
    assert [(one["network"]["id"], one["role"]) for one in openings] == [("n", "jobcenter")]
    assert client.delete(f"{BASE}/networks/n/members/sjr").status_code == 204
    problem(client.delete(f"{BASE}/networks/n/members/sjr"), 404)
    bad = {"id": "m", "network": network, "members": [{"organisation_id": "nobody"}]}
    assert "/members/0/organisation_id" in pointers(client.post(f"{BASE}/networks", json=bad))
    assert client.delete(f"{BASE}/networks/n").status_code == 204


def test_where_no_network_is_stored_a_norm_opens_seats(client: TestClient):
    client.put(f"{BASE}/organisations/jc", json={"name": "Jobcenter", "ags": "09571136", "role": "jobcenter"})
    answer = client.post(f"{BASE}/openings", json={"organisations": ["jc"], "ags": "09571136"}).json()
    assert answer["openings"][0]["network"] is None
    assert answer["openings"][0]["norm"]["key"]
    assert "/organisations/0" in pointers(client.post(f"{BASE}/openings", json={"organisations": ["nobody"]}))


@pytest.mark.parametrize(("path", "key"), [("roles", "roles"), ("fields", "fields"), ("norms", "norms")])
def test_vocabularies_are_told(demo_client: TestClient, path: str, key: str):
    assert len(demo_client.get(f"{BASE}/{path}").json()[key]) >= 10


def test_municipalities_are_found_by_name_and_key(demo_client: TestClient):
    def names(q: str) -> list[str]:
        found = demo_client.get(f"{BASE}/municipalities", params={"q": q}).json()["municipalities"]
        return [place["name"] for place in found]

    assert "München" in names("münch")
    assert names("09562") == ["Erlangen"]


def test_probes_answer(demo_client: TestClient):
    assert demo_client.get("/healthz").json() == {"status": "ok"}
    assert demo_client.get("/readyz").json() == {"status": "ready"}


def test_every_operation_is_described_and_the_page_needs_nobody_else(demo_client: TestClient):
    document = demo_client.get(f"{BASE}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["description"], path
    page = demo_client.get(f"{BASE}/docs").text
    assert "https://" not in page.replace("https://www.w3.org", "")
