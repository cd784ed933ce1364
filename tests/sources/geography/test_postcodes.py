from pathlib import Path

import pytest

from service.domain.deliveries import DeliveredPostcode, Event, Opened, Progress, Question, Reading, Rejected, Remark
from service.errors import FileDamagedAt
from service.sources.geography.postcodes import read

ROOT = Path(__file__).parents[3]
GEONAMES = ROOT / "../shared/data/plz-geonames-de/zipcodes.de.csv"
HEADER = "zipcode,place,state,community_code,latitude,longitude\n"


@pytest.fixture
def events(tmp_path: Path):
    def of(text: str, how: Reading | None = None) -> list[Event]:
        path = tmp_path / "postcodes.csv"
        path.write_text(text, encoding="utf-8")
        return [event for event in read(path, how or Reading()) if not isinstance(event, Opened | Progress)]

    return of


def test_a_postcode_has_its_place_key_and_position(events):
    assert events(HEADER + "01945,Musterau,Brandenburg,12066,51.4,13.9\n") == [
        DeliveredPostcode("01945", "Musterau", "12066", 51.4, 13.9)
    ]


def test_german_headers_and_decimal_commas(events):
    assert events("PLZ;Ort;Kreisschlüssel;Breitengrad;Längengrad\n01945;Musterau;12066;51,4;13,9\n") == [
        DeliveredPostcode("01945", "Musterau", "12066", 51.4, 13.9)
    ]


def test_an_impossible_position_is_left_out(events):
    assert events(HEADER + "01945,Musterau,,12066,95,13\n") == [DeliveredPostcode("01945", "Musterau", "12066")]


def test_postcodes_of_companies_are_left_out_and_counted(events):
    rows = "10875,Muster GmbH,,08111,,\n10875,Muster Druck AG & Co. KG,,08111,,\n70173,Stuttgart Süd,,08111,,\n"
    assert events(HEADER + rows) == [
        DeliveredPostcode("70173", "Stuttgart Süd", "08111"),
        Remark("", "company_postcodes", {"count": 2}),
    ]


def test_what_cannot_be_taken_is_told(events):
    rows = "87491,Musterholz,,,,\n8749,Musterholz,,09780,,\n87491,,,09780,,\n87491,Musterholz,,99780,,\n"
    assert events(HEADER + rows) == [
        Rejected("2", "missing_key"),
        Rejected("3", "malformed_postcode", {"given": "8749"}),
        Rejected("4", "missing_name"),
        Rejected("5", "malformed_key", {"given": "99780"}),
    ]


def test_zeros_come_back_only_where_somebody_said_that_they_are_lost(events):
    assert events(HEADER + "87491,Musterholz,,9780,,\n") == [Question("2", "short_key", "9780", ("09780",))]
    assert events(HEADER + "1945,Musterholz,,9780,,\n", Reading(zeros_lost=True)) == [
        DeliveredPostcode("01945", "Musterholz", "09780")
    ]


def test_a_table_without_postcodes_is_refused(events):
    with pytest.raises(FileDamagedAt):
        events("Ort;AGS\nMusterau;12066\n")


@pytest.mark.skipif(not GEONAMES.is_file(), reason="the postcodes of GeoNames are not beside the repository")
def test_the_postcodes_of_geonames_are_read():
    found = list(read(GEONAMES, Reading()))
    rows = [event for event in found if isinstance(event, DeliveredPostcode)]
    assert DeliveredPostcode("01945", "Grünewald", "12066") in [
        DeliveredPostcode(r.postcode, r.place, r.key) for r in rows
    ]
    assert not any("GmbH" in row.place for row in rows)
    assert [event for event in found if isinstance(event, Rejected)] == [Rejected("23298", "missing_key")]
