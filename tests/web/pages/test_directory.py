"""The directory: search, filters, map, and the same as data."""

import csv
import dataclasses
import io
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from service.app import create_app
from service.domain.deliveries import DeliveredOutline
from service.domain.organisations import Visibility
from service.resources import Resources, serve_places
from service.settings import Settings
from service.store.places import replace_outlines
from service.store.session import writing
from service.web.directory_lines import PAGE
from service.web.outline_paths import CHARACTERS
from tests.web.pages.looking import HTML, sound
from tests.web.pages.stored import HOSTILE, write


def rows(page) -> list[str]:
    return [one.text_content().strip().split("\n")[0] for one in page.xpath("//tbody/tr/th")]


def test_the_directory_lists_searches_and_filters(demo_client: TestClient, demo: Resources):
    page = sound(demo_client, "/verzeichnis")
    assert len(rows(page)) == PAGE
    following = page.xpath("//a[@rel='next']/@href")[0]
    assert len(rows(sound(demo_client, following))) == min(PAGE, len(demo.snapshot) - PAGE)
    found = sound(demo_client, "/verzeichnis?q=" + quote("women from Afghanistan"))
    assert "Afghanische Frauen" in rows(found)[0]
    assert "Nähe der Bedeutung" in found.text_content()
    jobs = sound(demo_client, "/verzeichnis?rolle=jobcenter&ort=" + quote("München, Landeshauptstadt"))
    assert all("Jobcenter" in name for name in rows(jobs))
    assert "nichts bekannt" in sound(demo_client, "/verzeichnis?rolle=jobcenter&ort=02").text_content()


@pytest.mark.parametrize("query", ["ort=Nirgendwo+am+See", "rolle=zauberer", "ort=Neustadt", "ort=%00&q=x"])
def test_a_filter_that_means_nothing_is_said_and_stays_in_the_form(demo_client: TestClient, query: str):
    page = sound(demo_client, f"/verzeichnis?{query}", 422)
    assert page.xpath("//*[@role='alert']")
    assert page.xpath("//input[@name='q']")


def test_the_directory_is_a_file_at_the_same_address(demo_client: TestClient):
    for query in ("", "&rolle=jobcenter", "&q=Afghanische+Frauen"):
        answered = demo_client.get(f"/verzeichnis?format=csv{query}")
        assert answered.headers["content-type"].startswith("text/csv")
        lines = list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig")), delimiter=";"))
        assert lines
    assert "Afghanische Frauen" in lines[0]["name"]
    assert demo_client.get("/verzeichnis?format=csv&rolle=zauberer", headers=HTML).status_code == 422


def test_hits_go_on_for_a_second_page(demo_client: TestClient):
    first = sound(demo_client, "/verzeichnis?q=Verein+in+M%C3%BCnchen")
    following = first.xpath("//a[@rel='next']/@href")
    assert len(rows(first)) == 50
    assert not {*rows(first)} & {*rows(sound(demo_client, following[0]))}


def test_only_public_organisations_are_listed(client: TestClient, fresh: Resources):
    write(fresh, name="Verborgener Verein", visibility=Visibility.HIDDEN)
    assert "Verborgener" not in sound(client, "/verzeichnis").text_content()


def test_language_and_field_of_action_are_filters(client: TestClient, fresh: Resources):
    write(fresh, name="Arabischer Verein", languages=("ar",), role="migrant_org")
    write(fresh, name="Jobcenter Erlangen", role="jobcenter")
    assert rows(sound(client, "/verzeichnis?sprache=ar")) == ["Arabischer Verein"]
    assert rows(sound(client, "/verzeichnis?feld=work")) == ["Jobcenter Erlangen"]
    assert sound(client, "/verzeichnis?sprache=ar").xpath("//select[@id='sprache']/option[@selected]/@value") == ["ar"]
    sound(client, "/verzeichnis?feld=zauberei", 422)
    told = client.get("/verzeichnis?sprache=ar&format=json").json()
    assert ([one["name"] for one in told["organisations"]], told["total"], told["next"]) == (
        ["Arabischer Verein"],
        1,
        None,
    )
    lines = client.get("/verzeichnis?sprache=ar&format=csv").text.splitlines()
    assert len(lines) == 2


