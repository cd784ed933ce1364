import pathlib
import sys
from dataclasses import replace

import pytest

from service.domain.deliveries import Columns, Delivered, Format, Opened, Reading, Remark
from service.errors import FileDamaged, FileEmpty, FileHostile, FileIsFolder, FileRefused, FileTooLarge, FileUnreadable
from service.sources import reading, sandbox
from service.sources.reading import read_events, settle_format
from service.sources.sandbox import read_safely

TABLE = "Verein;PLZ;Ansprechpartner\nKulturverein;01067;M.\nSportverein;91052;N.\n"


@pytest.fixture
def table(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "vereine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_the_child_delivers_what_reading_in_this_process_delivers(table: pathlib.Path):
    events = list(read_safely(table, Reading()))
    assert events == list(read_events(table, settle_format(table, Reading())))
    assert [type(event) for event in events[:3]] == [Opened, Columns, Remark]
    assert [e.values["name"] for e in events if isinstance(e, Delivered)] == ["Kulturverein", "Sportverein"]


def test_what_a_person_said_reaches_the_child(table: pathlib.Path):
    how = Reading(columns={"": {"PLZ": "name", "Verein": ""}})
    delivered = [event for event in read_safely(table, how) if isinstance(event, Delivered)]
    assert [dict(event.values) for event in delivered] == [{"name": "01067"}, {"name": "91052"}]


def test_a_refusal_in_the_child_is_raised_here(tmp_path: pathlib.Path):
    path = tmp_path / "vereine.csv"
    path.write_text('Verein;Ort\nA;B\n"Kulturverein;Erlangen\n', encoding="utf-8")
    with pytest.raises(FileDamaged) as refused:
        list(read_safely(path, Reading()))
    assert refused.value.facts == {"file": "vereine.csv", "at": "3"}


def children() -> set[str]:
    tasks = pathlib.Path("/proc/self/task").glob("*/children")
    return {pid for task in tasks for pid in task.read_text().split()}


@pytest.mark.skipif(sys.platform != "linux", reason="running children are listed on Linux only")
def test_the_child_ends_when_nobody_reads_on(tmp_path: pathlib.Path):
    path = tmp_path / "vereine.csv"
    path.write_text("Verein;Ort\n" + "Kulturverein;Erlangen\n" * 200_000, encoding="utf-8")
    before = children()
    events = read_safely(path, Reading())
    next(events)
    assert children() - before
    events.close()  # type: ignore[attr-defined]
    assert not children() - before


@pytest.mark.skipif(sys.platform != "linux", reason="limits are set on Linux only")
def test_a_reading_beyond_its_time_is_refused(table: pathlib.Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "limits_of", lambda kind: replace(reading.LIMITS, seconds=0))
    with pytest.raises(FileHostile):
        list(read_safely(table, Reading()))


def test_files_that_are_refused_before_anything_is_read(tmp_path: pathlib.Path):
    empty = tmp_path / "leer.csv"
    empty.touch()
    with pytest.raises(FileIsFolder):
        list(read_safely(tmp_path, Reading()))
    with pytest.raises(FileUnreadable):
        list(read_safely(tmp_path / "fehlt.csv", Reading()))
    with pytest.raises(FileEmpty):
        list(read_safely(empty, Reading()))


def test_a_file_above_the_limit_of_its_format_is_refused(table: pathlib.Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, file=10))
    with pytest.raises(FileTooLarge):
        list(read_safely(table, Reading()))


def test_a_wrong_format_named_by_a_person_is_refused(table: pathlib.Path):
    with pytest.raises(FileRefused):
        list(read_safely(table, Reading(format=Format.OUTLINES)))
