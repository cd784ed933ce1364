"""The members of a network: put right row by row, by several people, without anything being lost."""

import csv
import io

import lxml.html
import pytest
from fastapi.testclient import TestClient

from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.usecases.edit_members import edit_name, edit_role
from service.usecases.keep_networks import add_member, get_one, save
from service.usecases.read_organisations import get_many
from service.usecases.read_organisations import get_one as get_organisation
from service.usecases.write_organisations import write_organisations
from service.web.member_rows import PER_PAGE
from tests.web.pages.looking import HTML, sound, token, tree

HOSTILE = "<script>alert(1)</script> {0} =1+1"
ID = "net/1 ?"
BASE = "/netze/net%2F1%20%3F/mitglieder"
#: Headers by which a script asks for a part of the page.
PART = HTML | {"hx-request": "true"}


def stored(resources: Resources, *names: str, roles: dict[str, str] | None = None, ags: str | None = "09562") -> None:
    drafts = [OrganisationDraft(name, (roles or {}).get(name), {"name": name, "ags": ags}) for name in names]
    write_organisations(resources, drafts)
    seats = tuple(Membership(name) for name in names)
    save(resources, NetworkDraft(ID, NetworkProfile(f"Runde {HOSTILE}"), ags, memberships=seats))


def send(client: TestClient, step: str, headers: dict[str, str] = HTML, **fields: str):
    data = {"csrf": token(client), **fields}
    return client.post(f"{BASE}/{step}", data=data, headers=headers, follow_redirects=False)


def after(client: TestClient, step: str, **fields: str) -> lxml.html.HtmlElement:
    """The page to which a form leads."""
    sent = send(client, step, **fields)
    assert sent.status_code == 303
    return tree(client.get(sent.headers["location"], headers=HTML).text)


def note(page: lxml.html.HtmlElement) -> str:
    return " ".join(page.xpath("//*[@id='notice']")[0].text_content().split())


def names(page: lxml.html.HtmlElement) -> list[str]:
    return page.xpath("//tbody/tr/th/a/text()")


def role_of(resources: Resources, organisation_id: str) -> tuple[str, bool]:
    organisation = get_organisation(resources, organisation_id)
    return organisation.role, organisation.role_stated


@pytest.mark.parametrize("query", ["", "?bearbeiten=Xyzzy", "?zeile=Xyzzy&hinweis=saved&wen=Xyzzy", "?seite=x&wen=y"])
def test_the_page_is_sound(client: TestClient, fresh: Resources, query: str):
    stored(fresh, "Jobcenter Erlangen", "Xyzzy", HOSTILE)
    page = sound(client, BASE + query)
    assert HOSTILE in names(page)
    assert page.xpath("//h1")[0].text_content() == f"Runde {HOSTILE}"
    assert len(page.xpath("//select")) == ("bearbeiten" in query)


def test_a_network_without_members_says_so(client: TestClient, fresh: Resources):
    stored(fresh)
    assert "keine Mitglieder" in sound(client, BASE).text_content()


def test_a_doubtful_row_offers_its_likeliest_roles(client: TestClient, fresh: Resources):
    stored(fresh, "Jobcenter Erlangen", "Xyzzy")
    rows = sound(client, BASE).xpath("//tbody/tr")
    offered = rows[0].xpath(".//button[@name='role']/@value")
    assert (rows[0].xpath("./th/a/text()"), len(offered)) == (["Xyzzy"], 3)
    assert "other" not in offered
    assert not rows[1].xpath(".//button[@name='role']")
    page = after(client, "rolle", organisation="Xyzzy", seen_role="", role=offered[1])
    assert role_of(fresh, "Xyzzy") == (offered[1], True)
    assert "Gespeichert" in note(page)
    assert not page.xpath("//button[@name='role']")


