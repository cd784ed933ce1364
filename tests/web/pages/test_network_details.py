"""What a network is, changed in one form, by two people at once too."""

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.domain.accounts import Account, AccountRole
from service.domain.networks import Membership, Network, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources, open_resources
from service.settings import Settings
from service.usecases.keep_accounts import create_account
from service.usecases.keep_networks import get_one, save
from service.usecases.write_organisations import write_organisations
from tests.web.pages.looking import HTML, sound, token, tree

ID = "net/1 ?"
PATH = "/netze/net%2F1%20%3F/angaben"
PASSWORD = "vier wörter ohne sinn"
HOSTILE = "<script>alert(1)</script> {0}"
PROFILE = NetworkProfile(
    f"Runde {HOSTILE}", "round_table", "municipal", None, "Auftrag\ndes  Rates", ("language", "work")
)


@pytest.fixture
def network(fresh: Resources) -> Network:
    fields = [key for key in fresh.knowledge.taxonomy.fields][:2]
    write_organisations(fresh, [OrganisationDraft("A", "church", {"name": "A"})])
    profile = replace(PROFILE, fields=tuple(fields))
    return save(fresh, NetworkDraft(ID, profile, "09562000", "Ost", "Quelle", (Membership("A", mandate="voting"),)))[0]


def filled(page: lxml.html.HtmlElement) -> dict[str, str | list[str]]:
    """What the browser would send of the form as it is shown."""
    form = page.xpath("//main//form[contains(@action, 'angaben')]")[0]
    return {name: [value for key, value in form.form_values() if key == name] for name, _ in form.form_values()}


def form_of(client: TestClient) -> dict[str, str | list[str]]:
    return filled(sound(client, PATH))


def send(client: TestClient, values: dict[str, str | list[str]], **changed: str | list[str]):
    data = {**values, "csrf": token(client), **changed}
    return client.post(PATH, data=data, headers=HTML, follow_redirects=False)


def test_saving_without_a_change_changes_nothing(client: TestClient, fresh: Resources, network: Network):
    assert send(client, form_of(client)).status_code == 303
    assert get_one(fresh, ID) == network


def test_all_details_are_saved_and_the_rest_stays(client: TestClient, fresh: Resources, network: Network):
    wanted = {"name": "Neu", "ags": "09564000 Nürnberg", "kind": "alliance", "level": "", "phase": "drafting"}
    fields = sorted(fresh.knowledge.taxonomy.fields)[-2:]
    saved = send(client, form_of(client), **wanted, occasion="Flucht", fields=fields)
    page = tree(client.get(saved.headers["location"], headers=HTML).text)
    assert "gespeichert" in page.xpath("//*[@role='status']")[0].text_content()
    profile = NetworkProfile("Neu", "alliance", None, "drafting", "Flucht", tuple(fields))
    assert get_one(fresh, ID) == replace(network, profile=profile, ags="09564000")


def test_a_form_that_is_sent_again_does_no_harm(client: TestClient, fresh: Resources, network: Network):
    values = form_of(client)
    for _ in range(2):
        assert send(client, values, phase="drafting").status_code == 303
    assert get_one(fresh, ID).profile.phase == "drafting"


def test_what_only_one_side_changed_is_merged(client: TestClient, fresh: Resources, network: Network):
    first, second = form_of(client), form_of(client)
    send(client, first, phase="drafting")
    saved = send(client, second, occasion="Flucht")
    page = tree(client.get(saved.headers["location"], headers=HTML).text)
    assert "Phase" in page.xpath("//*[@role='status']")[0].text_content()
    profile = get_one(fresh, ID).profile
    assert (profile.phase, profile.occasion) == ("drafting", "Flucht")


def test_two_versions_of_a_field_are_shown_and_nothing_is_written(
    client: TestClient, fresh: Resources, network: Network
):
    first, second = form_of(client), form_of(client)
    keys = sorted(fresh.knowledge.taxonomy.fields)
    send(client, first, phase="drafting", fields=keys[2:4], ags="09564000")
    stored = get_one(fresh, ID)
    sent = send(client, second, phase="continuation", kind="alliance")
    assert (sent.status_code, get_one(fresh, ID)) == (409, stored)
    page = tree(sent.text)
    choices = {
        name: page.xpath(f"//input[@type='radio'][@name='{name}']/@value") for name in ("phase", "kind", "fields")
    }
    before = " ".join(network.profile.fields)
    assert choices["phase"] == ["drafting", "continuation"]
    assert choices["kind"] == ["round_table", "alliance"]
    assert set(choices["fields"][1].split()) == set(before.split())
    checked = {one.get("name"): one.get("value") for one in page.xpath("//input[@checked]")}
    assert checked == {"kind": "alliance", "fields": " ".join(keys[2:4]), "ags": "09564000"}
    chosen = send(client, filled(page), phase="continuation")
    assert chosen.status_code == 303
    profile = replace(stored.profile, phase="continuation", kind="alliance")
    assert get_one(fresh, ID) == replace(stored, profile=profile)


