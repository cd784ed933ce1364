from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

from service.app import create_app
from service.domain.accounts import Account, AccountRole
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources, open_resources
from service.settings import Settings
from service.usecases.keep_accounts import create_account
from service.usecases.keep_networks import get_one, save
from service.usecases.read_organisations import get_many
from service.usecases.write_organisations import write_organisations
from service.web.pages.login import onward

PASSWORD = "vier wörter ohne sinn"
STEPS = ("", "/mitglieder", "/angaben", "/vorschlaege", "/warum?organisation=a", "/einladungen")
OTHER = "fünf sechs sieben acht"


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Resources]:
    resources = open_resources(Settings(home=tmp_path, login=True))
    create_account(resources, Account("leitung", AccountRole.ADMIN), PASSWORD)
    create_account(resources, Account("leser", AccountRole.VIEWER, ("09162",)), PASSWORD)
    yield resources
    resources.close()


@pytest.fixture
def visitor(guarded: Resources) -> TestClient:
    client = TestClient(create_app(guarded.settings, guarded), follow_redirects=False)
    client.headers["accept"] = "text/html"
    client.get("/anmelden")
    return client


def send(client: TestClient, path: str, **fields: str):
    return client.post(path, data={"csrf": client.cookies["wf_csrf"], **fields})


def log_in(client: TestClient, name: str = "leitung", password: str = PASSWORD, **fields: str):
    return send(client, "/anmelden", name=name, password=password, **fields)


def test_a_login_leads_to_the_page_that_was_wanted_and_the_logout_ends_it(visitor: TestClient):
    answer = log_in(visitor, weiter="/verzeichnis?q=jobcenter")
    assert (answer.status_code, answer.headers["location"]) == (303, "/verzeichnis?q=jobcenter")
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
    page = visitor.get("/").text
    assert "leitung" in page
    assert "Lokaler Modus" not in page
    assert send(visitor, "/abmelden").headers["location"] == "/anmelden"
    assert visitor.get("/").headers["location"] == "/anmelden?weiter=%2F"


def test_a_wrong_password_keeps_the_name_and_says_so(visitor: TestClient):
    answer = log_in(visitor, password="falsch", weiter="/modelle")
    page = html.fromstring(answer.text)
    assert answer.status_code == 401
    assert page.xpath("//input[@name='name']/@value") == ["leitung"]
    assert page.xpath("//input[@name='weiter']/@value") == ["/modelle"]
    assert "Name oder Passwort" in page.xpath("string(//*[@role='alert'])")
    assert not page.xpath("//input[@type='password']/@value")


def test_too_many_attempts_are_told(visitor: TestClient):
    statuses = [log_in(visitor, password=f"falsch {n}").status_code for n in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert log_in(visitor).status_code == 429


@pytest.mark.parametrize(
    "wanted", ["https://fremd.example/", "//fremd.example", "/\\fremd.example", "", "verzeichnis", "javascript:x"]
)
def test_the_way_on_never_leads_elsewhere(wanted: str):
    assert onward(wanted) == "/"


def test_a_login_without_the_token_of_the_form_is_refused(visitor: TestClient):
    assert visitor.post("/anmelden", data={"name": "leitung", "password": PASSWORD}).status_code == 403


def test_the_own_password_is_changed_with_the_former_one(visitor: TestClient):
    log_in(visitor, "leser")
    page = visitor.get("/konto").text
    assert "leser" in page
    assert "München" in page
    assert send(visitor, "/konto", password="falsch", new=OTHER).status_code == 401
    assert send(visitor, "/konto", password=PASSWORD, new="kurz").status_code == 422
    assert send(visitor, "/konto", password=PASSWORD, new=OTHER).headers["location"] == "/anmelden"
    assert visitor.get("/").status_code == 303
    assert log_in(visitor, "leser").status_code == 401
    assert log_in(visitor, "leser", OTHER).status_code == 303


def test_a_viewer_is_led_to_what_may_be_seen(visitor: TestClient):
    log_in(visitor, "leser")
    page = html.fromstring(visitor.get("/").text)
    assert "/importe" not in page.xpath("//header//a/@href")
    refused = visitor.get("/importe")
    assert refused.status_code == 403
    assert html.fromstring(refused.text).xpath("//main//a")


def test_the_local_mode_has_no_account(client: TestClient):
    page = client.get("/konto", headers={"accept": "text/html"}).text
    assert "Lokaler Modus" in page
    assert "password" not in page


def test_a_viewer_sees_no_forms_that_write(guarded: Resources, visitor: TestClient):
    write_organisations(guarded, [OrganisationDraft("a", None, {"name": "Jobcenter", "ags": "09162"})])
    save(guarded, NetworkDraft("n", NetworkProfile("Runder Tisch"), "09162", memberships=(Membership("a"),)))
    log_in(visitor, "leser")
    for path in ("/", *(f"/netze/n{step}" for step in STEPS), "/organisationen/a", "/verzeichnis"):
        forms = html.fromstring(visitor.get(path).text).xpath("//main//form[@method='post'][.//button[@type='submit']]")
        assert not forms, path


def test_an_officer_states_the_role_of_a_foreign_member_in_the_own_network(guarded: Resources, visitor: TestClient):
    write_organisations(guarded, [OrganisationDraft("a", "culture_club", {"name": "Verein", "ags": "09"})])
    save(guarded, NetworkDraft("n", NetworkProfile("Runder Tisch"), "09162", memberships=(Membership("a"),)))
    create_account(guarded, Account("amt", AccountRole.OFFICER, ("09162",)), PASSWORD)
    log_in(visitor, "amt")
    answer = send(visitor, "/netze/n/mitglieder/rolle", organisation="a", seen_role="culture_club", role="sports_club")
    assert answer.status_code == 303
    assert get_one(guarded, "n").memberships == (Membership("a", "sports_club"),)
    assert get_many(guarded, {"a"})["a"].role == "culture_club"
    renamed = send(visitor, "/netze/n/mitglieder/name", organisation="a", seen_name="Verein", name="Chor")
    assert renamed.status_code == 403