def test_a_script_gets_the_row_alone_with_a_notice_and_the_focus(client: TestClient, fresh: Resources):
    stored(fresh, "Jobcenter Erlangen", "Xyzzy")
    sent = send(client, "rolle", PART, organisation="Xyzzy", seen_role="", role="church")
    part = lxml.html.fragment_fromstring(sent.text, create_parent=True)
    assert sent.status_code == 200
    assert len(part.xpath(".//tr")) == 1
    assert "Gespeichert" in note(part)
    assert len(part.xpath(".//*[@autofocus]")) == 1
    assert "keine unsichere Zeile" in part.xpath(".//*[@id='doubtful']")[0].text_content()
    edited = client.get(f"{BASE}?bearbeiten=Xyzzy", headers=PART)
    form = lxml.html.fragment_fromstring(edited.text, create_parent=True)
    assert form.xpath(".//select[@autofocus]//option[@selected]/@value") == ["church"]
    gone = client.get(f"{BASE}?bearbeiten=nobody", headers=PART)
    assert gone.headers["hx-redirect"].startswith("/netze/net%2F1%20%3F/mitglieder?hinweis=gone")


def test_the_seats_own_role_is_put_right_where_it_has_one(client: TestClient, fresh: Resources):
    stored(fresh, "A", roles={"A": "church"})
    add_member(fresh, ID, Membership("A", role="school", mandate="voting"))
    after(client, "rolle", organisation="A", seen_role="school", role="sports_club")
    assert get_one(fresh, ID).memberships == (Membership("A", role="sports_club", mandate="voting"),)
    assert role_of(fresh, "A") == ("church", True)


def test_a_role_that_somebody_else_stated_meanwhile_is_not_overwritten(client: TestClient, fresh: Resources):
    stored(fresh, "Xyzzy")
    edit_role(fresh, ID, "Xyzzy", "", "church")
    sent = send(client, "rolle", organisation="Xyzzy", seen_role="", role="school")
    assert (sent.status_code, role_of(fresh, "Xyzzy")) == (409, ("church", True))
    page = tree(sent.text)
    assert page.xpath("//input[@type='radio']/@value") == ["church", "school"]
    assert not page.xpath("//input[@checked]")
    hidden = {one.get("name"): one.get("value") for one in page.xpath("//main//input[@type='hidden']")}
    assert page.xpath("//main//form/@action") == [f"{BASE}/rolle"]
    after(client, "rolle", **{**hidden, "csrf": token(client), "role": "school"})
    assert role_of(fresh, "Xyzzy") == ("school", True)


def test_a_conflict_in_a_row_takes_the_whole_page(client: TestClient, fresh: Resources):
    stored(fresh, "Xyzzy")
    edit_role(fresh, ID, "Xyzzy", "", "church")
    sent = send(client, "rolle", PART, organisation="Xyzzy", seen_role="", role="school")
    assert (sent.status_code, sent.headers["hx-retarget"]) == (409, "#content")


def test_a_name_is_put_right_and_two_versions_of_it_are_shown(client: TestClient, fresh: Resources):
    stored(fresh, "A")
    after(client, "name", organisation="A", seen_name="A", name="Arbeitsagentur")
    after(client, "name", organisation="A", seen_name="A", name="Arbeitsagentur")
    sent = send(client, "name", organisation="A", seen_name="A", name=HOSTILE)
    assert sent.status_code == 409
    assert tree(sent.text).xpath("//input[@type='radio']/@value") == ["Arbeitsagentur", HOSTILE]
    assert get_organisation(fresh, "A").name == "Arbeitsagentur"
    assert edit_name(fresh, "A", "A", "A").meanwhile == ("name",)
    assert send(client, "name", organisation="A", seen_name="A", name=" ").status_code == 422


def test_a_seat_taken_away_by_both_leads_on(client: TestClient, fresh: Resources):
    stored(fresh, "A", "B")
    assert "kein Mitglied mehr" in note(after(client, "entfernen", organisation="A"))
    again = after(client, "entfernen", organisation="A")
    assert "schon früher" in note(again)
    assert names(again) == ["B"]
    assert "schon früher" in note(after(client, "rolle", organisation="A", seen_role="", role="church"))


