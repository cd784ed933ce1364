"""What any store does with networks, their seats and decisions."""

import pytest
from sqlalchemy.exc import IntegrityError

from service.domain.decisions import Decision, Verdict
from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.organisations import Organisation
from service.domain.places import overlaps
from service.store.decisions import delete_decision, get_decision, list_decisions, save_decision
from service.store.networks import (
    delete_membership,
    delete_network,
    get_network,
    list_memberships_of,
    list_networks,
    list_networks_overlapping,
    save_membership,
    save_network,
)
from service.store.organisations import count_organisations, delete_organisation, save_organisations
from service.store.session import Store, next_generation, reading, writing


def organisation(id_: str, name: str = "Verein") -> Organisation:
    return Organisation(id_, name, "sports_club")


def save(store: Store, *items: Organisation) -> None:
    with writing(store) as connection:
        save_organisations(connection, items, next_generation(connection))


def remove(store: Store, id_: str) -> None:
    with writing(store) as connection:
        delete_organisation(connection, id_, next_generation(connection))


def network(id_: str, ags: str | None = None, *members: str) -> Network:
    return Network(id_, NetworkProfile(f"Runder Tisch {id_}"), ags, memberships=tuple(map(Membership, members)))


def save_networks(store: Store, *items: Network) -> list[bool]:
    with writing(store) as connection:
        return [save_network(connection, item) for item in items]


class TestNetworks:
    def test_every_field_of_a_network_comes_back(self, store: Store):
        save(store, *map(organisation, "ab"))
        profile = NetworkProfile("Steuerungsgruppe", "steering_group", "municipal", "drafting", "Anlass", ("work",))
        seats = (Membership("a", "choir", "voting", "2020-01-01", "2026-12-31", "Stadtrat"), Membership("b"))
        full = Network("n", profile, "09162", "Au", "list", seats)
        bare = network("m")
        assert save_networks(store, full, bare) == [False, False]
        assert save_networks(store, full) == [True]
        with reading(store) as connection:
            assert get_network(connection, "n") == full
            assert get_network(connection, "m") == bare
            assert get_network(connection, "nobody") is None
            assert list_networks(connection) == [bare, full]
            assert list_networks(connection, limit=1) == [bare]
            assert list_networks(connection, after="m") == [full]

    def test_saving_a_network_replaces_its_members(self, store: Store):
        save(store, *map(organisation, "abc"))
        save_networks(store, network("n", None, "b", "a"))
        save_networks(store, network("n", None, "c", "b", "c"))
        with reading(store) as connection:
            assert get_network(connection, "n") == network("n", None, "b", "c")

    def test_a_seat_is_given_changed_and_taken(self, store: Store):
        save(store, organisation("a"))
        save_networks(store, network("n"))
        with writing(store) as connection:
            save_membership(connection, "n", Membership("a", mandate="guest"))
            save_membership(connection, "n", Membership("a", mandate="voting", since="2024"))
            found = get_network(connection, "n")
            assert found is not None
            assert found.memberships == (Membership("a", mandate="voting", since="2024"),)
            assert delete_membership(connection, "n", "a")
            assert not delete_membership(connection, "n", "a")
            assert get_network(connection, "n") == network("n")

    def test_replacing_an_organisation_keeps_its_seats(self, store: Store):
        save(store, organisation("a"))
        save_networks(store, network("n", None, "a"))
        save(store, organisation("a", name="new"))
        with reading(store) as connection:
            assert list_memberships_of(connection, ["a"]) == [("n", "a")]

    def test_deleting_an_organisation_takes_its_seats(self, store: Store):
        save(store, *map(organisation, "ab"))
        save_networks(store, network("n", None, "a", "b"))
        remove(store, "a")
        with reading(store) as connection:
            assert get_network(connection, "n") == network("n", None, "b")

    def test_deleting_a_network_takes_its_seats_only(self, store: Store):
        save(store, organisation("a"))
        save_networks(store, network("n", None, "a"), network("m", None, "a"))
        with writing(store) as connection:
            assert delete_network(connection, "n")
            assert not delete_network(connection, "n")
            assert list_memberships_of(connection, ["a"]) == [("m", "a")]
            assert count_organisations(connection) == 1

    def test_a_seat_needs_an_organisation_and_a_network(self, store: Store):
        save(store, organisation("a"))
        save_networks(store, network("n"))
        for network_id, organisation_id in [("n", "nobody"), ("nothing", "a")]:
            with pytest.raises(IntegrityError), writing(store) as connection:
                save_membership(connection, network_id, Membership(organisation_id))

    def test_networks_of_a_place_are_those_that_overlap_it(self, store: Store):
        keys = ["", "09", "091", "09162", "09162000", "09184", "09184000", "09184148", "09184149", "10", "10041"]
        save_networks(store, network("nowhere"), *(network(f"n{key}", key) for key in keys))
        with reading(store) as connection:
            for prefix in [*keys, "0918", "14", "10041100"]:
                found = [item.id for item in list_networks_overlapping(connection, prefix)]
                assert found == sorted(f"n{key}" for key in keys if overlaps(key, prefix)), prefix

    def test_the_seats_of_organisations_are_found_in_all_networks(self, store: Store):
        save(store, *map(organisation, "abc"))
        save_networks(store, network("m", "09", "c", "a"), network("n", "10", "b"), network("o", "09"))
        with reading(store) as connection:
            assert list_memberships_of(connection, {"a", "b", "nobody"}) == [("m", "a"), ("n", "b")]
            assert list_memberships_of(connection, []) == []

    def test_a_list_of_networks_keeps_to_the_places_that_are_given(self, store: Store):
        save_networks(
            store, network("a", "09162"), network("b", "09162000"), network("c", "09184148"), network("d", "091")
        )
        save_networks(store, network("e"))
        with reading(store) as connection:
            for places, found in {("09162000",): "ab", ("09184", "09162"): "abc", ("09",): "abcd", (): "abcde"}.items():
                assert [one.id for one in list_networks(connection, places=places)] == list(found)


