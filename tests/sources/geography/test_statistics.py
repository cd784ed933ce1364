from pathlib import Path

import pytest

from service.domain.deliveries import (
    DeliveredStatistic,
    Event,
    Format,
    Opened,
    Progress,
    Question,
    Reading,
    Rejected,
    Remark,
)
from service.errors import FileDamagedAt, FileEmpty
from service.sources.geography.statistics import read

ROOT = Path(__file__).parents[3]
SHARES = ROOT / "../shared/data/auslaenderanteil-kreise-2023/auslaenderanteil_kreise_2023.csv"


@pytest.fixture
def events(tmp_path: Path):
    def of(text: str, how: Reading | None = None) -> list[Event]:
        path = tmp_path / "statistics.csv"
        path.write_text(text, encoding="utf-8")
        return [event for event in read(path, how or Reading()) if not isinstance(event, Opened)]

    return of


def test_each_numeric_column_is_a_measure_with_the_year_of_its_header(events):
    assert events("AGS;Name;Anteil_Ausländer_Prozent_2023;Vereine\n09571;Musterau;1.016,9;3\n") == [
        DeliveredStatistic("09571", "share_foreign_nationals", 1016.9, 2023),
        DeliveredStatistic("09571", "Vereine", 3.0, None),
    ]


def test_the_year_may_stand_in_a_column(events):
    assert events("ags,Stichtag,Einwohner\n09571,31.12.2022,100\n") == [
        DeliveredStatistic("09571", "population", 100.0, 2022)
    ]


@pytest.mark.parametrize("cell", ["", ".", "-", "–", "/", "x", "...", "NA", "k.A."])
def test_no_data_is_never_zero(events, cell: str):
    found = events(f"ags;Einwohner;Vereine\n09571;{cell};1\n09572;0;2\n")
    assert [(event.key, event.measure, event.value) for event in found] == [
        ("09571", "Vereine", 1.0),
        ("09572", "population", 0.0),
        ("09572", "Vereine", 2.0),
    ]


def test_hamburg_and_berlin_keep_the_key_that_the_file_has(events):
    assert [event.key for event in events("ags,Einwohner\n02,1\n02000,2\n11,3\n11000,4\n")] == [
        "02",
        "02000",
        "11",
        "11000",
    ]


def test_a_short_key_is_asked_about_and_no_number_is_taken(events):
    text = "ags,Einwohner\n9571,1\n9571136,2\n"
    assert events(text) == [
        Question("2", "short_key", "9571", ("09571",)),
        Question("3", "short_key", "9571136", ("09571136",)),
    ]
    assert [event.key for event in events(text, Reading(zeros_lost=True))] == ["09571", "09571136"]


def test_rows_without_a_key_and_cells_without_a_number_are_told(events):
    rows = "".join(f"09{number:03},{number}\n" for number in range(100, 130))
    found = events(f"ags,Einwohner\n{rows}DG,84\n,5\n09571,viele\n")
    assert [event for event in found if not isinstance(event, DeliveredStatistic)] == [
        Rejected("32", "malformed_key", {"given": "DG"}),
        Rejected("33", "missing_key"),
        Remark("34", "no_number", {"given": "viele", "column": "population"}),
    ]


def test_keys_are_found_by_content_below_lines_of_explanation(events):
    assert events("Bevölkerung nach Kreisen\n\nKennung;;Zahl\n09571;Musterau;1\n09572;Muster;2\n") == [
        DeliveredStatistic("09571", "Zahl", 1.0),
        DeliveredStatistic("09572", "Zahl", 2.0),
    ]


def test_postcodes_and_coordinates_measure_nothing(events):
    assert events("ags,PLZ,lat,lon,Name\n09571,91541,49.1,10.1,Musterau\n") == []


def test_a_table_without_keys_is_refused(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("Name,Zahl\nMusterau,1\n", encoding="utf-8")
    with pytest.raises(FileDamagedAt):
        list(read(path, Reading()))
    path.write_text(" \n\n", encoding="utf-8")
    with pytest.raises(FileEmpty):
        list(read(path, Reading()))


def test_a_long_file_tells_its_progress(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("ags,Zahl\n" + "09571,1\n" * 2000, encoding="utf-8")
    found = list(read(path, Reading()))
    assert found[0] == Opened(Format.STATISTICS)
    assert sum(isinstance(event, DeliveredStatistic) for event in found) == 2000
    assert any(isinstance(event, Progress) for event in found)


@pytest.mark.skipif(not SHARES.is_file(), reason="the shares of foreign nationals are not beside the repository")
def test_the_shares_of_foreign_nationals_of_all_kreise_are_read():
    found = {event.key: event for event in read(SHARES, Reading()) if isinstance(event, DeliveredStatistic)}
    assert len(found) == 400
    assert found["06413"] == DeliveredStatistic("06413", "share_foreign_nationals", 39.3, 2023)
    assert "02000" in found
