"""A delivery becomes organisations; a second one changes just what it says differently."""

import json
from pathlib import Path

from service.domain.imports import ImportState
from service.resources import Resources
from service.usecases.read_organisations import get_one
from service.usecases.write_organisations import change_organisation
from tests.usecases.importing.conftest import Run, dump, everything, imported_file

CLUB = {"Name": "Türkischer Kulturverein Erlangen e.V.", "AGS": "09562000", "Telefon": "09131 1234", "Nr": "1"}
CHOIR = {"Name": "Gospelchor Büchenbach", "AGS": "09562000", "Telefon": "", "Nr": "2"}
SPORT = {"Name": "Turnverein Tennenlohe 1903", "AGS": "09562000", "Telefon": "", "Nr": "3"}
OTHERS = [{"Name": f"Kleingartenverein Nummer {n} am Kanal", "AGS": "09562000", "Nr": str(n)} for n in range(10, 20)]


def test_rows_become_organisations_that_can_be_found(fresh: Resources, run: Run):
    done = run([CLUB, CHOIR], columns={"": {"Nr": "key"}})
    assert (done.state, done.counts["new"], done.counts["rejected"]) == (ImportState.DONE, 2, 0)
    found = {one.name: one for one in everything(fresh)}
    club = found["Türkischer Kulturverein Erlangen e.V."]
    assert (club.ags, club.phone, club.source, club.source_key) == ("09562000", "09131 1234", "vereine", "1")
    assert club.role_confidence > 0
    assert not club.role_stated
    assert set(fresh.snapshot.ids(fresh.snapshot.rows_of_place("09562"))) == {one.id for one in found.values()}


def test_the_same_file_twice_changes_nothing(fresh: Resources, run: Run):
    run([CLUB, CHOIR])
    before = dump(fresh)
    again = run([CLUB, CHOIR])
    assert (again.counts["unchanged"], again.counts["new"], again.counts["changed"]) == (2, 0, 0)
    assert dump(fresh) == before


def test_a_dry_run_tells_and_writes_nothing(fresh: Resources, run: Run):
    tried = run([CLUB], dry_run=True)
    assert (tried.state, tried.counts["new"]) == (ImportState.TRIED, 1)
    assert everything(fresh) == []


def test_a_correction_survives_the_next_delivery(fresh: Resources, run: Run):
    run([CLUB, CHOIR])
    club = next(one for one in everything(fresh) if "Kulturverein" in one.name)
    change_organisation(fresh, club.id, {"phone": "09131 9999"})
    done = run([{**CLUB, "Telefon": "09131 5555"}, CHOIR])
    assert done.counts["changed"] == 0
    assert get_one(fresh, club.id).phone == "09131 9999"
    run([{**CLUB, "Telefon": "09131 5555", "Ort": "Erlangen"}, CHOIR])
    assert (get_one(fresh, club.id).phone, get_one(fresh, club.id).place) == ("09131 9999", "Erlangen")


def test_what_is_no_longer_delivered_goes_unless_it_is_in_use(fresh: Resources, run: Run):
    rows = [CLUB, CHOIR, *OTHERS]
    run(rows)
    club = next(one for one in everything(fresh) if "Kulturverein" in one.name)
    change_organisation(fresh, club.id, {"phone": "09131 9999"})
    done = run(OTHERS)
    assert (done.state, done.counts["removed"], done.counts["kept"]) == (ImportState.DONE, 1, 1)
    assert get_one(fresh, club.id).phone == "09131 9999"
    assert "Gospelchor Büchenbach" not in {one.name for one in everything(fresh)}


def test_a_delivery_that_shrinks_too_much_waits_for_an_answer(fresh: Resources, run: Run):
    run([CLUB, CHOIR, SPORT])
    before = dump(fresh)
    waiting = run([CLUB, CHOIR])
    assert (waiting.state, waiting.problem) == (ImportState.WAITING, "removes_too_much")
    assert waiting.facts["gone"] == 1
    assert dump(fresh) == before
    assert run([CLUB, CHOIR], keep_missing=True).counts["removed"] == 0
    assert run([CLUB, CHOIR], accept_removals=True).counts["removed"] == 1


def test_a_place_in_words_is_found_and_an_ambiguous_one_is_asked(fresh: Resources, run: Run):
    rows = [{"Name": "Chor A-Dur", "Ort": "Erlangen"}, {"Name": "Verein im Halle", "Ort": "Neustadt"}]
    done = run(rows)
    found = {one.name: one for one in everything(fresh)}
    assert found["Chor A-Dur"].ags == "09562000"
    assert found["Verein im Halle"].ags is None
    assert done.counts["question"] + done.counts["remark"] == 1
    run(rows, answers={"Neustadt": "07316000"})
    assert {one.name: one for one in everything(fresh)}["Verein im Halle"].ags == "07316000"
    # The answer is kept with the source.
    assert run(rows).counts["question"] == 0


def test_rows_without_a_place_take_the_one_that_was_given(fresh: Resources, run: Run):
    run([{"Name": "Stadtjugendring"}], ags="09562")
    assert everything(fresh)[0].ags == "09562"


def test_one_key_for_two_organisations_loses_none(fresh: Resources, run: Run):
    done = run([{**CLUB, "Nr": "7"}, {**CHOIR, "Nr": "7"}, {**CHOIR, "Nr": "7"}], columns={"": {"Nr": "key"}})
    assert (done.counts["new"], done.counts["repeated"]) == (2, 1)
    assert run([{**CLUB, "Nr": "7"}, {**CHOIR, "Nr": "7"}], columns={"": {"Nr": "key"}}).counts["unchanged"] == 2


def test_a_key_that_lost_its_zero_is_asked_and_never_guessed(fresh: Resources, run: Run):
    rows = [{"Name": "Chor A-Dur", "AGS": "9562000"}]
    asked = run(rows)
    assert (asked.counts["question"], everything(fresh)) == (1, [])
    run(rows, answers={"9562000": "09562000"})
    assert everything(fresh)[0].ags == "09562000"


def test_a_file_for_a_region_tells_where_its_organisations_work(fresh: Resources, tmp_path: Path):
    page = {
        "id": 1,
        "url": "https://integreat.example/lkaugsburg/de/jobcenter/",
        "path": "/lkaugsburg/de/jobcenter/",
        "title": "Jobcenter Augsburger Land",
        "modified_gmt": "2026-01-01T00:00:00Z",
        "content": "<p><strong>Jobcenter Augsburger Land</strong><br>Musterweg 5<br>86150 Augsburg</p>",
    }
    path = tmp_path / "lkaugsburg.pages.json"
    path.write_text(json.dumps([page]), encoding="utf-8")
    assert imported_file(fresh, path).counts["new"] == 1
    office = everything(fresh)[0]
    assert (office.ags, office.catchment) == ("09761000", ("09772",))
