"""The invitation set: seats, before and after, what if, and the files."""

import io
from itertools import pairwise
from urllib.parse import quote

import docx
import lxml.html
import openpyxl
import pytest
from fastapi.testclient import TestClient

from service.domain.decisions import Decision, Verdict
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.usecases.keep_decisions import decide
from service.usecases.keep_networks import save
from service.usecases.write_organisations import write_organisations

HTML = {"accept": "text/html"}
DEMO = "/netze/muc-netzwerk-morgen/einladungen"
FORMULA = "=HYPERLINK(1) <i>Schulamt</i>"


def tree(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


@pytest.fixture
def network(fresh: Resources) -> str:
    drafts = [
        ("jc", "Jobcenter Erlangen", "jobcenter", {}),
        ("school", FORMULA, "school_authority", {"street": "Amtsweg 1", "postcode": "91052", "place": "Erlangen"}),
        ("house", "Frauenhaus Erlangen", "women_family", {"street": "Geheimweg 1", "postcode": "91052"}),
    ]
    write_organisations(
        fresh, [OrganisationDraft(id, role, {"name": name, "ags": "09562"} | more) for id, name, role, more in drafts]
    )
    profile = NetworkProfile("Steuerungsgruppe Integrationskonzept", "steering_group", "municipal", "drafting")
    save(fresh, NetworkDraft("net/1", profile, "09562", memberships=(Membership("jc"),)))
    return f"/netze/{quote('net/1', safe='')}/einladungen"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("query", ["", "?plaetze=1", "?plaetze=7&ohne=muc-edinstvo&ohne=muc-con-sonanza"])
def test_the_page_is_sound(demo_client: TestClient, language: str, query: str):
    answered = demo_client.get(DEMO + query, headers=HTML | {"accept-language": language})
    page = tree(answered.text)
    assert answered.status_code == 200
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    labels = page.xpath("//label/@for")
    assert all(one.get("id") in labels for one in page.xpath("//input[not(@type='hidden')]"))
    assert not page.xpath("//@style | //style | //script[not(@src)]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_more_seats_close_more_gaps(demo_client: TestClient):
    closed = [demo_client.get(f"{DEMO}?plaetze={seats}&format=json").json() for seats in (1, 3, 6)]
    assert [len(one["invitations"]["chosen"]) for one in closed] == [1, 3, 6]
    assert closed[0]["gaps"]["closed"] < closed[1]["gaps"]["closed"] <= closed[2]["gaps"]["closed"]
    for one in closed:
        gains = sum(seat["gain"] for seat in one["invitations"]["chosen"])
        before, after = one["invitations"]["before"]["coverage"], one["invitations"]["after"]["coverage"]
        assert before + gains == pytest.approx(after, abs=1e-6)
    page = demo_client.get(f"{DEMO}?plaetze=3", headers=HTML).text
    gaps = closed[1]["gaps"]
    assert f"Mit 3 Einladungen schließen Sie {gaps['closed']} von {gaps['of']} Lücken." in page


@pytest.mark.parametrize(
    ("given", "shown"), [("", "3"), ("0", "1"), ("999", "20"), ("-2", "3"), ("drei", "3"), ("²", "3")]
)
def test_a_strange_number_of_seats_is_put_right(demo_client: TestClient, given: str, shown: str):
    page = tree(demo_client.get(DEMO, params={"plaetze": given}, headers=HTML).text)
    assert page.xpath("//input[@name='plaetze']/@value") == [shown, shown]


def test_members_are_left_out_to_see_what_happens(client: TestClient, network: str):
    without = client.get(f"{network}?plaetze=20&ohne=jc&ohne=unknown&format=json").json()
    everybody = client.get(f"{network}?plaetze=20&format=json").json()
    assert without["without"] == ["jc"]
    assert without["invitations"]["before"]["coverage"] < everybody["invitations"]["before"]["coverage"]
    assert "jc" not in [one["organisation"]["id"] for one in without["invitations"]["chosen"]]
    page = tree(client.get(f"{network}?ohne=jc", headers=HTML).text)
    assert page.xpath("//input[@type='checkbox'][@checked]/@value") == ["jc"]
    assert all("ohne=jc" in address for address in page.xpath("//a[@download]/@href"))


def test_whom_people_decided_to_invite_comes_first(client: TestClient, fresh: Resources, network: str):
    draft = OrganisationDraft("second", "sports_club", {"name": "Sportverein Erlangen", "ags": "09562"})
    write_organisations(fresh, [draft])
    decide(fresh, "net/1", Decision("second", Verdict.INVITE))
    page = tree(client.get(network, headers=HTML).text)
    first = page.xpath("//tbody/tr[th/a]/th")[0].text_content()
    assert "Sportverein Erlangen" in first
    assert "Einladung entschieden" in first


def test_a_network_that_is_not_there(client: TestClient):
    for format in ("", "csv", "docx"):
        assert client.get(f"/netze/keins/einladungen?format={format}", headers=HTML).status_code == 404


def test_tables_hold_texts_and_no_formulas(client: TestClient, network: str):
    lines = client.get(f"{network}?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Platz;Kennung;Organisation")
    assert any(f"'{FORMULA}" in line for line in lines)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{network}?format=xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}


@pytest.mark.parametrize(
    ("language", "locale", "closing"), [("de", "de-DE", "freundlichen"), ("en", "en-GB", "sincerely")]
)
def test_letters_leave_out_where_a_sheltered_place_is(
    client: TestClient, network: str, language: str, locale: str, closing: str
):
    sent = client.get(f"{network}?plaetze=20&format=docx", headers={"accept-language": language})
    document = docx.Document(io.BytesIO(sent.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Frauenhaus Erlangen" in text
    assert "Geheimweg" not in text
    assert "Amtsweg 1" in text
    assert closing in text
    assert FORMULA in text
    assert document.core_properties.language == locale


def test_where_nobody_is_to_be_invited_the_page_says_so(client: TestClient, fresh: Resources):
    save(fresh, NetworkDraft("alone", NetworkProfile("Runder Tisch"), "09562", memberships=()))
    page = client.get("/netze/alone/einladungen", headers=HTML)
    assert page.status_code == 200
    assert "Keine Einladung schließt eine Lücke" in page.text
    letters = docx.Document(io.BytesIO(client.get("/netze/alone/einladungen?format=docx").content))
    assert "niemand einzuladen" in "\n".join(paragraph.text for paragraph in letters.paragraphs)


def test_the_slider_has_its_number_beside_it_and_exchanges_the_result_alone(demo_client: TestClient):
    page = tree(demo_client.get(f"{DEMO}?plaetze=7", headers=HTML).text)
    assert page.xpath("//form[.//input[@type='range']]//output/text()") == ["7"]
    assert page.xpath("//form[.//input[@type='range']]//button[@type='submit']")
    for form in page.xpath("//form[contains(@action, 'einladungen')]"):
        assert (form.get("hx-target"), form.get("hx-select")) == ("#set", "#set")
        assert page.xpath("//*[@id='set']")[0] not in form.iterancestors()
        assert all(page.xpath(f"//*[@id='{id[1:]}']") for id in form.get("hx-select-oob").split(","))


def test_whoever_declines_is_left_out_and_another_one_comes(client: TestClient, fresh: Resources, network: str):
    second = OrganisationDraft("second", "school_authority", {"name": "Schulamt Nord", "ags": "09562"})
    write_organisations(fresh, [second])
    page = tree(client.get(network, headers=HTML).text)
    without = page.xpath("//tr[th/a[@href='/organisationen/school']]//a[contains(., 'ohne sie')]/@href")
    first = without or page.xpath("//tr[th/a[@href='/organisationen/second']]//a[contains(., 'ohne sie')]/@href")
    changed = tree(client.get(first[0], headers=HTML).text)
    gone = changed.xpath("//input[@type='checkbox'][@checked]/@value")
    assert gone == (["school"] if without else ["second"])
    shown = changed.xpath("//tbody//th/a/@href")
    assert f"/organisationen/{gone[0]}" not in shown
    assert {"/organisationen/school", "/organisationen/second"} & set(shown)
    assert "ohne 1 " in changed.xpath("string(//*[@id='set'])")


def test_hostile_names_stay_names(client: TestClient, network: str):
    text = client.get(f"{network}?ohne=school&plaetze=20", headers=HTML).text
    assert "<i>Schulamt" not in text
    assert "&lt;i&gt;Schulamt" in text