def test_the_choice_is_asked_for_again_where_a_third_was_faster(client: TestClient, fresh: Resources, network: Network):
    values = form_of(client)
    send(client, values, phase="drafting")
    page = tree(send(client, values, phase="continuation").text)
    send(client, form_of(client), phase="implementation")
    again = send(client, filled(page), phase="continuation")
    assert again.status_code == 409
    assert get_one(fresh, ID).profile.phase == "implementation"


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_choice_is_a_sound_page(client: TestClient, network: Network, language: str):
    values = form_of(client)
    send(client, values, name="Erstens")
    data = {**values, "csrf": token(client), "name": f"Zweitens {HOSTILE}"}
    sent = client.post(PATH, data=data, headers=HTML | {"accept-language": language})
    page = tree(sent.text)
    assert sent.status_code == 409
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1
    labelled = page.xpath("//label/@for")
    assert all(one.get("id") in labelled for one in page.xpath("//input[not(@type='hidden')]"))
    assert all(one.xpath("./legend") for one in page.xpath("//fieldset"))
    assert not page.xpath("//@style | //style | //script[not(@src)]")
    assert f"Zweitens {HOSTILE}" in page.xpath("//fieldset")[0].text_content()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Hier fehlt ein Text"),
        ({"ags": "Nirgendwo am See"}, "ist nicht bekannt"),
        ({"kind": "wizards"}, ""),
        ({"fields": ["wizardry"]}, ""),
        ({"name": "x" * 301}, ""),
        ({"occasion": "x" * 2001}, ""),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    client: TestClient, fresh: Resources, network: Network, changed: dict[str, str], said: str
):
    refused = send(client, form_of(client), **{"phase": "drafting", **changed})
    page = tree(refused.text)
    assert refused.status_code == 422
    assert said in page.xpath("//*[@role='alert']")[0].text_content()
    assert "drafting" in page.xpath("//option[@selected]/@value")
    assert get_one(fresh, ID) == network


def test_the_form_needs_its_token_and_a_network(client: TestClient, network: Network):
    values = form_of(client)
    assert client.post(PATH, data={**values, "csrf": "wrong"}, headers=HTML).status_code == 403
    sound(client, "/netze/none/angaben", 404)
    data = {**values, "csrf": token(client)}
    assert client.post("/netze/none/angaben", data=data, headers=HTML).status_code == 404


def test_nobody_moves_a_network_or_renames_an_organisation_outside_their_places(tmp_path: Path):
    resources = open_resources(Settings(home=tmp_path / "guarded", login=True))
    create_account(resources, Account("leitung", AccountRole.ADMIN), PASSWORD)
    create_account(resources, Account("amt", AccountRole.OFFICER, ("09562",)), PASSWORD)
    drafts = [OrganisationDraft(key, "church", {"name": key, "ags": key}) for key in ("09562", "09162")]
    write_organisations(resources, drafts)
    seats = tuple(Membership(draft.id or "") for draft in drafts)
    save(resources, NetworkDraft(ID, NetworkProfile("Runde"), "09562", memberships=seats))
    client = TestClient(create_app(resources.settings, resources))
    client.get("/anmelden", headers=HTML)
    login = {"csrf": client.cookies["wf_csrf"], "name": "amt", "password": PASSWORD}
    client.post("/anmelden", data=login, headers=HTML)
    values = form_of(client)
    assert send(client, values, ags="09162").status_code == 403
    assert send(client, values, phase="drafting").status_code == 303
    members = PATH.replace("angaben", "mitglieder")
    for key, status in (("09162", 403), ("09562", 303)):
        data = {"csrf": token(client), "organisation": key, "seen_name": key, "name": f"{key} neu"}
        assert client.post(f"{members}/name", data=data, headers=HTML, follow_redirects=False).status_code == status
    resources.close()