def test_taking_a_seat_away_is_undone_with_all_it_held(client: TestClient, fresh: Resources):
    stored(fresh, "A")
    seat = Membership("A", "church", "voting", "2020", "2027", "B")
    add_member(fresh, ID, seat)
    page = after(client, "entfernen", organisation="A")
    fields = {one.get("name"): one.get("value") for one in page.xpath("//*[@id='notice']//input")}
    after(client, "hinzu", **fields)
    assert get_one(fresh, ID).memberships == (seat,)


@pytest.mark.parametrize("ags", ["09562", None])
def test_a_member_added_twice_is_one_member_and_one_organisation(client: TestClient, fresh: Resources, ags: str | None):
    stored(fresh, ags=ags)
    assert "ist Mitglied" in note(after(client, "hinzu", name="Volkshochschule Erlangen"))
    member = get_one(fresh, ID).memberships[0].organisation_id
    add_member(fresh, ID, Membership(member, mandate="voting"))
    assert "war schon Mitglied" in note(after(client, "hinzu", name="Volkshochschule Erlangen"))
    assert get_one(fresh, ID).memberships == (Membership(member, mandate="voting"),)


def test_a_name_that_names_nobody_is_said_on_the_page(client: TestClient, fresh: Resources):
    stored(fresh)
    sent = send(client, "hinzu", name="  ")
    assert (sent.status_code, "Hier fehlt ein Text" in sent.text) == (422, True)


def test_a_thousand_members_come_page_by_page_the_doubtful_first(client: TestClient, fresh: Resources):
    numbers = [f"Jobcenter {n:04}" for n in range(1000)]
    stored(fresh, *numbers, "Xyzzy", roles=dict.fromkeys(numbers, "jobcenter"))
    first = sound(client, BASE)
    assert names(first)[0] == "Xyzzy"
    assert len(names(first)) == PER_PAGE
    pages = first.xpath("//nav//a[contains(@href, 'seite=')]/@href")
    seen = [one for page in pages for one in names(tree(client.get(page, headers=HTML).text))]
    assert sorted(seen) == sorted([*numbers, "Xyzzy"])
    assert "Jobcenter 0999" in names(sound(client, f"{BASE}?zeile=Jobcenter+0999"))
    assert names(sound(client, f"{BASE}?seite=99999")) == names(tree(client.get(pages[-1], headers=HTML).text))


def test_members_as_data(client: TestClient, fresh: Resources):
    stored(fresh, "=A", "Xyzzy", roles={"=A": "church"})
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{BASE}?format=csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert [(row["name"], row["role"], row["doubtful"]) for row in rows][1] == ("'=A", "church", "False")
    told = client.get(f"{BASE}?format=json").json()
    assert [(one["id"], one["doubtful"]) for one in told["members"]] == [("Xyzzy", True), ("=A", False)]


@pytest.mark.parametrize("step", ["rolle", "name", "entfernen", "hinzu"])
def test_forms_need_their_token_and_a_network(client: TestClient, fresh: Resources, step: str):
    stored(fresh, "A")
    fields = {"organisation": "A", "role": "church", "name": "B"}
    assert send(client, step, **fields, csrf="wrong").status_code == 403
    answered = client.post(f"/netze/none/mitglieder/{step}", data={"csrf": token(client), **fields}, headers=HTML)
    assert answered.status_code == 404
    assert get_many(fresh, {"A"})["A"].name == "A"


def test_an_unknown_role_or_organisation_is_refused(client: TestClient, fresh: Resources):
    stored(fresh, "A")
    assert send(client, "rolle", organisation="A", seen_role="", role="wizard").status_code == 422
    assert send(client, "rolle", organisation="nobody", seen_role="", role="church").status_code == 404
    assert send(client, "hinzu", organisation="nobody").status_code == 404
    assert send(client, "hinzu", organisation="A", mandate="king").status_code == 422


def test_a_bookmark_of_a_deleted_network_leads_on(client: TestClient):
    page = sound(client, "/netze/gone/mitglieder", 404)
    assert "gelöscht" in page.text_content() or "deleted" in page.text_content()
    assert "/" in page.xpath("//main//a/@href")