def test_count_and_list_agree_where_an_organisation_works_elsewhere_too(client: TestClient, fresh: Resources):
    write(fresh, name="Seat elsewhere", ags="09162", catchment=("09562",))
    page = sound(client, "/verzeichnis?ort=09562")
    assert rows(page) == ["Seat elsewhere"]
    assert "in dieser Auswahl: 1" in page.text_content()


def test_pages_of_json_lead_on(demo_client: TestClient, demo: Resources):
    first = demo_client.get("/verzeichnis?format=json").json()
    found, told = [one["id"] for one in first["organisations"]], first
    while told["next"]:
        told = demo_client.get(told["next"]).json()
        found += [one["id"] for one in told["organisations"]]
    assert len(set(found)) == len(found) == first["total"] == len(demo.snapshot)
    assert demo_client.get("/verzeichnis?format=json&q=Verein").json()["organisations"][0]["reasons"]


def test_places_are_offered_while_somebody_types(demo_client: TestClient):
    assert sound(demo_client, "/verzeichnis").xpath("//input[@id='ort']/@hx-get") == ["/orte"]
    assert "Erlangen" in demo_client.get("/orte?ort=Erlan").text
    assert demo_client.get("/orte?ort=").text == ""


def test_the_map_draws_imported_outlines_and_says_whose_they_are(client: TestClient, fresh: Resources):
    ring = [(10.9, 49.5), (11.1, 49.5), (11.1, 49.7), (10.9, 49.7), (10.9, 49.5)]
    with writing(fresh.store) as connection:
        outline = DeliveredOutline("09562", {"type": "Polygon", "coordinates": [ring]})
        replace_outlines(connection, [outline], "© <b>BKG</b> 2026")
    serve_places(fresh)
    write(fresh, lat=49.6, lon=11.0)
    write(fresh, name="Ohne Lage")
    write(fresh, name="Frauenhaus Erlangen", lat=49.61, lon=11.01)
    page = sound(client, "/verzeichnis?ort=Erlangen")
    titles = [one.text_content() for one in page.xpath("//figure//title")]
    assert titles[0] == "Karte mit 3 von 3 Organisationen der Tabelle"
    assert [one for one in titles if HOSTILE in one]
    assert [one for one in titles if "2 ohne genaue Lage" in one]
    assert page.xpath("//figure//path/@d")[0].startswith("M")
    assert "© <b>BKG</b> 2026" in page.xpath("//figcaption")[0].text_content()


def test_without_any_location_the_page_says_so(demo_client: TestClient):
    page = sound(demo_client, "/verzeichnis")
    assert not page.xpath("//figure")
    assert "nichts zu zeichnen" in page.text_content()


def test_a_full_page_with_a_map_stays_under_100_kilobytes(client: TestClient, fresh: Resources):
    for n in range(PAGE + 10):
        write(fresh, name=f"Interkultureller Verein Nummer {n}", lat=49 + n / 900, lon=11.0)
    answered = client.get("/verzeichnis", headers=HTML)
    assert answered.text.count("<circle") == PAGE
    assert len(answered.content) + CHARACTERS < 100_000


def test_tiles_are_loaded_only_from_the_server_that_the_operator_names(client: TestClient, fresh: Resources):
    write(fresh, lat=49.6, lon=11.0)
    assert not sound(client, "/verzeichnis").xpath("//image")
    tiles = "https://tiles.example/{z}/{x}/{y}.png"
    settings = fresh.settings.model_copy(update={"tiles": tiles, "tiles_attribution": "Freie Karten"})
    tiled = TestClient(create_app(settings, dataclasses.replace(fresh, settings=settings)))
    answered = tiled.get("/verzeichnis", headers=HTML)
    assert "img-src 'self' data: https://tiles.example;" in answered.headers["content-security-policy"]
    page = sound(tiled, "/verzeichnis")
    assert page.xpath("//image/@href")
    assert all(address.startswith("https://tiles.example/") for address in page.xpath("//image/@href"))
    assert "Freie Karten" in page.text_content()


@pytest.mark.parametrize(
    "tiles", ["javascript:{z}{x}{y}", "https://tiles.example/", "//x/{z}/{x}/{y}", "https://{z}/{x}/{y}"]
)
def test_an_address_of_tiles_that_is_none_is_refused(tiles: str):
    with pytest.raises(ValidationError):
        Settings(tiles=tiles)
