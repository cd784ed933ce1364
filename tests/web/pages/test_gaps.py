"""The map of gaps: what is represented, known or without data, the gaps with their reasons, and the picture."""

import csv
import io
from itertools import pairwise

import lxml.html
import pytest
from fastapi.testclient import TestClient

from service.domain.answers import RoleState
from service.domain.networks import Membership
from service.resources import Resources
from service.usecases.keep_networks import add_member

ADDRESS = "/netze/muc-netzwerk-morgen"
HTML = {"accept": "text/html"}
HOSTILE = "<script>alert(1)</script> {0} =1+1"


def tree(client: TestClient, address: str, language: str = "de") -> lxml.html.HtmlElement:
    answer = client.get(address, headers=HTML | {"accept-language": language})
    assert answer.status_code == 200
    return lxml.html.document_fromstring(answer.text)


def texts(page: lxml.html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


def lines_of(client: TestClient, address: str) -> list[dict[str, str]]:
    content = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


@pytest.fixture
def stored(client: TestClient) -> TestClient:
    base = "/api/v1"
    for id_, role in {"jc/1": "jobcenter", "vhs": "adult_education", "sjr": "youth_organisation"}.items():
        client.put(f"{base}/organisations/{id_}", json={"name": f"{id_} {HOSTILE}", "ags": "09562", "role": role})
    profile = {"name": f"Runde {HOSTILE}", "kind": "steering_group", "fields": ["language"]}
    seats = [{"organisation_id": "sjr"}, {"organisation_id": "jc/1"}]
    client.post(f"{base}/networks", json={"id": "a/b", "network": profile, "ags": "09562", "members": seats})
    client.post(
        f"{base}/networks", json={"id": "other", "network": {"name": "Anderes"}, "ags": "09562", "members": seats}
    )
    return client


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("query", ["", "?ansicht=felder", "?art=duty&feld=culture", "?art=x&feld=y&ansicht=z&format=w"])
def test_the_page_is_sound(demo_client: TestClient, query: str, language: str):
    page = tree(demo_client, ADDRESS + query, language)
    assert page.get("lang") == language
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    labelled = set(page.xpath("//label/@for"))
    assert all(control.get("id") in labelled for control in page.xpath("//main//select|//main//input[@type!='hidden']"))
    assert not page.xpath("//@style|//style|//script[not(@src)]|//@*[starts-with(name(), 'hx-on')]")
    assert all(table.xpath("./caption") for table in page.xpath("//table"))
    assert not page.xpath("//th[not(@scope)]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//main//a/@href[starts-with(., '#')]")} <= set(ids)


def test_every_role_stands_once_in_the_matrix_with_its_state(demo_client: TestClient, demo: Resources):
    page = tree(demo_client, ADDRESS)
    rows = page.xpath("//div[@id='matrix']//tbody/tr")
    assert len(rows) == len(demo.knowledge.taxonomy.spheres)
    assert len(page.xpath("//div[@id='matrix']//tbody//li")) == len(demo.knowledge.taxonomy.roles) - 1
    head = texts(page, "//div[@id='matrix']//thead//th")
    assert head == ["Bereich", "vertreten", "bekannt, aber nicht eingebunden", "keine Daten vor Ort"]


def test_the_networks_own_fields_come_first(demo_client: TestClient):
    page = tree(demo_client, f"{ADDRESS}?ansicht=felder")
    first = texts(page, "//div[@id='matrix']//tbody/tr[position() <= 3]/th")
    assert ["Feld des Netzwerks" in head for head in first] == [True, True, False]


def test_gaps_come_by_severity_with_reasons_sources_and_the_way_on(demo_client: TestClient, demo: Resources):
    data = demo_client.get(f"{ADDRESS}?format=json").json()
    page = tree(demo_client, ADDRESS)
    rows = page.xpath("//tr[starts-with(@id, 'luecke-')]")
    reliable = [gap for gap in data["gaps"] if not gap["below_floor"]]
    assert [row.get("id") for row in rows] == [f"luecke-{gap['role']}" for gap in reliable]
    severities = [gap["severity"] for gap in reliable]
    assert severities == sorted(severities, reverse=True)
    for row, gap in zip(rows, reliable, strict=True):
        assert len(row.xpath(".//*[contains(@class, 'kern-badge--')]")) == len(gap["kinds"])
        assert len(row.xpath(".//li")) <= 3
        assert row.xpath(".//a/@href")[-1] == f"{ADDRESS}/vorschlaege#{gap['role']}"
        told = {reason["text"] for reason in gap["reasons"]}
        assert all(any(line.startswith(text) for text in told) for line in texts(row, ".//li"))
        if gap["responsible"]:
            assert gap["responsible"]["name"] in row.text_content()
    assert page.xpath("//*[@id='quelle-peers']")


@pytest.mark.parametrize("kind", ["duty", "perspective", "bridge"])
def test_a_kind_and_a_field_choose_the_gaps(demo_client: TestClient, demo: Resources, kind: str):
    everything = demo_client.get(f"{ADDRESS}?format=json").json()["gaps"]
    chosen = demo_client.get(f"{ADDRESS}?format=json&art={kind}&feld=culture").json()["gaps"]
    roles = demo.knowledge.taxonomy.fields["culture"].roles
    assert chosen == [gap for gap in everything if kind in gap["kinds"] and gap["role"] in roles]
    page = tree(demo_client, f"{ADDRESS}?art={kind}&feld=culture")
    shown = [id_.removeprefix("luecke-") for id_ in page.xpath("//tr/@id")]
    assert shown == [gap["role"] for gap in chosen if not gap["below_floor"]]
    assert page.xpath("//option[@selected]/@value") == [kind, "culture"]
    assert f"{ADDRESS}?art={kind}&feld=culture&format=csv" in page.xpath("//a/@href")


