"""Suggestions, decisions and explanations: steps four of the way, as pages and as an answer of the interface."""

import csv
import io
from itertools import pairwise
from urllib.parse import quote

import lxml.html
import pytest
from fastapi.testclient import TestClient

from service.domain.deliveries import DeliveredPlace
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft, Visibility
from service.resources import Resources
from service.store.places import replace_places
from service.store.session import writing
from service.usecases.keep_networks import add_member, save
from service.usecases.write_organisations import write_organisations

HTML = {"accept": "text/html"}
DEMO = "/netze/muc-netzwerk-morgen"
#: An id and a name as nobody should choose them.
HOSTILE_ID, HOSTILE = "a/b ?&ü", "<script>alert(1)</script> Moscheeverein"


def tree(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


def put(resources: Resources, id: str, name: str, role: str | None = None, **values: object) -> None:
    draft = OrganisationDraft(id, role, {"name": name, "ags": "09562"} | values)
    assert not write_organisations(resources, [draft]).rejected


@pytest.fixture
def network(fresh: Resources) -> str:
    """The address of a small network with hostile names around it."""
    put(fresh, "jc", "Jobcenter Erlangen", "jobcenter")
    put(fresh, "school", "Staatliches Schulamt Erlangen", "school_authority", email="amt@example.org")
    put(fresh, HOSTILE_ID, HOSTILE, "mosque_association", website="javascript:alert(1)")
    put(fresh, "far", "Moscheeverein Hamburg", "mosque_association", ags="02000000")
    put(fresh, "secret", "Stiller Verein", "migrant_org", visibility=Visibility.HIDDEN)
    put(fresh, "blank", "Xyzzy", "other")
    put(fresh, "house", "Frauenhaus Erlangen", "women_family", street="Geheimweg 1")
    profile = NetworkProfile("Steuerungsgruppe <b>Integrationskonzept</b>", "steering_group", "municipal", "drafting")
    save(fresh, NetworkDraft("net/1 ?", profile, "09562", memberships=(Membership("jc"),)))
    return f"/netze/{quote('net/1 ?', safe='')}"


def token(client: TestClient) -> str:
    client.get("/", headers=HTML)
    return client.cookies["wf_csrf"]


def decide(client: TestClient, network: str, **fields: str):
    values = {"csrf": token(client), "organisation": "school", "decision": "unfit", "role": "school_authority"}
    return client.post(f"{network}/entscheidungen", data=values | fields, headers=HTML, follow_redirects=False)


def check_page(text: str) -> None:
    """What every page must satisfy."""
    page = tree(text)
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = set(page.xpath("//label/@for"))
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert control.get("id") in named
    assert not page.xpath("//@style | //style | //script[not(@src)] | //*[@*[starts-with(name(), 'hx-on')]]")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert set(page.xpath("//*[@aria-labelledby]/@aria-labelledby")) <= set(ids)
    for form in page.xpath("//form[@method='post']"):
        assert form.xpath(".//input[@name='csrf']")
    for table in page.xpath("//table"):
        assert table.xpath("./caption")
        assert all(cell.get("scope") for cell in table.xpath(".//th"))


PAGES = ["vorschlaege", "vorschlaege?je=20", "warum", "warum?q=Jobcenter", "warum?organisation=muc-jobcenter"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_sound_in_both_languages(demo_client: TestClient, path: str, language: str):
    answered = demo_client.get(f"{DEMO}/{path}", headers=HTML | {"accept-language": language})
    assert answered.status_code == 200
    assert f'<html lang="{language}"' in answered.text
    check_page(answered.text)


def test_shown_points_add_up(demo_client: TestClient):
    rows = tree(demo_client.get(f"{DEMO}/vorschlaege", headers=HTML).text).xpath("//section//td[.//strong]")
    assert rows
    for row in rows:
        shares = [item.text.split(":")[0] for item in row.xpath("./ul[1]/li")]
        total = sum(int(share.replace("−", "-").replace("±", "")) for share in shares)
        assert row.findtext(".//strong") == f"{total} von 100 Punkten"


def test_only_reliable_gaps_have_suggestions(client: TestClient, network: str):
    page = tree(client.get(f"{network}/vorschlaege", headers=HTML).text)
    roles = page.xpath("//h3/@id")
    assert "school_authority" in roles
    assert "jobcenter" not in roles
    assert page.xpath("//section[h3/@id='school_authority']//a[@href='mailto:amt%40example.org']")


def test_hostile_names_stay_names(client: TestClient, network: str):
    for path in ("vorschlaege?je=20", "warum?q=Moscheeverein", f"warum?organisation={quote(HOSTILE_ID, safe='')}"):
        answered = client.get(f"{network}/{path}", headers=HTML)
        assert answered.status_code == 200
        check_page(answered.text)
        assert "<script>alert" not in answered.text
        assert not tree(answered.text).xpath("//a[starts-with(@href, 'javascript:')] | //main//b")
    assert HOSTILE in tree(answered.text).xpath("string(//h2)")


def test_a_decision_sticks_and_can_be_taken_back(client: TestClient, network: str):
    sent = decide(client, network, reason="Stelle unbesetzt")
    assert sent.status_code == 303
    noted = tree(client.get(sent.headers["location"], headers=HTML).text)
    assert noted.xpath("//section[h3/@id='school_authority']//*[@id='entschieden']")
    listed = noted.xpath("//section[@aria-labelledby='entscheidungen']//tbody/tr")
    assert ["Schulamt" in row.text_content() and "Stelle unbesetzt" in row.text_content() for row in listed] == [True]
    assert not noted.xpath("//section[h3/@id='school_authority']//tbody//a[contains(., 'Schulamt')]")
    undo = {"csrf": token(client), "organisation": "school", "role": "school_authority"}
    back = client.post(f"{network}/entscheidungen/zuruecknehmen", data=undo, headers=HTML)
    assert "Noch ist nichts entschieden" in back.text
    assert "zurückgenommen" in tree(back.text).xpath(
        "string(//section[h3/@id='school_authority']//*[@id='entschieden'])"
    )
    assert tree(back.text).xpath("//section[h3/@id='school_authority']//tbody//a[contains(., 'Schulamt')]")


def test_the_key_that_sends_a_reason_never_invites(client: TestClient, network: str):
    forms = tree(client.get(f"{network}/vorschlaege", headers=HTML).text).xpath("//form[.//input[@name='reason']]")
    assert forms
    assert {tuple(form.xpath(".//button/@value")) for form in forms} == {("unfit", "later")}


def test_a_member_closes_its_gap_and_the_note_stands_at_the_top(client: TestClient, network: str):
    sent = decide(client, network, decision="member")
    page = tree(client.get(sent.headers["location"], headers=HTML).text)
    assert page.xpath("//*[@id='entschieden'][not(ancestor::section)]")
    assert not page.xpath("//h3[@id='school_authority']")


def test_whom_to_invite_stays_listed_as_decided(client: TestClient, network: str):
    page = tree(client.get(decide(client, network, decision="invite").headers["location"], headers=HTML).text)
    row = page.xpath("//section[h3/@id='school_authority']//tbody/tr[th/a[contains(., 'Schulamt')]]/th")[0]
    assert "einladen" in row.text_content()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"csrf": "wrong"}, 403),
        ({"decision": "perhaps"}, 422),
        ({"decision": ""}, 422),
        ({"organisation": "none"}, 422),
    ],
)
def test_what_cannot_be_decided_is_refused(client: TestClient, network: str, fields: dict[str, str], status: int):
    assert decide(client, network, **fields).status_code == status
    undo = client.post(f"{network}/entscheidungen/zuruecknehmen", data={"organisation": "school"}, headers=HTML)
    assert undo.status_code == 403


