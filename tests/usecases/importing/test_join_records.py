"""The same organisation from several sources becomes one record, and a client's own is only asked about."""

from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.store.records import records_of
from service.store.session import reading
from service.usecases.importing.undo_import import undo_import
from service.usecases.merge_organisations import list_likely
from service.usecases.part_organisations import detach
from service.usecases.read_organisations import get_one
from service.usecases.write_organisations import write_organisations
from tests.usecases.importing.conftest import Run, dump, everything

LONG = {
    "Name": "Arbeiterwohlfahrt Kreisverband Erlangen-Höchstadt e.V.",
    "AGS": "09562000",
    "PLZ": "91052",
    "Telefon": "09131 7",
}
SHORT = {"Name": "AWO KV Erlangen-Höchstadt", "AGS": "09562000", "PLZ": "91052", "Homepage": "https://awo.example"}
OTHER = {"Name": "Gospelchor Büchenbach", "AGS": "09562000", "PLZ": "91056"}


def test_three_sources_make_one_organisation(fresh: Resources, run: Run):
    run([LONG, OTHER], "liste.csv")
    second = run([SHORT], "verband.csv")
    third = run([{"Name": "Arbeiterwohlfahrt KV Erlangen-Höchstadt", "AGS": "09562", "PLZ": "91052"}], "feed.csv")
    assert (second.counts["new"], second.counts["merged"], third.counts["merged"]) == (0, 1, 1)
    found = {one.name: one for one in everything(fresh)}
    assert len(found) == 2
    awo = found["Arbeiterwohlfahrt Kreisverband Erlangen-Höchstadt e.V."]
    assert (awo.phone, awo.website, awo.source) == ("09131 7", "https://awo.example", "liste")
    with reading(fresh.store) as connection:
        assert {record.source for record in records_of(connection, [awo.id])[awo.id]} == {"liste", "verband", "feed"}


def test_undoing_one_of_them_takes_only_its_values(fresh: Resources, run: Run):
    run([LONG, OTHER], "liste.csv")
    before = dump(fresh)
    second = run([SHORT], "verband.csv")
    undo_import(fresh, second.id)
    assert dump(fresh) == before


def test_what_a_client_named_itself_is_only_asked_about(fresh: Resources, run: Run):
    own = {"name": "AWO KV Erlangen-Höchstadt", "ags": "09562000", "postcode": "91052"}
    write_organisations(fresh, [OrganisationDraft("verband-17", None, own)])
    done = run([LONG], "liste.csv")
    assert (done.counts["new"], done.counts["proposed"]) == (1, 1)
    _, first, second = list_likely(fresh, 0, 10)[0]
    assert "verband-17" in {first.id, second.id}
    # Asked once, not again at each delivery.
    run([{**LONG, "Telefon": "09131 8"}], "liste.csv")
    assert len(list_likely(fresh, 0, 10)) == 1


def test_what_was_written_without_an_id_of_its_own_is_joined_and_keeps_its_values(fresh: Resources, run: Run):
    written = {"name": "AWO KV Erlangen-Höchstadt", "ags": "09562000", "postcode": "91052", "phone": "09131 1"}
    stored = write_organisations(fresh, [OrganisationDraft(None, None, written)]).stored[0]
    done = run([LONG], "liste.csv")
    assert done.counts["merged"] == 1
    there = get_one(fresh, stored.id)
    assert (there.name, there.phone) == ("AWO KV Erlangen-Höchstadt", "09131 1")
    undo_import(fresh, done.id)
    assert get_one(fresh, stored.id) == stored


def test_a_wrong_join_can_be_taken_back_and_stays_so(fresh: Resources, run: Run):
    run([LONG, OTHER], "liste.csv")
    run([SHORT], "verband.csv")
    awo = next(one for one in everything(fresh) if one.name.startswith("Arbeiterwohlfahrt"))
    with reading(fresh.store) as connection:
        key = next(r.key for r in records_of(connection, [awo.id])[awo.id] if r.source == "verband")
    own = detach(fresh, awo.id, "verband", key)
    assert (own.name, get_one(fresh, awo.id).website) == ("AWO KV Erlangen-Höchstadt", None)
    again = run([{**SHORT, "Homepage": "https://neu.example"}], "verband.csv")
    assert again.counts["merged"] == 0
    assert get_one(fresh, own.id).website == "https://neu.example"
    assert list_likely(fresh, 0, 10) == []


def test_neighbours_with_like_names_stay_apart(fresh: Resources, run: Run):
    rows = [
        {"Name": "AWO Ortsverein Erlangen", "AGS": "09562000"},
        {"Name": "AWO Kreisverband Erlangen", "AGS": "09562000"},
        {"Name": "AWO Ortsverein Fürth", "AGS": "09563000"},
        {"Name": "Förderverein der Grundschule Büchenbach", "AGS": "09562000"},
        {"Name": "Grundschule Büchenbach", "AGS": "09562000"},
    ]
    assert run(rows).counts["new"] == 5
