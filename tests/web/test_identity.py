from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.domain.accounts import Account, AccountRole
from service.errors import NoAdministrator
from service.resources import Resources, open_resources
from service.settings import Settings
from service.usecases.keep_accounts import create_account
from service.web.identity import is_loopback, needs_login

PASSWORD = "vier wörter ohne sinn"
PAGE = {"accept": "text/html"}


def with_settings(fresh: Resources, **changed: object) -> Settings:
    return fresh.settings.model_copy(update=changed)


def serve(fresh: Resources, base: str = "http://127.0.0.1", **changed: object) -> TestClient:
    return TestClient(create_app(with_settings(fresh, **changed), fresh), base, follow_redirects=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"])
def test_an_address_of_this_machine_needs_no_login(host: str, tmp_path: Path):
    assert is_loopback(host)
    assert not needs_login(Settings(home=tmp_path, host=host))
    assert needs_login(Settings(home=tmp_path, host=host, login=True))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.0.7", "rathaus.example"])
def test_elsewhere_the_service_does_not_start_without_an_administrator(host: str, tmp_path: Path):
    resources = open_resources(Settings(home=tmp_path, host=host))
    with pytest.raises(NoAdministrator):
        create_app(resources.settings, resources)
    create_account(resources, Account("leser", AccountRole.VIEWER), PASSWORD)
    with pytest.raises(NoAdministrator):
        create_app(resources.settings, resources)
    create_account(resources, Account("leitung", AccountRole.ADMIN), PASSWORD)
    assert TestClient(create_app(resources.settings, resources)).get("/api/v1/roles").status_code == 401
    resources.close()


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "testserver"])
def test_the_local_mode_answers_this_machine(fresh: Resources, host: str):
    assert serve(fresh).get("/api/v1/roles", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["rebind.example", "rebind.example:8000", "192.168.0.7", "127.0.0.1.example"])
def test_the_local_mode_refuses_other_names(fresh: Resources, host: str):
    answer = serve(fresh).get("/api/v1/roles", headers={"host": host})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/foreign-host")


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip"])
def test_the_local_mode_refuses_what_another_server_passes_on(fresh: Resources, header: str):
    answer = serve(fresh).get("/", headers={header: "203.0.113.9", **PAGE})
    assert answer.status_code == 400
    assert "WERFEHLT_LOGIN" in answer.text
    assert "<h1" in answer.text


def test_names_that_were_set_are_the_only_ones(fresh: Resources):
    create_account(fresh, Account("leitung", AccountRole.ADMIN), PASSWORD)
    client = serve(fresh, login=True, hosts="fehlt.stadt.example, intern")
    for host, status in (
        ("fehlt.stadt.example", 200),
        ("INTERN:8000", 200),
        ("127.0.0.1", 200),
        ("stadt.example", 400),
    ):
        assert client.get("/anmelden", headers={"host": host, "x-forwarded-for": "1.2.3.4"}).status_code == status


@pytest.fixture
def guarded(fresh: Resources) -> TestClient:
    create_account(fresh, Account("leitung", AccountRole.ADMIN), PASSWORD)
    return serve(fresh, login=True)


def token(client: TestClient) -> str:
    answer = client.post("/api/v1/login", json={"name": "leitung", "password": PASSWORD})
    assert answer.status_code == 201
    assert answer.json()["role"] == "admin"
    return str(answer.json()["token"])


def test_a_program_reads_and_writes_with_its_token_until_it_logs_out(guarded: TestClient):
    bearer = {"authorization": f"Bearer {token(guarded)}"}
    assert guarded.get("/api/v1/networks", headers=bearer).json() == {"networks": []}
    stored = guarded.post("/api/v1/organisations", json={"name": "Jobcenter", "ags": "09162"}, headers=bearer)
    assert stored.status_code == 201
    assert guarded.post("/api/v1/logout", headers=bearer).status_code == 204
    assert guarded.get("/api/v1/networks", headers=bearer).status_code == 401


def test_the_cookie_of_a_browser_reads_the_interface_but_does_not_write_it(guarded: TestClient):
    guarded.cookies.set("wf_session", token(guarded))
    assert guarded.get("/api/v1/networks").status_code == 200
    answer = guarded.post("/api/v1/organisations", json={"name": "Jobcenter", "ags": "09162"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("given", ["Bearer", "Bearer falsch", "Basic bGVpdHVuZzp4", "bearer \x7f"])
def test_a_token_that_is_none_lets_nobody_in(guarded: TestClient, given: str):
    assert guarded.get("/api/v1/networks", headers={"authorization": given}).status_code == 401


def test_a_page_leads_to_the_login_and_a_part_of_a_page_too(guarded: TestClient):
    answer = guarded.get("/verzeichnis?q=a%20b", headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/anmelden?weiter=%2Fverzeichnis%3Fq%3Da%2520b"
    part = guarded.get("/verzeichnis", headers={**PAGE, "hx-request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (200, "/anmelden?weiter=%2Fverzeichnis")
    sent = guarded.post("/netze", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/anmelden?weiter=%2F")


def test_an_upload_of_nobody_is_refused_before_it_is_read(guarded: TestClient):
    read = []

    def body():
        for number in range(50):
            read.append(number)
            yield b"x" * 100_000

    assert guarded.post("/api/v1/imports", content=body()).status_code == 401


def test_encrypted_connections_stay_encrypted(fresh: Resources):
    encrypted = serve(fresh, "https://127.0.0.1").get("/", headers=PAGE)
    assert encrypted.headers["strict-transport-security"] == "max-age=31536000"
    assert all("Secure" in cookie for cookie in encrypted.headers.get_list("set-cookie"))
    plain = serve(fresh).get("/", headers=PAGE)
    assert "strict-transport-security" not in plain.headers
