"""Undoing an import restores what was there, and nothing that people did since is lost."""

import pytest

from service.domain.imports import ImportState
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.errors import LaterImport, NotUndoable
from service.resources import Resources
from service.usecases.importing.undo_import import undo_import
from service.usecases.keep_networks import save
from service.usecases.read_organisations import get_one
from service.usecases.write_organisations import change_organisation
from tests.usecases.importing.conftest import Run, dump, everything

CLUB = {"Name": "Türkischer Kulturverein Erlangen e.V.", "AGS": "09562000", "Telefon": "09131 1234"}
CHOIR = {"Name": "Gospelchor Büchenbach", "AGS": "09562000", "Telefon": ""}
OTHERS = [{"Name": f"Kleingartenverein Nummer {n} am Kanal", "AGS": "09562000"} for n in range(10, 20)]


def test_undoing_the_only_import_leaves_nothing(fresh: Resources, run: Run):
    before = dump(fresh)
    done = run([CLUB, CHOIR])
    assert undo_import(fresh, done.id).state is ImportState.UNDONE
    assert dump(fresh) == before
    assert len(fresh.snapshot) == 0


def test_undoing_a_later_import_restores_the_earlier_one_exactly(fresh: Resources, run: Run):
    run([CLUB, CHOIR, *OTHERS])
    before = dump(fresh)
    second = run([{**CLUB, "Telefon": "0911 1"}, *OTHERS, {"Name": "Neuer Verein am Markt", "AGS": "09562000"}])
    assert (second.counts["new"], second.counts["changed"], second.counts["removed"]) == (1, 1, 1)
    undo_import(fresh, second.id)
    assert dump(fresh) == before


def test_what_people_did_since_stays(fresh: Resources, run: Run):
    run([CLUB, *OTHERS])
    second = run([{**CLUB, "Telefon": "0911 1", "Ort": "Nürnberg"}, CHOIR, *OTHERS])
    club = next(one for one in everything(fresh) if "Kulturverein" in one.name)
    choir = next(one for one in everything(fresh) if "Gospelchor" in one.name)
    change_organisation(fresh, club.id, {"email": "buero@kulturverein.example"})
    profile = NetworkProfile("Runder Tisch")
    save(fresh, NetworkDraft("n", profile, "09562", memberships=(Membership(choir.id),)))
    undo_import(fresh, second.id)
    there = get_one(fresh, club.id)
    assert (there.phone, there.place, there.email) == ("09131 1234", None, "buero@kulturverein.example")
    assert get_one(fresh, choir.id).name == "Gospelchor Büchenbach"


def test_an_import_on_which_another_one_built_is_not_undone_first(fresh: Resources, run: Run):
    first = run([CLUB])
    run([{**CLUB, "Telefon": "0911 1"}])
    before = dump(fresh)
    with pytest.raises(LaterImport):
        undo_import(fresh, first.id)
    assert dump(fresh) == before


def test_an_import_is_undone_once(fresh: Resources, run: Run):
    done = run([CLUB])
    undo_import(fresh, done.id)
    with pytest.raises(NotUndoable):
        undo_import(fresh, done.id)
