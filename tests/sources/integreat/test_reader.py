"""Reading Integreat: organisations of pages and of locations, without anything about persons."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from service.domain.deliveries import Delivered, Event, Format, Opened, Reading, Rejected, Remark
from service.errors import FileDamaged, FileUnknown
from service.sources.integreat.reader import read, region_place

REAL = Path(__file__).parents[4] / "shared" / "data" / "integreat-pages"

ICON = '<img src="https://cms.example/static/svg/{}.svg">'
SCHOOLS = f"""
<h3>Wer hilft?</h3><p>Das Staatliche Schulamt hilft bei Fragen zur Schule.</p>
<p><strong>Staatliches Schulamt</strong><br>Petra Beispiel<br>{ICON.format("pin")} Am Markt 1, 01234 Musterstadt<br>
{ICON.format("call")} <a href="tel:0999123">0999 12345</a><br>
{ICON.format("email")} <a href="mailto:schulamt@lra.example">schulamt@lra.example</a></p>
<h3>Fragen?</h3><p>Frau Erika Muster<br>{ICON.format("call")} 0999 777777<br>
{ICON.format("email")} erika.muster@lra.example</p>
"""
ADVICE = f"""
<h4>Beratung bei der Diakonie Musterstadt</h4>
<p>{ICON.format("pin")} <a href="https://www.google.com/maps/place/x">Hof 2, 01234 Musterstadt</a><br>
{ICON.format("email")} <a href="mailto:max.muster@diakonie.example">max.muster@diakonie.example</a><br>
{ICON.format("call")} 0151 23456789<br>{ICON.format("www")} <a href="https://diakonie.example">mehr</a></p>
<p>Wohnen ist ein wichtiges Thema.</p>
"""
AGAIN = """<p><b>Staatliches Schulamt</b><br>Tel. 0999 55555</p>"""


def page(slug: str, title: str, content: str, **more: Any) -> dict[str, Any]:
    path = f"/lkmuster/de/{slug}/"
    url = f"https://cms.example{path}"
    stamp = "2026-03-01T10:00:00Z"
    return {"path": path, "url": url, "title": title, "content": content, "modified_gmt": stamp, **more}


def events(folder: Path, content: Any) -> list[Event]:
    path = folder / "pages.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return list(read(path, Reading()))


def delivered(found: list[Event]) -> list[Delivered]:
    return [event for event in found if isinstance(event, Delivered)]


def test_a_page_tree_gives_its_organisations_once_and_no_persons(tmp_path: Path):
    newest = page("beratung", "Beratung", ADVICE, modified_gmt="2026-05-06T10:00:00Z")
    information = page("wohnen", "Wohnen", "<p>Eine Wohnung suchen.</p><h3>Führerschein</h3><p>Den brauchst Du.</p>")
    found = events(tmp_path, [page("schule", "Schule", SCHOOLS), newest, information, page("kita", "Kita", AGAIN)])
    assert found[0] == Opened(Format.INTEGREAT, "CC-BY-4.0", "Integreat (lkmuster)", "2026-05-06", "Landkreis Muster")
    assert delivered(found) == [
        Delivered(
            "/lkmuster/de/schule/",
            "/lkmuster/de/schule/#staatliches-schulamt",
            {
                **{"name": "Staatliches Schulamt", "street": "Am Markt 1", "postcode": "01234", "place": "Musterstadt"},
                **{
                    "phone": "0999 12345",
                    "email": "schulamt@lra.example",
                    "website": "https://cms.example/lkmuster/de/schule/",
                },
            },
        ),
        Delivered(
            "/lkmuster/de/beratung/",
            "/lkmuster/de/beratung/#diakonie-musterstadt",
            {
                **{"name": "Diakonie Musterstadt", "street": "Hof 2", "postcode": "01234", "place": "Musterstadt"},
                "website": "https://diakonie.example",
            },
        ),
    ]
    # The clerk of the Schulamt, the mailbox and the mobile phone at the Diakonie.
    assert Remark("", "persons_left_out", {"count": 3}) in found
    assert not re.search("Petra|Erika|Muster |max|0151|777", str(delivered(found)))


def test_the_title_names_whose_contact_follows_and_the_region_where_it_is(tmp_path: Path):
    content = f"<p>Die Hochschule Muster bildet aus.</p><p>Kontaktdaten:<br>{ICON.format('call')} 0999 12345</p>"
    (school,) = delivered(events(tmp_path, [page("studieren", "Hochschule Muster", content)]))
    assert school.values["name"] == "Hochschule Muster"
    assert school.values["place"] == "Landkreis Muster"
    assert school.values["description"] == "Die Hochschule Muster bildet aus."


def test_branches_of_one_name_on_one_page_have_keys_of_their_own(tmp_path: Path):
    content = "".join(
        f"<h4>{town}</h4><p><b>Diakonie Muster</b><br>{ICON.format('pin')} Hof 2, 0123{number} {town}</p>"
        for number, town in enumerate(("Adorf", "Bedorf"))
    )
    found = delivered(events(tmp_path, [page("rat", "Rat", content)]))
    assert [event.values["place"] for event in found] == ["Adorf", "Bedorf"]
    assert len({event.key for event in found}) == 2


def test_the_address_of_a_shelter_is_not_taken(tmp_path: Path):
    address, phone = (ICON.format(name) for name in ("pin", "call"))
    content = f"<h3>Frauenhaus Muster</h3><p>{address} Hof 2, 01234 Musterstadt<br>{phone} 0999 12345</p>"
    (shelter,) = delivered(events(tmp_path, [page("hilfe", "Hilfe", content)]))
    assert "street" not in shelter.values
    assert shelter.values["phone"] == "0999 12345"


def test_pages_in_another_language_are_told(tmp_path: Path):
    foreign = {**page("x", "School", SCHOOLS), "path": "/lkmuster/en/school/"}
    found = events(tmp_path, [foreign])
    assert Remark("", "not_german", {"language": "en"}) in found
    assert delivered(found)[0].values["name"] == "Staatliches Schulamt"


def test_locations_are_taken_where_they_are_an_organisations(tmp_path: Path):
    seat = {"address": "Hof 2", "postcode": "01234", "town": "Musterstadt", "latitude": 50.1, "longitude": 11.5}
    point = {
        "path": "/lkmuster/de/locations/1/",
        "location": seat,
        "excerpt": "Wir beraten.",
        "website": "https://a.example",
    }
    library = {**point, "title": "Stadtbücherei Muster", "email": "info@a.example", "phone_number": "0999 12345"}
    run = {
        **point,
        "title": "Spielplatz am Hof",
        "organization": {"name": "Verein Brücke e.V."},
        "email": "max.muster@a.example",
    }
    bare = {**point, "title": "Spielplatz am Bach", "organization": None}
    found = events(tmp_path, [library, run, bare])
    assert [event.values["name"] for event in delivered(found)] == ["Stadtbücherei Muster", "Verein Brücke e.V."]
    assert delivered(found)[0].values == {
        **{"name": "Stadtbücherei Muster", "street": "Hof 2", "postcode": "01234", "place": "Musterstadt"},
        **{"lat": 50.1, "lon": 11.5, "description": "Wir beraten.", "website": "https://a.example"},
        **{"email": "info@a.example", "phone": "0999 12345"},
    }
    assert "email" not in delivered(found)[1].values
    assert Rejected("/lkmuster/de/locations/1/", "no_organisation") in found


@pytest.mark.parametrize(
    ("slug", "place"),
    [
        ("lkaugsburg", "Landkreis Augsburg"),
        ("rems-murr-kreis", "Rems-Murr-Kreis"),
        ("nürnberg", "Nürnberg"),
        ("lkmuehldorf", None),
        ("", None),
    ],
)
def test_a_region_is_named_only_where_its_slug_can_be_read(slug: str, place: str | None):
    assert region_place(slug) == place


def test_half_a_file_is_damaged_and_another_kind_is_not_known(tmp_path: Path):
    path = tmp_path / "half.json"
    whole = json.dumps([page("schule", "Schule", SCHOOLS)] * 3)
    path.write_text(whole[: len(whole) // 2], encoding="utf-8")
    with pytest.raises(FileDamaged):
        list(read(path, Reading()))
    with pytest.raises(FileUnknown):
        events(tmp_path, [{"id": 1, "name": "x"}])


@pytest.mark.skipif(not REAL.is_dir(), reason="the real pages lie outside the repository")
def test_real_pages_give_the_offices_and_leak_no_persons():
    found = delivered(list(read(REAL / "lkaugsburg.de.pages.json", Reading())))
    by_name = {event.values["name"]: event.values for event in found}
    assert by_name["Jobcenter Augsburger Land"]["postcode"] == "86150"
    assert by_name["Staatliches Schulamt"]["email"] == "schulamt@lra-a.bayern.de"
    assert "Amt für Jugend und Familie" in by_name
    assert len({event.key for event in found}) == len(found) > 100
    known = {"augsburg.eutb", "shg.gesundheitsamt", "poststelle.schw", "jugend.familie"}
    for event in found:
        text = " ".join(str(value) for value in event.values.values())
        assert not re.search(r"\b(?:Frau|Herr) ", text), text
        assert not set(re.findall(r"(?<![\w.-])([a-zäöüß]+\.[a-zäöüß-]+)@", text)) - known, text
