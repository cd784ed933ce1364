"""An attendance list becomes a network: who is known is seated, who is not is made known, and nobody is named."""

from pathlib import Path

import openpyxl

from service.domain.imports import ImportState
from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.store.networks import find_network
from service.store.session import reading
from service.usecases.importing.undo_import import undo_import
from service.usecases.write_organisations import write_organisations
from tests.usecases.importing.conftest import everything, imported_file

LIST = "Anwesend:\n1. Frau Muster, Jobcenter Erlangen\n2. Caritas, Diakonie\n3. Herr Beispiel\nTOP 1: Begrüßung\n"
WANTED = {"network": "Runder Tisch", "ags": "09562"}


def seats(resources: Resources) -> set[str]:
    with reading(resources.store) as connection:
        network = find_network(connection, "Runder Tisch", "09562")
    names = {one.id: one.name for one in everything(resources)}
    return set() if network is None else {names[seat.organisation_id] for seat in network.memberships}


def listed(tmp_path: Path, text: str = LIST) -> Path:
    path = tmp_path / "protokoll.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_list_needs_the_name_of_its_network(fresh: Resources, tmp_path: Path):
    waiting = imported_file(fresh, listed(tmp_path))
    assert (waiting.state, waiting.problem) == (ImportState.WAITING, "network_not_named")
    assert everything(fresh) == []


def test_the_known_are_seated_and_the_others_made_known_without_persons(fresh: Resources, tmp_path: Path):
    write_organisations(fresh, [OrganisationDraft("jc", "jobcenter", {"name": "Jobcenter Erlangen", "ags": "09562"})])
    done = imported_file(fresh, listed(tmp_path), **WANTED)
    assert (done.state, done.counts["new"], done.counts["seated"]) == (ImportState.DONE, 2, 3)
    assert seats(fresh) == {"Jobcenter Erlangen", "Caritas", "Diakonie"}
    assert {one.ags for one in everything(fresh)} == {"09562"}


def test_a_second_list_adds_and_takes_no_seat_away(fresh: Resources, tmp_path: Path):
    imported_file(fresh, listed(tmp_path), **WANTED)
    again = imported_file(fresh, listed(tmp_path, "Caritas\nVolkshochschule Erlangen\n"), **WANTED)
    assert (again.counts["seated"], again.counts["unchanged"]) == (1, 1)
    assert seats(fresh) == {"Jobcenter Erlangen", "Caritas", "Diakonie", "Volkshochschule Erlangen"}
    undo_import(fresh, again.id)
    assert seats(fresh) == {"Jobcenter Erlangen", "Caritas", "Diakonie"}


def test_undoing_the_first_list_leaves_neither_network_nor_members(fresh: Resources, tmp_path: Path):
    done = imported_file(fresh, listed(tmp_path), **WANTED)
    undo_import(fresh, done.id)
    assert everything(fresh) == []
    with reading(fresh.store) as connection:
        assert find_network(connection, "Runder Tisch", "09562") is None


def test_a_workbook_with_the_name_of_a_network_is_a_list_of_members(fresh: Resources, tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (["Name", "Institution"], ["Muster, Eva", "Jobcenter Erlangen"], ["Dr. Beispiel", "Caritas"]):
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")
    imported_file(fresh, tmp_path / "liste.xlsx", **WANTED)
    assert seats(fresh) == {"Jobcenter Erlangen", "Caritas"}