def test_what_is_not_there_is_not_found(client: TestClient, network: str):
    for path in ("/netze/keins/vorschlaege", "/netze/keins/warum", f"{network}/warum?organisation=keine"):
        assert client.get(path, headers=HTML).status_code == 404
    sent = {"csrf": token(client), "organisation": "school"}
    assert client.post(f"{network}/entscheidungen/zuruecknehmen", data=sent, headers=HTML).status_code == 404


def standing(client: TestClient, network: str, organisation: str) -> dict[str, object]:
    address = network.replace("/netze/", "/api/v1/networks/") + f"/explain/{quote(organisation, safe='')}"
    found: dict[str, object] = client.get(address).json()
    return found


@pytest.mark.parametrize(
    ("organisation", "expected", "said"),
    [
        ("jc", "member", "schon Mitglied"),
        ("far", "elsewhere", "Erlangen"),
        ("secret", "not_public", "nicht öffentlich"),
        ("blank", "no_role", "nicht erkannt"),
        ("school", "suggested", "Rang 1 von"),
    ],
)
def test_every_organisation_is_explained(client: TestClient, network: str, organisation: str, expected: str, said: str):
    told = standing(client, network, organisation)
    assert (told["standing"], told["suggested"]) == (expected, expected == "suggested")
    assert said in str(told["text"])
    page = client.get(f"{network}/warum?organisation={organisation}", headers=HTML)
    assert str(told["text"]) in tree(page.text).xpath("string(//main)")


def test_a_role_that_is_held_needs_no_second_one(client: TestClient, fresh: Resources, network: str):
    for number in range(20):
        put(fresh, f"jc{number}", f"Dienststelle {number}", "jobcenter")
    told = standing(client, network, "jc2")
    assert (told["standing"], told["represented_by"]) == ("represented", ["Jobcenter Erlangen"])
    assert told["score"] < told["floor"]  # type: ignore[operator]


