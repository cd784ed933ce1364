"""What any store does, whatever SQLite library and journal mode it runs on."""

import itertools
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.organisations import Organisation, Visibility
from service.domain.taxonomy import Staffing
from service.store.networks import (
    get_network,
    save_network,
)
from service.store.organisations import (
    count_organisations,
    delete_organisation,
    find_by_source_key,
    get_organisation,
    get_organisations,
    list_changes,
    list_deletions,
    list_organisations,
    save_organisations,
)
from service.store.session import Store, get_generation, next_generation, open_store, reading, writing
from service.store.sqlite import find_driver


def organisation(id_: str, **values) -> Organisation:
    return Organisation(id_, values.pop("name", f"Verein {id_}"), values.pop("role", "sports_club"), **values)


def save(store: Store, *items: Organisation) -> int:
    with writing(store) as connection:
        return save_organisations(connection, items, next_generation(connection))


def remove(store: Store, id_: str) -> bool:
    with writing(store) as connection:
        return delete_organisation(connection, id_, next_generation(connection))


def changed(store: Store, since: int, batch: int = 2000) -> list[str]:
    with reading(store) as connection:
        return [item.id for part in list_changes(connection, since, batch) for item in part]


def network(id_: str, ags: str | None = None, *members: str) -> Network:
    return Network(id_, NetworkProfile(f"Runder Tisch {id_}"), ags, memberships=tuple(map(Membership, members)))


def save_networks(store: Store, *items: Network) -> list[bool]:
    with writing(store) as connection:
        return [save_network(connection, item) for item in items]


FULL = Organisation(
    id="org-ä/1",
    name="Türkisch-Deutscher Frauenverein „Nar“ e. V.",
    role="migrant_organisation",
    role_confidence=0.8125,
    role_stated=False,
    description="Zeile 1\nZeile 2 \u2028 \U0001f600 'quoted' \"twice\" % ? :x",
    ags="09162000",
    catchment=("09162", "09184"),
    district_name="Au-Haidhausen",
    place="München",
    state="Bayern",
    postcode="01067",
    street="Beispielweg 1",
    lat=48.137,
    lon=11.575,
    languages=("tr", "de", "Sorani"),
    topics=("empowerment",),
    audiences=("women", "Mütter mit Kindern"),
    denomination="sunni",
    origins=("türkisch",),
    staffing=Staffing.VOLUNTEER,
    legal_form="e. V.",
    website="https://example.org",
    email="info@example.org",
    phone="+49 89 000000",
    availability=("weekday-evening",),
    source="list",
    source_key="17",
    verified_on="2026-01-31",
    visibility=Visibility.MEMBERS,
)


class TestOrganisations:
    def test_every_field_of_an_organisation_comes_back(self, store: Store):
        unset = [field.name for field in fields(FULL) if getattr(FULL, field.name) == field.default]
        bare = organisation("bare")
        save(store, FULL, bare)
        with reading(store) as connection:
            assert not unset
            assert get_organisation(connection, FULL.id) == FULL
            found = get_organisation(connection, "bare")
            assert found == bare
            assert [type(getattr(found, field.name)) for field in fields(bare)] == [
                type(getattr(bare, field.name)) for field in fields(bare)
            ]

    def test_a_choice_may_be_given_by_its_value(self, store: Store):
        save(store, organisation("a", staffing="paid", visibility="hidden"))
        with reading(store) as connection:
            found = get_organisation(connection, "a")
        assert found is not None
        assert (found.staffing, found.visibility) == (Staffing.PAID, Visibility.HIDDEN)

    def test_saving_counts_the_items_that_were_stored_before(self, store: Store):
        assert save(store, organisation("a"), organisation("b")) == 0
        assert save(store, organisation("b"), organisation("c"), organisation("b")) == 2
        assert save(store) == 0
        with reading(store) as connection:
            assert count_organisations(connection) == 3

    def test_the_last_item_of_an_id_wins(self, store: Store):
        save(store, organisation("a", name="first", place="Ulm"), organisation("a", name="second"))
        with reading(store) as connection:
            assert get_organisation(connection, "a") == organisation("a", name="second")
            assert count_organisations(connection) == 1

    def test_any_number_of_ids_can_be_asked_for(self, store: Store):
        ids = [f"o{number:05d}" for number in range(2500)]
        save(store, *map(organisation, ids))
        with reading(store) as connection:
            assert get_organisations(connection, []) == {}
            assert get_organisations(connection, {"o00007", "nobody"}) == {"o00007": organisation("o00007")}
            assert sorted(get_organisations(connection, [*ids, "nobody"])) == ids
            assert get_organisation(connection, "nobody") is None

    def test_pages_are_listed_by_id_with_the_seat_inside_the_place(self, store: Store):
        save(
            store,
            organisation("a", ags="09162000"),
            organisation("b", ags="09162", role="library"),
            organisation("c", ags="09184148"),
            organisation("d"),
            organisation("e", ags="10041100", catchment=("09162",)),
            organisation("f", ags="09"),
        )

        def ids(**query) -> str:
            with reading(store) as connection:
                return "".join(item.id for item in list_organisations(connection, **query))

        assert ids() == ids(prefix="") == "abcdef"
        assert ids(limit=2) == "ab"
        assert ids(limit=2, after="b") == "cd"
        assert ids(prefix="09162") == ids(prefix="09162000") == "ab"
        assert ids(prefix="09") == "abcf"
        assert ids(prefix="09", after="a", limit=1) == "b"
        assert ids(prefix="09", role="library") == ids(role="library") == "b"
        assert ids(prefix="09184148") == "c"
        assert ids(role="choir") == ids(prefix="01") == ""


