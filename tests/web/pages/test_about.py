"""The accessibility statement names the operator and the offices of its Land, and never invents one."""

import pathlib
from dataclasses import replace

import lxml.html
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from service.app import create_app
from service.resources import Resources
from service.settings import SHIPPED_DATA, Settings
from service.sources.accessibility import read_offices

HTML = {"accept": "text/html", "accept-language": "de"}
OFFICES = read_offices(SHIPPED_DATA / "accessibility").laender


def operated(fresh: Resources, **settings: str) -> TestClient:
    changed = Settings(home=fresh.settings.home, **settings)
    return TestClient(create_app(changed, replace(fresh, settings=changed)))


def content(client: TestClient, path: str = "/barrierefreiheit", language: str = "de") -> lxml.html.HtmlElement:
    answered = client.get(path, headers=HTML | {"accept-language": language})
    assert answered.status_code == 200
    return lxml.html.document_fromstring(answered.text).xpath("//main")[0]


def test_the_statement_has_its_parts(client: TestClient):
    headings = [heading.text_content() for heading in content(client).xpath(".//h2")]
    assert headings == [
        "Stand der Vereinbarkeit",
        "Nicht barrierefreie Inhalte",
        "Erstellung dieser Erklärung",
        "Barrieren melden",
        "Durchsetzungsverfahren",
    ]


def test_without_an_operator_the_statement_says_that_it_is_not_complete(client: TestClient):
    assert "noch nicht vollständig" in content(client).text_content()
    assert content(client).text_content().count("Bitte fragen Sie das Land") == 3


def test_the_operator_and_the_offices_of_its_land_are_named(fresh: Resources):
    client = operated(fresh, operator="Stadt <b>Köln</b>", operator_land="05", operator_contact="web@stadt.example")
    page = content(client)
    assert "Stadt <b>Köln</b>" in page.text_content()
    assert "noch nicht vollständig" not in page.text_content()
    assert "mailto:web@stadt.example" in page.xpath(".//a/@href")
    assert "https://www.lbbp.nrw.de/ombudsstelle" in page.xpath(".//a/@href")
    assert page.text_content().count("Bitte fragen Sie das Land") == 1


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "Telefon 0221 1234", "data:text/html,x"])
def test_only_addresses_become_links(fresh: Resources, contact: str):
    page = content(operated(fresh, operator="x", operator_land="05", operator_contact=contact))
    assert contact in page.text_content()
    assert contact not in page.xpath(".//a/@href")


@pytest.mark.parametrize("land", ["17", "5", "00", "Bayern"])
def test_a_land_that_does_not_exist_is_refused(tmp_path: pathlib.Path, land: str):
    with pytest.raises(ValidationError):
        Settings(home=tmp_path, operator_land=land)


def test_all_laender_are_there_and_each_office_has_a_source():
    assert sorted(OFFICES) == [f"{key:02}" for key in range(1, 17)]
    for key, land in OFFICES.items():
        named = [office for office in (land.monitoring, land.enforcement, land.arbitration) if office]
        assert not named or land.sources, key
        assert all(office.url is None or office.url.startswith("https://") for office in named), key


@pytest.mark.parametrize(("language", "label"), [("de", "Einfache Sprache"), ("en", "Plain language")])
def test_the_easy_page_is_labelled_and_leads_to_the_form(client: TestClient, language: str, label: str):
    page = content(client, "/einfache-sprache", language)
    assert page.xpath(".//*[contains(@class, 'kern-badge')]")[0].text_content() == label
    assert "/" in page.xpath(".//a/@href")


def test_easy_sentences_are_short(client: TestClient):
    said = [one.text_content() for one in content(client, "/einfache-sprache").xpath(".//p|.//li|.//dd")]
    sentences = [sentence for text in said for sentence in text.replace("?", ".").split(".")]
    assert max(len(sentence.split()) for sentence in sentences) <= 15


def test_every_page_leads_to_both(client: TestClient):
    for path in ("/", "/nirgends"):
        links = lxml.html.document_fromstring(client.get(path, headers=HTML).text).xpath("//footer//a/@href")
        assert {"/barrierefreiheit", "/einfache-sprache"} <= set(links)
