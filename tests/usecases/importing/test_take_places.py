"""A register is imported, and a later edition re-maps what is stored."""

from pathlib import Path

import pytest

from service.domain.imports import Import, ImportState
from service.domain.networks import NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources, open_resources
from service.store.places import get_statistics, list_outlines
from service.store.session import reading
from service.usecases.find_places import find_places
from service.usecases.importing.undo_import import undo_import
from service.usecases.keep_networks import get_one as get_network
from service.usecases.keep_networks import save
from service.usecases.places import checked_key
from service.usecases.read_organisations import get_one
from service.usecases.write_organisations import change_organisation, write_organisations
from tests.sources.geography.test_gv100ad import municipality, record
from tests.usecases.importing.conftest import imported_file

STATISTICS = "AGS;Ausländeranteil;Jahr\n09562;24,5;2023\n09564;27,1;2023\n"
OUTLINE = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"AGS": "09562"}, "geometry":'
    ' {"type": "Polygon", "coordinates": [[[10.9, 49.5], [11.1, 49.5], [11.1, 49.7], [10.9, 49.7], [10.9, 49.5]]]}}]}'
)
HEAD = [
    record("10", "09", "Musterland", "Oberstadt"),
    record("40", "09101", "Landkreis Musterau", "Oberstadt", "44"),
    record("40", "09102", "Landkreis Nebenau", "Nebenau", "44"),
]
OBERSTADT = municipality("091010010001", "Oberstadt", "63", 1000, 21000, "01234")
DORF = municipality("091010020002", "Kleindorf", "64", 300, 900, "01235")
WEILER = municipality("091010030003", "Weiler", "64", 200, 400, "01236")
TAUSCH = municipality("091010040004", "Tauschdorf", "64", 450, 800, "01237")
NEBENAU = municipality("091020010001", "Nebenau", "63", 700, 9000, "01238")
FIRST = [*HEAD, OBERSTADT, DORF, WEILER, TAUSCH, NEBENAU]
#: Kleindorf went into Oberstadt, Tauschdorf into the other Kreis, and Weiler is gone without a trace.
SECOND = [
    *HEAD,
    municipality("091010010001", "Oberstadt", "63", 1300, 21900, "01234"),
    municipality("091020020004", "Tauschdorf", "64", 450, 800, "01237"),
    NEBENAU,
]


@pytest.fixture
def edition(fresh: Resources, tmp_path: Path):
    def imported(name: str, lines: list[str], **wanted: object) -> Import:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return imported_file(fresh, path, **{"accept_removals": True, **wanted})

    return imported


@pytest.fixture
def mapped(fresh: Resources, edition):
    edition("first.txt", FIRST)
    drafts = [
        OrganisationDraft("chor", "choir", {"name": "Chor Kleindorf", "ags": "09101002"}),
        OrganisationDraft(
            "tafel", "food_bank", {"name": "Tafel", "ags": "09101001", "catchment": ("09101004", "09101001")}
        ),
        OrganisationDraft("weiler", "choir", {"name": "Chor Weiler", "ags": "09101003"}),
    ]
    write_organisations(fresh, [OrganisationDraft(one.id, None, one.values) for one in drafts])
    save(fresh, NetworkDraft("n", NetworkProfile("Runder Tisch Tauschdorf"), "09101004", memberships=()))
    return fresh


def test_an_imported_register_takes_the_place_of_the_shipped_one(fresh: Resources, edition):
    assert [place.name for place in find_places(fresh, "Kleindorf", 5)] == []
    done = edition("first.txt", FIRST)
    assert (done.state, done.counts["places"]) == (ImportState.DONE, len(FIRST))
    assert [place.key for place in find_places(fresh, "Kleindorf", 5)] == ["09101002"]
    fresh.close()
    again = open_resources(fresh.settings)
    assert [place.key for place in find_places(again, "Kleindorf", 5)] == ["09101002"]
    again.close()


def test_a_register_that_lacks_most_kreise_waits_for_an_answer(edition):
    waiting = edition("first.txt", FIRST, accept_removals=False)
    assert (waiting.state, waiting.problem) == (ImportState.WAITING, "removes_too_much")


def test_a_new_edition_tells_what_changed_and_remaps_what_is_stored(mapped: Resources, edition):
    done = edition("second.txt", SECOND)
    counts = {name: done.counts[f"place_{name}"] for name in ("merged", "moved", "vanished", "appeared")}
    assert counts == {"merged": 1, "moved": 1, "vanished": 1, "appeared": 0}
    assert get_one(mapped, "chor").ags == "09101001"
    assert get_one(mapped, "tafel").catchment == ("09102002", "09101001")
    assert get_network(mapped, "n").ags == "09102002"
    # Nobody knows where Weiler went, so nothing is guessed.
    assert get_one(mapped, "weiler").ags == "09101003"
    # A former key is still understood.
    assert checked_key("09101002", "/ags", mapped.knowledge.register) == "09101001"


def test_an_imported_organisation_stays_at_its_new_key_when_it_is_corrected(fresh: Resources, edition):
    edition("first.txt", FIRST)
    edition("vereine.csv", ["Name;AGS", "Gospelchor am Bach;09101002"])
    edition("second.txt", SECOND)
    choir = fresh.snapshot.ids(fresh.snapshot.rows_of_place("09101001"))[0]
    change_organisation(fresh, choir, {"phone": "09131 1"})
    assert (get_one(fresh, choir).ags, get_one(fresh, choir).phone) == ("09101001", "09131 1")


def test_an_answer_tells_where_a_place_went(mapped: Resources, edition):
    edition("second.txt", SECOND, answers={"09101003": "09101001"})
    assert get_one(mapped, "weiler").ags == "09101001"


def test_undoing_a_register_restores_places_organisations_and_networks(mapped: Resources, edition):
    done = edition("second.txt", SECOND)
    undo_import(mapped, done.id)
    assert (get_one(mapped, "chor").ags, get_network(mapped, "n").ags) == ("09101002", "09101004")
    assert [place.key for place in find_places(mapped, "Kleindorf", 5)] == ["09101002"]
    assert checked_key("09101002", "/ags", mapped.knowledge.register) == "09101002"


def test_statistics_and_outlines_are_stored_and_undone(fresh: Resources, edition):
    with reading(fresh.store) as connection:
        assert get_statistics(connection, "09562") == []
    edition("anteil.csv", STATISTICS.splitlines())
    done = edition("kreise.geojson", [OUTLINE])
    with reading(fresh.store) as connection:
        assert [one.value for one in get_statistics(connection, "09562000")] == [24.5]
        assert [one.key for one in list_outlines(connection)] == ["09562"]
    assert fresh.gazetteer.outlines is not None
    assert fresh.gazetteer.outlines.key_at(49.6, 11.0) == "09562"
    undo_import(fresh, done.id)
    assert fresh.gazetteer.outlines is None


def test_a_point_within_an_outline_tells_the_place_of_a_row(fresh: Resources, edition):
    edition("kreise.geojson", [OUTLINE])
    done = edition("vereine.csv", ["Name;lat;lon", "Verein Punktgenau;49,6;11,0"])
    assert done.counts["new"] == 1
    assert {fresh.snapshot.prefixes(fresh.snapshot.rows_of_place("09562"))[0]} == {("09562",)}