class TestSourceKeys:
    def test_an_organisation_is_found_by_source_and_key(self, store: Store):
        save(store, organisation("a", source="x", source_key="1"), organisation("b", source="y", source_key="1"))
        with reading(store) as connection:
            found = find_by_source_key(connection, {("x", "1"), ("y", "1"), ("y", "2"), ("1", "x")})
            assert found == {("x", "1"): "a", ("y", "1"): "b"}
            assert find_by_source_key(connection, []) == {}
            assert find_by_source_key(connection, [("x", str(n)) for n in range(3000)]) == {("x", "1"): "a"}

    def test_many_may_share_a_source_without_a_key(self, store: Store):
        save(store, organisation("a", source="x"), organisation("b", source="x"), organisation("c", source_key="1"))
        save(store, organisation("d", source_key="1"))
        with reading(store) as connection:
            assert count_organisations(connection) == 4

    def test_the_last_writer_takes_a_source_key_over_and_the_former_holder_keeps_the_rest(self, store: Store):
        first = organisation("a", source="x", source_key="1", place="Ulm")
        save(store, first)
        before = organisation("b", source="x", source_key="1")
        assert save(store, before) == 0
        with reading(store) as connection:
            assert find_by_source_key(connection, [("x", "1")]) == {("x", "1"): "b"}
            assert get_organisation(connection, "a") == replace(first, source_key=None)
        assert changed(store, 1) == ["a", "b"]

    def test_two_organisations_may_swap_their_keys_in_one_batch(self, store: Store):
        save(store, organisation("a", source="x", source_key="1"), organisation("b", source="x", source_key="2"))
        save(store, organisation("a", source="x", source_key="2"), organisation("b", source="x", source_key="1"))
        with reading(store) as connection:
            assert find_by_source_key(connection, [("x", "1"), ("x", "2")]) == {("x", "1"): "b", ("x", "2"): "a"}

    def test_the_last_of_a_batch_takes_the_key(self, store: Store):
        save(store, organisation("a", source="x", source_key="1"), organisation("b", source="x", source_key="1"))
        with reading(store) as connection:
            assert find_by_source_key(connection, [("x", "1")]) == {("x", "1"): "b"}
            assert get_organisation(connection, "a") == organisation("a", source="x")