def test_csv_has_a_line_for_every_role(demo_client: TestClient, demo: Resources):
    answer = demo_client.get(f"{ADDRESS}?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = lines_of(demo_client, f"{ADDRESS}?format=csv")
    assert {row["role"] for row in rows} == set(demo.knowledge.taxonomy.roles) - {"other"}
    assert {row["state"] for row in rows} <= {state.value for state in RoleState}
    assert all(row["kinds"] and row["reasons"] for row in rows if row["below_floor"] == "false")
    assert all(bool(row["members"]) == (row["state"] == "represented") for row in rows)


def test_the_picture_says_what_the_table_says(demo_client: TestClient):
    page = tree(demo_client, ADDRESS)
    assert page.xpath("//svg/@role") == ["img"]
    drawn = texts(page, "//svg/g/title")
    rows = texts(page, "//table[contains(@class, 'kern-table--small')]/tbody/tr/td[1]")
    assert [title.partition(":")[0] for title in drawn] == rows
    empty = page.xpath("//svg//circle[@stroke-dasharray]")
    assert len(empty) == len(
        page.xpath("//table[contains(@class, 'kern-table--small')]//*[contains(@class, 'badge--')]")
    )
    assert set(page.xpath("//svg//@fill|//svg//@stroke")) <= {"none", "currentColor"}


def test_names_stay_names_and_ids_may_hold_slashes(stored: TestClient):
    page = tree(stored, "/netze/a%2Fb")
    assert texts(page, "//h1") == [f"Runde {HOSTILE}"]
    assert not page.xpath("//script[not(@src)]")
    assert page.xpath("//form/@action") == ["/netze/a/b"]
    line = stored.get("/netze/a%2Fb?format=csv").text
    assert "sjr <script>" in line
    nodes = stored.get("/netze/a%2Fb?format=json").json()["nodes"]
    assert [node["neighbours"] for node in nodes if not node["empty"]] == [["sjr"], ["jc/1"]]
    assert len(page.xpath("//svg/path")) == 1


def test_a_network_is_no_tie_of_its_own_members(stored: TestClient):
    stored.delete("/api/v1/networks/other")
    nodes = stored.get("/netze/a%2Fb?format=json").json()["nodes"]
    assert {node["key"]: node["neighbours"] for node in nodes if not node["empty"]} == {"jc/1": [], "sjr": []}


def test_csv_cells_are_no_formulas(stored: TestClient, fresh: Resources):
    stored.put("/api/v1/organisations/evil", json={"name": "=HYPERLINK(1)", "ags": "09562", "role": "church"})
    add_member(fresh, "a/b", Membership("evil"))
    rows = lines_of(stored, "/netze/a%2Fb?format=csv")
    assert [row["members"] for row in rows if row["role"] == "church"] == ["'=HYPERLINK(1)"]


def test_a_network_of_nobody_anywhere_is_a_page(client: TestClient):
    client.post("/api/v1/networks", json={"id": "n", "network": {"name": "Neu"}, "members": []})
    page = tree(client, "/netze/n")
    assert "Ort unbekannt" in page.text_content()
    assert not page.xpath("//svg/path")


@pytest.mark.parametrize("query", ["", "?format=csv", "?format=json"])
def test_a_network_that_is_not_stored_is_not_found(demo_client: TestClient, query: str):
    assert demo_client.get(f"/netze/nothing{query}", headers=HTML).status_code == 404


def test_a_source_leads_straight_to_the_norm_where_its_address_is_known(client: TestClient, demo: Resources):
    profile = {"name": "Steuerungsgruppe Integrationskonzept", "kind": "steering_group", "phase": "drafting"}
    client.post("/api/v1/networks", json={"id": "s", "network": profile, "ags": "09562"})
    page = tree(client, "/netze/s")
    known = {norm.source.url for norm in demo.knowledge.norms.values() if norm.source.url}
    links = page.xpath("//tr[starts-with(@id, 'luecke-')]//li/a")
    outside = {link.get("href") for link in links if link.get("href").startswith("https://")}
    assert outside
    assert outside <= known
    assert {link.get("rel") for link in links if link.get("href") in outside} == {"external noreferrer"}
    sources = {line["sources"] for line in lines_of(client, "/netze/s?format=csv")}
    assert any(outside & set(told.split(" | ")) for told in sources)


@pytest.mark.parametrize(("query", "shown"), [("", 1), ("?art=perspective", 1), ("?art=duty", 0), ("?art=bridge", 0)])
def test_perspectives_are_chosen_by_their_kind(demo_client: TestClient, query: str, shown: int):
    page = tree(demo_client, ADDRESS + query)
    rows = page.xpath("//*[@id='beyond-found']//tbody/tr")
    assert len(rows) == shown
    data = demo_client.get(f"{ADDRESS}{query or '?art='}&format=json").json()
    assert len(data["perspectives"]) + len(data["bridges"]) == shown
    assert all("/vorschlaege#" in row.xpath(".//a/@href")[0] for row in rows)
