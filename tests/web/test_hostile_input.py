"""Whatever a client sends, the answer is a problem that names the field, never an error of the service."""

import asyncio
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.resources import Resources
from service.web.answers import Problem
from service.web.limits import BODY_BYTES, BULK_BYTES, DISCARDED_BYTES

BASE = "/api/v1"
JSON = {"content-type": "application/json"}

QUESTION: dict[str, Any] = {"ags": "09162", "network": {"name": "Runder Tisch"}, "members": ["Jobcenter"], "seats": 0}
OPERATIONS = [
    ("POST", "/who-is-missing"),
    ("POST", "/members/recognise"),
    ("POST", "/openings"),
    ("POST", "/organisations"),
    ("PUT", "/organisations/a"),
    ("PATCH", "/organisations/a"),
    ("POST", "/networks"),
    ("PUT", "/networks/a"),
    ("PUT", "/networks/a/members/b"),
    ("POST", "/networks/a/decisions"),
]
BODIES = {
    "empty": b"",
    "no JSON": b"hello",
    "unfinished": b'{"name": "a"',
    "NaN": b'{"name": NaN}',
    "Infinity": b'{"lat": -Infinity}',
    "beyond every float": b'{"lat": 1e999}',
    "lone surrogate": b'{"name": "\\ud800", "names": ["\\udfff"]}',
    "lone surrogate as a name": b'{"\\ud800": 1}',
    "NUL": b'{"name": "a\\u0000b"}',
    "raw NUL": b'{"name": "a\x00b"}',
    "latin-1": '{"name": "Bündnis"}'.encode("latin-1"),
    "utf-16": '{"name": "a"}'.encode("utf-16"),
    "utf-32": '{"name": "a"}'.encode("utf-32"),
    "encoded surrogate": b'{"name": "\xed\xa0\x80"}',
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 100_000,
    "long number": b'{"gaps": ' + b"9" * 5000 + b"}",
    "name twice": b'{"name": "a", "name": "b"}',
    "list": b'["a"]',
    "text": b'"a"',
    "number": b"7",
    "null": b"null",
}