class TestChanges:
    def test_the_generation_starts_at_zero_and_counts(self, store: Store):
        with writing(store) as connection:
            assert get_generation(connection) == 0
            assert [next_generation(connection), next_generation(connection)] == [1, 2]
        with reading(store) as connection:
            assert get_generation(connection) == 2

    def test_changes_are_what_was_written_since(self, store: Store):
        save(store, *map(organisation, "bca"))
        save(store, organisation("b", name="new"), organisation("d"))
        assert changed(store, 0) == ["a", "b", "c", "d"]
        assert changed(store, 1) == ["b", "d"]
        assert changed(store, 2) == []

    def test_changes_come_in_batches_by_id(self, store: Store):
        save(store, *map(organisation, "edcba"))
        with reading(store) as connection:
            batches = ["".join(item.id for item in part) for part in list_changes(connection, 0, batch=2)]
        assert batches == ["ab", "cd", "e"]

    def test_a_deletion_is_remembered_until_the_id_is_stored_again(self, store: Store):
        save(store, *map(organisation, "abc"))
        assert remove(store, "b")
        assert remove(store, "a")
        with reading(store) as connection:
            assert list_deletions(connection, 0) == ["a", "b"]
            assert list_deletions(connection, 2) == ["a"]
            assert list_deletions(connection, 3) == []
        save(store, organisation("b"))
        with reading(store) as connection:
            assert list_deletions(connection, 0) == ["a"]
        assert changed(store, 3) == ["b"]
        assert remove(store, "b")
        with reading(store) as connection:
            assert list_deletions(connection, 4) == ["b"]

    def test_deleting_what_is_not_stored_changes_nothing(self, store: Store):
        assert not remove(store, "nobody")
        with reading(store) as connection:
            assert list_deletions(connection, 0) == []


class TestTransactions:
    def test_an_error_leaves_nothing_behind(self, store: Store):
        save(store, organisation("a"))

        def fail() -> None:
            with writing(store) as connection:
                save_organisations(connection, [organisation("b")], next_generation(connection))
                delete_organisation(connection, "a", 2)
                save_network(connection, network("n"))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        with reading(store) as connection:
            assert get_generation(connection) == 1
            assert list(get_organisations(connection, "ab")) == ["a"]
            assert list_deletions(connection, 0) == []
            assert get_network(connection, "n") is None

    def test_a_refused_row_leaves_nothing_of_its_batch(self, store: Store):
        broken = replace(organisation("b"), role=None)  # type: ignore[arg-type]
        with pytest.raises(IntegrityError):
            save(store, organisation("a"), broken)
        assert changed(store, 0) == []

    def test_a_reader_cannot_write(self, store: Store):
        with pytest.raises(OperationalError), reading(store) as connection:
            save_organisations(connection, [organisation("a")], 1)
        save(store, organisation("b"))
        assert changed(store, 0) == ["b"]

    def test_what_was_saved_is_there_after_reopening(self, store: Store, tmp_path: Path):
        save(store, FULL)
        store.close()
        again = open_store(tmp_path / "home" / "store.sqlite", find_driver())
        with reading(again) as connection:
            assert get_organisation(connection, FULL.id) == FULL
            assert get_generation(connection) == 1
        again.close()

    def test_parallel_writers_lose_no_update(self, store: Store):
        save(store, organisation("a", lat=0.0))

        def work() -> None:
            for _ in range(20):
                with writing(store) as connection:
                    found = get_organisation(connection, "a")
                    assert found is not None
                    assert found.lat is not None
                    counted = replace(found, lat=found.lat + 1)
                    save_organisations(connection, [counted], next_generation(connection))

        run_in_threads([work] * 16)
        with reading(store) as connection:
            found = get_organisation(connection, "a")
            assert found is not None
            assert found.lat == 320.0
            assert get_generation(connection) == 321

    def test_readers_beside_a_writer_see_whole_batches(self, store: Store):
        seen: list[int] = []

        def write() -> None:
            for start in range(0, 300, 10):
                save(store, *(organisation(f"o{number:03d}") for number in range(start, start + 10)))

        def read() -> None:
            for _ in range(20):
                with reading(store) as connection:
                    generation, count = get_generation(connection), count_organisations(connection)
                assert count == 10 * generation
                seen.append(count)

        run_in_threads([write, read, read])
        assert len(seen) == 40


def run_in_threads(works: list) -> None:
    errors: list[BaseException] = []

    def guarded(work) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors


def test_two_stores_on_one_file_lose_no_update(tmp_path: Path):
    stores = [open_store(tmp_path / "store.sqlite") for _ in range(4)]

    def count(store: Store) -> None:
        for _ in range(10):
            with writing(store) as connection:
                next_generation(connection)

    run_in_threads([lambda store=store: count(store) for store in itertools.chain(stores, stores)])
    with reading(stores[0]) as connection:
        assert get_generation(connection) == 80
    for store in stores:
        store.close()
