"""An attendance list becomes a network: who is known is seated, who is not is made known, and nobody is named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from service.domain.decisions import Decision, Verdict
from service.domain.deliveries import Format
from service.domain.imports import ImportState
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.store.networks import find_network
from service.store.session import reading
from service.usecases.importing.run_import import PLANNERS
from service.usecases.importing.take_members import plan_members
from service.usecases.importing.undo_import import undo_import
from service.usecases.keep_decisions import decide
from service.usecases.keep_networks import add_member, get_one, list_page, save
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


def planned(resources: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]):
    """The list imported while somebody does something between its plan and its writing."""

    def plan(*given: Any) -> Any:
        made = plan_members(*given)
        meanwhile()
        return made

    monkeypatch.setitem(PLANNERS, Format.MEMBERS, plan)
    return imported_file(resources, listed(tmp_path), **WANTED)


def test_what_people_change_while_a_list_is_read_stays(
    fresh: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_organisations(fresh, [OrganisationDraft("vhs", "adult_education", {"name": "Volkshochschule"})])
    profile = NetworkProfile("Runder Tisch")
    save(fresh, NetworkDraft("n", profile, "09562", memberships=()))

    def meanwhile() -> None:
        add_member(fresh, "n", Membership("vhs", mandate="voting"))
        save(fresh, NetworkDraft("n", NetworkProfile("Runder Tisch", "round_table"), "09562", source="by hand"))

    planned(fresh, tmp_path, monkeypatch, meanwhile)
    network = get_one(fresh, "n")
    assert (network.profile.kind, network.source) == ("round_table", "by hand")
    assert Membership("vhs", mandate="voting") in network.memberships
    assert seats(fresh) == {"Volkshochschule", "Jobcenter Erlangen", "Caritas", "Diakonie"}


def test_a_network_stored_while_a_list_is_read_takes_its_members(
    fresh: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    draft = NetworkDraft("n", NetworkProfile("Runder Tisch"), "09562", memberships=())
    planned(fresh, tmp_path, monkeypatch, lambda: save(fresh, draft))
    assert [one.id for one in list_page(fresh, "", 10)] == ["n"]
    assert len(seats(fresh)) == 3


def test_undoing_takes_away_only_what_the_list_added(fresh: Resources, tmp_path: Path):
    done = imported_file(fresh, listed(tmp_path), **WANTED)
    network = list_page(fresh, "", 1)[0]
    write_organisations(fresh, [OrganisationDraft("vhs", "adult_education", {"name": "Volkshochschule"})])
    add_member(fresh, network.id, Membership("vhs"))
    changed = replace(network.memberships[0], mandate="voting")
    add_member(fresh, network.id, changed)
    undo_import(fresh, done.id)
    assert set(get_one(fresh, network.id).memberships) == {changed, Membership("vhs")}
    assert {one.id for one in everything(fresh)} == {changed.organisation_id, "vhs"}


@pytest.mark.parametrize("kept", ["kind", "name", "decision"])
def test_a_network_that_people_went_on_with_stays_when_its_list_is_undone(fresh: Resources, tmp_path: Path, kept: str):
    done = imported_file(fresh, listed(tmp_path), **WANTED)
    network = list_page(fresh, "", 1)[0]
    if kept == "decision":
        write_organisations(fresh, [OrganisationDraft("vhs", "adult_education", {"name": "Volkshochschule"})])
        decide(fresh, network.id, Decision("vhs", Verdict.LATER))
    else:
        profile = replace(network.profile, **{kept: "round_table"})
        save(fresh, NetworkDraft(network.id, profile, network.ags))
    undo_import(fresh, done.id)
    assert get_one(fresh, network.id).memberships == ()


def test_the_same_list_twice_changes_nothing_even_without_a_place(fresh: Resources, tmp_path: Path):
    imported_file(fresh, listed(tmp_path), network="Runder Tisch")
    known = everything(fresh)
    again = imported_file(fresh, listed(tmp_path), network="Runder Tisch")
    assert (again.counts["new"], again.counts["seated"], again.counts["unchanged"]) == (0, 0, 3)
    assert everything(fresh) == known


def test_a_workbook_with_the_name_of_a_network_is_a_list_of_members(fresh: Resources, tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (["Name", "Institution"], ["Muster, Eva", "Jobcenter Erlangen"], ["Dr. Beispiel", "Caritas"]):
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")
    imported_file(fresh, tmp_path / "liste.xlsx", **WANTED)
    assert seats(fresh) == {"Jobcenter Erlangen", "Caritas"}