def checked(answer: Any) -> dict[str, Any]:
    """The problem document, after a check of its form."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    Problem.model_validate(problem)
    assert problem["status"] == answer.status_code
    assert problem["type"].startswith("/problems/")
    return problem


def pointers(answer: Any) -> list[str]:
    assert answer.status_code == 422
    return [error["pointer"] for error in checked(answer)["errors"]]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_hostile_body_is_refused(demo_client: TestClient, method: str, path: str, body: bytes):
    answer = demo_client.request(method, BASE + path, content=body, headers=JSON)
    assert answer.status_code in (400, 404, 422)
    checked(answer)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_hostile_line_is_reported_and_the_others_are_kept(client: TestClient, body: bytes):
    lines = b'{"id": "a", "name": "AWO"}\n' + body + b'\n\n{"id": "b", "name": "BRK"}\n'
    answer = client.post(f"{BASE}/organisations/bulk", content=lines, headers={"content-type": "application/x-ndjson"})
    assert answer.status_code == 200
    report = answer.json()
    assert report["accepted"] == 2
    assert [line["line"] for line in report["rejected"]] == ([2] if body else [])


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_another_content_type_is_refused(demo_client: TestClient, content_type: str | None):
    headers = {"content-type": content_type} if content_type else {}
    for path in ("/who-is-missing", "/organisations/bulk"):
        answer = demo_client.post(BASE + path, content=json.dumps(QUESTION).encode(), headers=headers)
        assert answer.status_code == 415
        checked(answer)


def test_another_charset_is_refused(demo_client: TestClient):
    headers = {"content-type": "application/json; charset=utf-16"}
    assert demo_client.post(f"{BASE}/who-is-missing", content=b"{}", headers=headers).status_code == 415


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"network": {"name": " "}}, "/network/name"),
        ({"network": {}}, "/network/name"),
        ({"network": []}, "/network"),
        ({"network": {"name": "a" * 301}}, "/network/name"),
        ({"network": {"name": "a", "kind": "club"}}, "/network/kind"),
        ({"network": {"name": "a", "fields": ["no_field"]}}, "/network/fields/0"),
        ({"members": "Jobcenter"}, "/members"),
        ({"members": ["a", 5]}, "/members/1"),
        ({"members": ["a", {}]}, "/members/1"),
        ({"members": ["a" * 10_001]}, "/members/0"),
        ({"members": ["a"] * 1001}, "/members"),
        ({"members": ["a", {"name": "a", "role": "no_role"}]}, "/members/1/role"),
        ({"members": [{"name": "a", "role": 5}]}, "/members/0/role"),
        ({"members": [{"id": "nobody"}]}, "/members/0/id"),
        ({"gaps": 81}, "/gaps"),
        ({"gaps": -1}, "/gaps"),
        ({"gaps": "10"}, "/gaps"),
        ({"gaps": True}, "/gaps"),
        ({"per_gap": 101}, "/per_gap"),
        ({"seats": 1.5}, "/seats"),
        ({"recommendations": None}, "/recommendations"),
        ({"norms": ["no-norm"]}, "/norms/0"),
        ({"exclude": "a"}, "/exclude"),
        ({"ags": 9162000}, "/ags"),
        ({"ags": "9162000"}, "/ags"),
        ({"ags": "0916200x"}, "/ags"),
        ({"ags": "٠٩١٦٢٠٠٠"}, "/ags"),
        ({"ags": "09999"}, "/ags"),
        ({"ags": "99"}, "/ags"),
    ],
    ids=str,
)
def test_the_bad_field_of_a_question_is_named(demo_client: TestClient, change: dict[str, Any], pointer: str):
    assert pointers(demo_client.post(f"{BASE}/who-is-missing", json=QUESTION | change)) == [pointer]


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"name": "  "}, "/name"),
        ({"name": "\u200b\u2060"}, "/name"),
        ({"name": "a" * 301}, "/name"),
        ({"name": None}, "/name"),
        ({"description": "a" * 20_001}, "/description"),
        ({"role": "no_role"}, "/role"),
        ({"id": "bulk"}, "/id"),
        ({"id": "verein/luecken"}, "/id"),
        ({"id": ""}, "/id"),
        ({"catchment": ["09562", "9562"]}, "/catchment/1"),
        ({"lat": 91}, "/lat"),
        ({"lat": 10**400}, "/lat"),
        ({"lon": "11.0"}, "/lon"),
        ({"languages": ["de"] * 101}, "/languages"),
        ({"languages": [5]}, "/languages/0"),
        ({"staffing": "robots"}, "/staffing"),
        ({"visibility": "secret"}, "/visibility"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"verified_on": "2026-02-30"}, "/verified_on"),
        ({"verified_on": "01.11.2026"}, "/verified_on"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_the_bad_field_of_an_organisation_is_named(demo_client: TestClient, values: dict[str, Any], pointer: str):
    assert pointers(demo_client.post(f"{BASE}/organisations", json={"name": "AWO"} | values)) == [pointer]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=x", f"limit={'9' * 5000}", "limit=NaN", "ags=9", "role=%00"]
)
def test_bad_parameters_are_refused(demo_client: TestClient, query: str):
    assert pointers(demo_client.get(f"{BASE}/organisations?{query}")) == [f"/{query.partition('=')[0]}"]


@pytest.mark.parametrize(
    "path",
    ["/organisations/%00", "/organisations/%ff", "/networks/%ed%a0%80", "/nowhere", "/organisations/" + "a" * 5000],
)
def test_odd_paths_are_problems(demo_client: TestClient, path: str):
    answer = demo_client.get(BASE + path)
    assert answer.status_code in (404, 422)
    checked(answer)


def test_another_method_is_a_problem_that_names_the_allowed_ones(demo_client: TestClient):
    answer = demo_client.delete(f"{BASE}/who-is-missing")
    assert answer.status_code == 405
    assert checked(answer)["type"] == "/problems/method-not-allowed"
    assert answer.headers["allow"] == "POST"


def test_what_was_sent_is_never_repeated(demo_client: TestClient):
    answer = demo_client.post(
        f"{BASE}/who-is-missing", json=QUESTION | {"gaps": "Geheimnis", "members": [{"name": ["Geheimnis"]}]}
    )
    assert answer.status_code == 422
    assert "Geheimnis" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "de"),
        ("en", "en"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("de;q=0.5, en;q=0.4", "de"),
        ("fr, en;q=0.3", "en"),
        ("fr", "de"),
        ("en;q=0", "de"),
        ("en;q=nonsense, ;;,", "de"),
        ("den", "de"),
    ],
)
def test_problems_speak_the_language_asked_for(demo_client: TestClient, accepted: str, language: str):
    answer = demo_client.post(f"{BASE}/who-is-missing", json={}, headers={"accept-language": accepted})
    assert answer.headers["content-language"] == language
    assert (checked(answer)["errors"][0]["detail"] == "Diese Angabe fehlt.") == (language == "de")


@pytest.mark.parametrize(("path", "limit"), [("/who-is-missing", BODY_BYTES), ("/organisations/bulk", BULK_BYTES)])
def test_an_endless_body_is_refused_without_reading_it_all(demo_client: TestClient, path: str, limit: int):
    chunks_read = 0

    async def receive() -> dict[str, Any]:
        nonlocal chunks_read
        chunks_read += 1
        return {"type": "http.request", "body": b"[" * 1_000_000, "more_body": True}

    def status_of(headers: list[tuple[bytes, bytes]]) -> int:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": BASE + path, "headers": headers, "query_string": b""}
        asyncio.run(demo_client.app(scope, receive, send))
        return int(sent[0]["status"])

    expecting = [(b"content-length", str(limit + 1).encode()), (b"expect", b"100-continue")]
    assert status_of(expecting) == 413
    assert chunks_read == 0
    assert status_of([(b"transfer-encoding", b"chunked")]) == 413
    assert chunks_read == (limit + DISCARDED_BYTES) // 1_000_000 + 1


def test_an_unexpected_error_tells_nothing_of_the_inside(
    demo: Resources, demo_client: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def broken(*_: object) -> None:
        raise RuntimeError("Geheimnis")

    monkeypatch.setattr("service.web.api.missing.ask", broken)
    answer = demo_client.post(f"{BASE}/who-is-missing", json=QUESTION)
    assert answer.status_code == 500
    assert checked(answer)["type"] == "/problems/internal"
    printed = capsys.readouterr()
    assert "RuntimeError" in printed.out + printed.err
    assert "Geheimnis" not in answer.text + printed.out + printed.err