def test_somebody_from_elsewhere_is_ranked_only_for_a_role_that_reaches_further(
    client: TestClient, fresh: Resources, network: str
):
    put(fresh, "next", "Stadt Fürth", "neighbouring_municipality", ags="09563")
    assert standing(client, network, "next")["rank"] == 1
    put(fresh, "held", "Stadt Herzogenaurach", "neighbouring_municipality", ags="09572132")
    add_member(fresh, "net/1 ?", Membership("held"))
    assert standing(client, network, "next")["standing"] == "elsewhere"


def test_a_decision_explains_itself(client: TestClient, network: str):
    decide(client, network, decision="later", reason="Stelle unbesetzt")
    told = standing(client, network, "school")
    assert (told["standing"], told["decision"]["decision"]) == ("decided", "later")  # type: ignore[index]
    assert "Stelle unbesetzt" in str(told["text"])


def test_explanations_agree_with_the_ranking(demo_client: TestClient):
    address = "/api/v1/networks/muc-netzwerk-morgen/explain"
    links = tree(demo_client.get(f"{DEMO}/vorschlaege", headers=HTML).text).xpath(
        "//section[@aria-labelledby='rangfolge']//th/a/@href"
    )
    for rank, link in enumerate(links[:5], 1):
        told = demo_client.get(f"{address}/{link.rpartition('/')[2]}").json()
        assert (told["standing"], told["rank"]) == ("suggested", rank)
        assert sum(reason["contribution"] for reason in told["reasons"]) == pytest.approx(told["score"], abs=1e-6)
    below = demo_client.get(f"{address}/muc-jobcenter").json()
    assert below["standing"] == "below_floor"
    assert below["score"] < below["floor"]


def test_an_exact_name_is_explained_at_once(client: TestClient, network: str):
    page = tree(client.get(f"{network}/warum?q=jobcenter erlangen", headers=HTML).text)
    assert "Jobcenter Erlangen" in page.xpath("string(//h2[@id='antwort'])")


def test_a_sheltered_place_keeps_its_location(client: TestClient, network: str):
    answered = client.get(f"{network}/warum?organisation=house", headers=HTML)
    assert "Geheimweg" not in answered.text
    assert "Standort wird nicht gezeigt" in answered.text


def in_row(client: TestClient, address: str, row: str, **fields: str):
    """What a script gets that sends a form of a row."""
    values = {"csrf": token(client), "organisation": "school", "role": "school_authority"}
    script = HTML | {"hx-request": "true", "hx-target": f"tr#{row}"}
    return client.post(address, data=values | fields, headers=script, follow_redirects=False)


def test_a_script_gets_the_decided_row_alone_with_a_sentence_and_the_lists(client: TestClient, network: str):
    page = tree(client.get(f"{network}/vorschlaege", headers=HTML).text)
    row = page.xpath("//tr[th/a[contains(., 'Schulamt')] and @id]/@id")[0]
    assert page.xpath("//*[@id='meldung']/@role") == ["status"]
    sent = in_row(client, f"{network}/entscheidungen", row, decision="later", reason="Stelle unbesetzt")
    assert sent.status_code == 200
    assert sent.text.startswith(f'<tr class="kern-table__row" id="{row}">')
    assert sent.text.count("<tr") - sent.text.partition("<hx-partial")[2].count("<tr") == 1
    assert "Grund: Stelle unbesetzt" in sent.text
    assert "autofocus" in sent.text.partition("</tr>")[0]
    assert 'hx-target="#meldung"' in sent.text
    assert "<html" not in sent.text
    back = in_row(client, f"{network}/entscheidungen/zuruecknehmen", row)
    assert "von 100 Punkten" in back.text.partition("</tr>")[0]
    assert "zurückgenommen" in back.text
    assert in_row(client, f"{network}/entscheidungen", row, decision="never").status_code == 422


def test_a_row_whose_gap_is_gone_still_answers(client: TestClient, network: str):
    sent = in_row(client, f"{network}/entscheidungen", "zeile-x-1", role="gone", decision="invite")
    assert sent.status_code == 200
    assert "Schulamt" in sent.text.partition("</tr>")[0]


def test_a_hostile_name_stays_a_name_in_a_row(client: TestClient, network: str):
    row = "<b>"
    sent = in_row(client, f"{network}/entscheidungen", row, organisation=HOSTILE_ID, decision="unfit", reason="<i>x")
    assert sent.status_code == 200
    assert "<script>alert" not in sent.text
    assert "<i>x" not in sent.text
    assert 'id="<b>"' not in sent.text


def test_a_reason_for_later_is_kept(client: TestClient, network: str):
    decide(client, network, decision="later", reason="im Herbst")
    page = tree(client.get(f"{network}/vorschlaege", headers=HTML).text)
    listed = page.xpath("string(//section[@aria-labelledby='entscheidungen']//tbody/tr)")
    assert "später" in listed
    assert "im Herbst" in listed


