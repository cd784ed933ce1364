"""The interface describes itself, and real answers are as it says."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from service.web import advice_answers, answers, import_answers, vocabulary_answers

BASE = "/api/v1"
NETWORK = {"network": {"name": "Runder Tisch", "kind": "round_table"}, "ags": "09162"}
QUESTION = {"ags": "09162", "network": {"name": "Integrationsbeirat"}, "members": ["Jobcenter", "Caritas"], "gaps": 80}


@pytest.fixture(scope="module")
def document(demo_client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = demo_client.get(f"{BASE}/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]


def test_every_operation_of_the_interface_is_listed(document: dict[str, Any]):
    listed = {f"{method.upper()} {path.removeprefix(BASE)}" for path, method, _ in operations(document)}
    assert listed == {
        "DELETE /networks/{id}",
        "DELETE /networks/{id}/decisions/{organisation_id}",
        "DELETE /networks/{id}/members/{organisation_id}",
        "DELETE /organisations/{id}",
        "DELETE /organisations/{id}/corrections/{field}",
        "GET /duplicates",
        "GET /export/organisations.{ending}",
        "GET /fields",
        "GET /healthz",
        "GET /imports",
        "GET /imports/{id}",
        "GET /imports/{id}/notes",
        "GET /municipalities",
        "GET /municipalities/{ags}",
        "GET /networks",
        "GET /networks/{id}",
        "GET /networks/{id}/decisions",
        "GET /networks/{id}/explain/{organisation_id}",
        "GET /networks/{id}/gaps",
        "GET /networks/{id}/recommendations",
        "GET /norms",
        "GET /organisations",
        "GET /organisations/search",
        "GET /organisations/stale",
        "GET /organisations/{id}",
        "GET /organisations/{id}/history",
        "GET /organisations/{id}/openings",
        "GET /organisations/{id}/provenance",
        "GET /readyz",
        "GET /roles",
        "GET /sources",
        "PATCH /organisations/{id}",
        "POST /duplicates/apart",
        "POST /duplicates/merge",
        "POST /imports",
        "POST /imports/{id}/continue",
        "POST /imports/{id}/undo",
        "POST /login",
        "POST /logout",
        "POST /members/recognise",
        "POST /networks",
        "POST /networks/{id}/decisions",
        "POST /openings",
        "POST /organisations",
        "POST /organisations/bulk",
        "POST /organisations/{id}/part",
        "POST /who-is-missing",
        "PUT /networks/{id}",
        "PUT /networks/{id}/members/{organisation_id}",
        "PUT /organisations/{id}",
    }


def test_every_operation_has_a_description_and_an_example(document: dict[str, Any]):
    schemas = document["components"]["schemas"]
    for path, method, operation in operations(document):
        assert operation["description"], path
        for content in operation.get("requestBody", {}).get("content", {}).values():
            reference = content["schema"].get("$ref", "").rpartition("/")[2]
            assert "example" in content or "examples" in schemas[reference], path
        assert all("example" in parameter for parameter in operation.get("parameters", ())), path
        if method != "delete":
            good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
            for media_type, content in good.get("content", {}).items():
                assert "example" in content or media_type != "application/json", path


def test_every_operation_tells_its_refusals_as_problems(document: dict[str, Any]):
    for path, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status >= "400" and path != "/readyz":
                assert list(answer["content"]) == ["application/problem+json"], path


def test_every_reference_is_defined(document: dict[str, Any]):
    text = json.dumps(document)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(document["components"]["schemas"])


def test_examples_of_answers_are_as_described(document: dict[str, Any]):
    for _, _, operation in operations(document):
        for answer in operation["responses"].values():
            content = answer.get("content", {}).get("application/json")
            if content:
                name = content["schema"]["$ref"].rpartition("/")[2]
                {**vars(answers), **vars(advice_answers), **vars(vocabulary_answers), **vars(import_answers)}[
                    name
                ].model_validate_json(json.dumps(content["example"]))


def test_examples_of_requests_are_accepted(client: TestClient, document: dict[str, Any]):
    client.put(f"{BASE}/organisations/muc-morgen", json={"name": "MORGEN e.V.", "ags": "09162"})
    schemas = document["components"]["schemas"]
    for path in ("/who-is-missing", "/members/recognise", "/openings", "/organisations", "/networks"):
        reference = document["paths"][BASE + path]["post"]["requestBody"]["content"]["application/json"]["schema"][
            "$ref"
        ]
        for example in schemas[reference.rpartition("/")[2]]["examples"]:
            assert client.post(BASE + path, json=example).status_code in (200, 201), path


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/organisations?limit=3", answers.Organisations),
        ("/organisations/muc-jobcenter", answers.OrganisationOut),
        ("/organisations/muc-jobcenter/openings", answers.Openings),
        ("/organisations/search?q=Frauen", answers.Hits),
        ("/networks?limit=3", answers.Networks),
        ("/networks/muc-netzwerk-morgen/explain/muc-jobcenter", advice_answers.ExplanationOut),
        ("/networks/muc-netzwerk-morgen/explain/muc-diversity", advice_answers.ExplanationOut),
        ("/networks/muc-netzwerk-morgen/gaps", advice_answers.NetworkGaps),
        ("/networks/muc-netzwerk-muenchen-ist-bunt/gaps?gaps=80&per_gap=0", advice_answers.NetworkGaps),
        ("/networks/muc-netzwerk-morgen/recommendations", advice_answers.NetworkRecommendations),
        ("/networks/muc-netzwerk-morgen/recommendations?seats=0", advice_answers.NetworkRecommendations),
        ("/roles", vocabulary_answers.Roles),
        ("/fields", vocabulary_answers.Fields),
        ("/norms", vocabulary_answers.Norms),
        ("/municipalities?q=Erl", vocabulary_answers.Municipalities),
        ("/municipalities/09562000", vocabulary_answers.PlaceDetails),
        ("/organisations/stale?days=1&limit=3", answers.Organisations),
        ("/organisations/muc-jobcenter/provenance", import_answers.ProvenanceOut),
        ("/organisations/muc-jobcenter/history", import_answers.History),
        ("/duplicates", import_answers.Pairs),
        ("/imports", import_answers.Imports),
        ("/sources", import_answers.Sources),
    ],
)
def test_what_is_read_is_as_described(demo_client: TestClient, path: str, model: type[BaseModel]):
    answer = demo_client.get(BASE + path)
    assert answer.status_code == 200
    model.model_validate_json(answer.content)


@pytest.mark.parametrize(
    ("path", "body", "model"),
    [
        ("/who-is-missing", QUESTION, answers.WhoIsMissing),
        ("/who-is-missing", QUESTION | {"seats": 0, "ags": None}, answers.WhoIsMissing),
        ("/members/recognise", {"names": ["Jobcenter", ""], "ags": "09162"}, answers.RecognisedMembers),
        ("/openings", {"organisations": ["muc-jobcenter"], "ags": "09162"}, answers.Openings),
    ],
)
def test_what_is_asked_is_answered_as_described(
    demo_client: TestClient, path: str, body: dict[str, Any], model: type[BaseModel]
):
    answer = demo_client.post(BASE + path, json=body)
    assert answer.status_code == 200
    model.model_validate_json(answer.content)


def test_what_is_written_is_answered_as_described(client: TestClient):
    made = client.post(f"{BASE}/organisations", json={"id": "Ämter/1 ?", "name": "JC", "role": "jobcenter"})
    answers.OrganisationOut.model_validate_json(made.content)
    assert client.get(made.headers["location"]).json() == made.json()
    assert client.put(made.headers["location"], json=made.json()).json() == made.json()
    network = client.post(f"{BASE}/networks", json=NETWORK)
    answers.NetworkOut.model_validate_json(network.content)
    seat = f"{network.headers['location']}/members/{made.headers['location'].rpartition('/')[2]}"
    seated = client.put(seat, json={"mandate": "guest", "since": "2024"})
    assert seated.json()["members"][0]["organisation_id"] == "Ämter/1 ?"
    assert client.put(network.headers["location"], json=seated.json()).json() == seated.json()
    assert client.delete(seat).status_code == 204
    report = client.post(
        f"{BASE}/organisations/bulk", content=b'{"name": 5}', headers={"content-type": "application/x-ndjson"}
    )
    answers.BulkReport.model_validate_json(report.content)


def test_fields_that_are_null_stand_for_their_defaults(client: TestClient):
    values = {"name": "AWO", "role": "welfare_association", "description": None, "languages": None, "staffing": None}
    made = client.put(f"{BASE}/organisations/a", json=values).json()
    assert (made["description"], made["languages"], made["staffing"]) == ("", [], "unknown")
    client.patch(f"{BASE}/organisations/a", json={"languages": ["Türkisch"], "place": "Erlangen"})
    changed = client.patch(f"{BASE}/organisations/a", json={"languages": None}).json()
    assert (changed["languages"], changed["place"]) == ([], "Erlangen")


def test_the_last_page_names_no_next_one(client: TestClient):
    for number in range(4):
        client.put(f"{BASE}/organisations/{number}", json={"name": f"Verein {number}"})
    assert "link" not in client.get(f"{BASE}/organisations?limit=4").headers
    assert 'rel="next"' in client.get(f"{BASE}/organisations?limit=3").headers["link"]
