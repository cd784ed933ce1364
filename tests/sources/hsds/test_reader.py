"""Reading HSDS: what an organisation and its services state, and what is wrong in a feed."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from service.domain.deliveries import Delivered, Event, Format, Opened, Reading, Rejected, Remark
from service.errors import FileDamaged, FileUnknown
from service.sources.hsds.reader import read

SAMPLES = Path(__file__).parents[4] / "shared" / "data"

CLUB = {
    "id": "club-1",
    "name": "Verein  Brücke e.V.",
    "description": "Wir begleiten Familien.",
    "email": "info@bruecke.example",
    "website": "https://bruecke.example",
    "phones": [{"number": '"0999 12345"', "type": "voice"}],
    "contacts": [{"name": "Erika Muster", "email": "erika.muster@bruecke.example", "phones": [{"number": "0151 1"}]}],
    "locations": [
        {
            "location_type": "physical",
            "latitude": 50.1,
            "longitude": "11.5",
            "external_identifier": "094710123123",
            "external_identifier_type": "ARS",
            "addresses": [
                {"address_1": "Postfach 1", "city": "Nirgends", "address_type": "postal"},
                {"address_1": "Am Markt 1", "postal_code": "01234", "city": "Musterstadt", "address_type": "physical"},
            ],
        }
    ],
}
AREA = "http://dcat-ap.de/def/politicalGeocoding/"


def written(folder: Path, content: Any) -> Path:
    path = folder / "feed.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def events(folder: Path, content: Any) -> list[Event]:
    return list(read(written(folder, content), Reading()))


def delivered(found: list[Event]) -> list[Delivered]:
    return [event for event in found if isinstance(event, Delivered)]


def codes(found: list[Event]) -> Counter[str]:
    return Counter(event.code for event in found if isinstance(event, Rejected | Remark))


def test_a_full_organisation_gives_its_seat_and_never_its_contacts(tmp_path: Path):
    found = events(tmp_path, CLUB)
    assert found[0] == Opened(Format.HSDS)
    (club,) = delivered(found)
    assert club.key == "club-1"
    assert club.values == {
        "name": "Verein Brücke e.V.",
        "description": "Wir begleiten Familien.",
        "email": "info@bruecke.example",
        "website": "https://bruecke.example",
        "phone": "0999 12345",
        "street": "Am Markt 1",
        "postcode": "01234",
        "place": "Musterstadt",
        "lat": 50.1,
        "lon": 11.5,
        "ags": "09471123",
    }
    assert "muster" not in str(found).casefold().replace("musterstadt", "")


def test_services_add_topics_languages_area_and_day(tmp_path: Path):
    service = {
        "id": "s1",
        "name": "Sprachcafé",
        "status": "active",
        "assured_date": "2026-03-01",
        "last_modified": "2026-09-09T10:00:00Z",
        "languages": [{"code": "UK"}, {"name": "Arabic"}],
        "service_areas": [
            {"uri": AREA + "municipalityKey/09471123"},
            {"uri": AREA + "districtKey/09471"},
            {"uri": AREA + "districtKey/947"},
            {"uri": "https://example.org/area"},
        ],
    }
    ended = {
        "id": "s2",
        "name": "Kleiderkammer",
        "status": "defunct",
        "organization": {"id": "club-1", "name": "Brücke"},
    }
    found = events(tmp_path, [{**service, "organization": CLUB}, ended])
    (club,) = delivered(found)
    assert club.values["topics"] == ("Sprachcafé",)
    assert club.values["languages"] == ("uk",)
    assert club.values["catchment"] == ("09471123", "09471")
    assert club.values["verified_on"] == "2026-03-01"
    assert codes(found) == {"malformed_key": 1, "service_ended": 1, "duplicate_differs": 1}


def test_a_service_finds_its_organisation_by_id_or_is_rejected(tmp_path: Path):
    services = [
        {"id": "s1", "name": "Beratung", "status": "odd", "organization_id": "club-1"},
        {"id": "s2", "name": "Verwaist", "status": "active", "organization_id": "nobody"},
    ]
    found = events(tmp_path, [*services, {**CLUB, "legal_status": "Verein"}])
    assert delivered(found)[0].values["topics"] == ("Beratung",)
    assert Rejected("/1", "service_without_organisation", {"service": "Verwaist"}) in found
    assert codes(found)["unknown_status"] == 1


def test_the_first_of_two_records_counts_and_the_second_fills_what_it_leaves_open(tmp_path: Path):
    first = {"id": "a", "name": "Haus A", "description": "Erst."}
    second = {"id": "a", "name": "Haus B", "description": "Erst.", "website": "https://a.example"}
    found = events(tmp_path, {"contents": [first, second], "total_items": 2, "total_pages": 1})
    assert delivered(found) == [
        Delivered("/contents/0", "a", {"name": "Haus A", "description": "Erst.", "website": "https://a.example"})
    ]
    assert Remark("/contents/1", "duplicate_differs", {"key": "a", "fields": "name"}) in found


def test_what_is_missing_or_bad_is_told(tmp_path: Path):
    bad = {
        **{"id": "b", "name": "Haus B", "website": "haus_b", "email": "erika.muster@web.example"},
        "locations": [{"latitude": 100, "longitude": 101}],
    }
    found = events(tmp_path, [{"name": "Ohne Kennung", "services": []}, {"id": "c", "name": " ", "services": []}, bad])
    assert codes(found) == {
        **{"missing_id": 1, "missing_name": 1, "missing_description": 1},
        **{"bad_website": 1, "personal_email": 1, "bad_position": 1},
    }
    assert delivered(found)[0].values == {"name": "Haus B"}


def test_a_page_that_miscounts_or_is_not_the_only_one_is_told(tmp_path: Path):
    found = events(tmp_path, {"total_items": 31, "total_pages": 1, "contents": [CLUB]})
    assert Remark("", "count_differs", {"stated": 31, "found": 1}) in found
    page = {"total_items": 3, "total_pages": 3, "page_number": 1, "size": 1, "last_page": False, "contents": [CLUB]}
    found = events(tmp_path, page)
    assert codes(found) == {"more_pages": 1}


def test_lines_of_json_are_read_with_and_without_a_byte_order_mark(tmp_path: Path):
    lines = "\n".join(json.dumps({**CLUB, "id": f"club-{number}"}) for number in range(3))
    assert [event.at for event in delivered(events(tmp_path, lines))] == ["1", "2", "3"]
    assert len(delivered(events(tmp_path, "\ufeff" + lines))) == 3


@pytest.mark.parametrize("content", [[CLUB, CLUB], {"contents": [CLUB]}, CLUB], ids=("list", "page", "object"))
def test_half_a_file_is_damaged(tmp_path: Path, content: Any):
    whole = json.dumps(content)
    with pytest.raises(FileDamaged):
        events(tmp_path, whole[: len(whole) // 2])


def test_json_of_another_kind_is_refused(tmp_path: Path):
    with pytest.raises(FileUnknown):
        events(tmp_path, {"publisher": {"label": "x"}, "payload": []})


def test_taxonomy_terms_are_no_organisations(tmp_path: Path):
    found = events(tmp_path, [{"id": "t", "name": "Beratung", "description": "x", "taxonomy": "y"}])
    assert codes(found) == {"no_organisations": 1}
    assert not delivered(found)


@pytest.mark.skipif(not (SAMPLES / "hsds-uk-mocks").is_dir(), reason="the sample feeds lie outside the repository")
def test_the_miscounted_feed_gives_one_organisation_and_tells_the_rest():
    found = list(read(SAMPLES / "hsds-uk-mocks" / "V3.0-UK-Test" / "service_list.json", Reading()))
    assert len(delivered(found)) == 1
    assert codes(found) == {"count_differs": 1, "service_without_organisation": 28}