@pytest.fixture
def beyond(fresh: Resources, network: str) -> str:
    """The network with a perspective that is missing in a role it has, and a group that it is not tied to."""
    put(fresh, "ditib", "Ditib Erlangen", "mosque_association", languages=["tr"], verified_on="2020-01-01")
    put(fresh, "zentrum", "Islamisches Zentrum", "mosque_association", languages=["tr", "fa"], lat=49.5, lon=11.0)
    put(fresh, "vhs", "VHS Erlangen", "adult_education")
    for member in ("ditib", "vhs"):
        add_member(fresh, "net/1 ?", Membership(member))
    for name, seats in (
        ("Sprachrunde", ("jc", "vhs")),
        ("Rat", ("school", "zentrum")),
        ("Dialog", ("ditib", "zentrum")),
    ):
        save(fresh, NetworkDraft(name, NetworkProfile(name), "09562", memberships=tuple(map(Membership, seats))))
    return network


def test_perspectives_and_bridges_come_with_candidates(client: TestClient, beyond: str):
    found = client.get(f"{beyond}/vorschlaege?format=json").json()
    assert [(one["facet"], one["known"]) for one in found["perspectives"]] == [({"kind": "language", "value": "fa"}, 1)]
    assert any(one["candidates"] for one in found["bridges"])
    answered = client.get(f"{beyond}/vorschlaege", headers=HTML)
    check_page(answered.text)
    page = tree(answered.text)
    titles = page.xpath("//h2[@id='darueber-hinaus']/following-sibling::section/h3/text()")
    assert titles[0] == "Moscheeverein: Sprache „Farsi“"
    assert titles[1].startswith("Brücke: ")
    assert page.xpath("//section[h3[contains(., 'Farsi')]]//tbody//a[contains(., 'Islamisches Zentrum')]")
    key = page.xpath("//h3[contains(., 'Farsi')]/@id")[0]
    sent = decide(client, beyond, organisation="zentrum", role=key, decision="invite")
    noted = tree(client.get(sent.headers["location"], headers=HTML).text)
    assert noted.xpath(f"//section[h3/@id='{key}']//*[@id='entschieden']")
    gaps = tree(client.get(beyond, headers=HTML).text)
    assert any(address.endswith(f"/vorschlaege#{key}") for address in gaps.xpath("//table//a/@href"))


def test_csv_has_a_line_for_each_candidate(client: TestClient, beyond: str):
    answered = client.get(f"{beyond}/vorschlaege?format=csv")
    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig")), delimiter=";"))
    school = next(line for line in lines if line["id"] == "school")
    assert (school["gap"], school["rank"], school["email"]) == ("school_authority", "1", "amt@example.org")
    assert {line["kind"] for line in lines} >= {"duty", "perspective", "bridge"}
    assert any(line["gap"] and not line["id"] for line in lines)


def test_distance_and_age_are_told_where_they_are_known(client: TestClient, fresh: Resources, beyond: str):
    with writing(fresh.store) as connection:
        replace_places(
            connection, [DeliveredPlace("09562000", "095620000000", "Erlangen", "Stadt", lat=49.6, lon=11.0)]
        )
    assert "Entfernung von der Ortsmitte: 11 km" in _plain(client, f"{beyond}/vorschlaege")
    told = _plain(client, f"{beyond}/warum?organisation=ditib")
    assert "Geprüft am 2020-01-01 (vor " in told
    assert "Entfernung" not in told
    distances = client.get(f"{beyond}/vorschlaege?format=json").json()["distances_km"]
    assert distances == {"zentrum": 11.1}


def test_old_details_are_a_hint(client: TestClient, fresh: Resources, beyond: str):
    put(fresh, "school", "Staatliches Schulamt Erlangen", "school_authority", verified_on="2020-01-01")
    assert "Angaben zuletzt geprüft am 2020-01-01" in _plain(client, f"{beyond}/vorschlaege")


def test_an_explanation_is_data_too(client: TestClient, network: str):
    told = client.get(f"{network}/warum?q=jobcenter erlangen&format=json").json()
    assert told["explanation"]["standing"] == "member"
    assert told["found"][0]["id"] == "jc"
    assert client.get(f"{network}/warum?format=json").json() == {"found": [], "explanation": None}


def _plain(client: TestClient, address: str) -> str:
    text = tree(client.get(address, headers=HTML).text).xpath("string(//main)")
    return " ".join(text.split())


def test_what_is_known_locally_is_told_in_german_spelling(client: TestClient, network: str):
    told = _plain(client, f"{network}/vorschlaege")
    assert "Keine Daten vor Ort." in told
    assert "daten vor ort" not in told