class TestDecisions:
    def test_the_newest_decision_about_an_organisation_counts(self, store: Store):
        save(store, *map(organisation, "ab"))
        save_networks(store, network("n"), network("m"))
        first, last = Decision("b", Verdict.LATER, "nach der Wahl"), Decision("b", Verdict.INVITE)
        other = Decision("a", Verdict.UNFIT, "„Zeile 1\nZeile 2“")
        with writing(store) as connection:
            assert [save_decision(connection, "n", one) for one in (first, other, last)] == [False, False, True]
            save_decision(connection, "m", first)
        with reading(store) as connection:
            assert list_decisions(connection, "n") == [other, last]
            assert list_decisions(connection, "m") == [first]
            assert get_decision(connection, "n", "b") == last
            assert get_decision(connection, "m", "a") is None
            assert list_decisions(connection, "nothing") == []

    def test_a_decision_is_taken_back_once(self, store: Store):
        save(store, organisation("a"))
        save_networks(store, network("n"))
        with writing(store) as connection:
            save_decision(connection, "n", Decision("a", Verdict.MEMBER))
            assert delete_decision(connection, "n", "a")
            assert not delete_decision(connection, "n", "a")
            assert list_decisions(connection, "n") == []

    def test_decisions_go_with_their_network_or_organisation_and_survive_a_new_member_list(self, store: Store):
        save(store, *map(organisation, "ab"))
        save_networks(store, network("n"), network("m"))
        with writing(store) as connection:
            for network_id, organisation_id in [("n", "a"), ("n", "b"), ("m", "a")]:
                save_decision(connection, network_id, Decision(organisation_id, Verdict.UNFIT))
        save_networks(store, network("n", None, "b"))
        remove(store, "b")
        with writing(store) as connection:
            assert list_decisions(connection, "n") == [Decision("a", Verdict.UNFIT)]
            delete_network(connection, "n")
            assert list_decisions(connection, "n") == []
            assert list_decisions(connection, "m") == [Decision("a", Verdict.UNFIT)]

    def test_a_decision_needs_an_organisation_and_a_network(self, store: Store):
        save(store, organisation("a"))
        save_networks(store, network("n"))
        for network_id, organisation_id in [("n", "nobody"), ("nothing", "a")]:
            with pytest.raises(IntegrityError), writing(store) as connection:
                save_decision(connection, network_id, Decision(organisation_id, Verdict.INVITE))
