"""Two organisations become one and are parted again, with their seats, decisions, corrections and records."""

import pytest

from service.domain.decisions import Decision, Verdict
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.domain.resolution import LikelyPair, PairState
from service.errors import Conflict, InvalidInput, NotFound
from service.resources import Resources
from service.store.decisions import list_decisions
from service.store.merges import get_pair, save_pairs
from service.store.session import reading, writing
from service.usecases.keep_decisions import decide
from service.usecases.keep_networks import get_one as get_network
from service.usecases.keep_networks import save
from service.usecases.merge_organisations import keep_apart, list_likely, merge
from service.usecases.part_organisations import part
from service.usecases.read_organisations import get_one
from service.usecases.write_organisations import change_organisation, write_organisations
from tests.usecases.importing.conftest import dump

SHORT = OrganisationDraft("awo", "welfare_association", {"name": "AWO Erlangen", "ags": "09562", "phone": "1"})
LONG = OrganisationDraft(
    None, None, {"name": "Arbeiterwohlfahrt Kreisverband Erlangen", "ags": "09562", "website": "https://awo.example"}
)


@pytest.fixture
def two(fresh: Resources) -> tuple[Resources, str, str]:
    stored = write_organisations(fresh, [SHORT, LONG]).stored
    seats = (Membership(stored[1].id, mandate="voting"),)
    save(fresh, NetworkDraft("n", NetworkProfile("Runder Tisch"), "09562", memberships=seats))
    decide(fresh, "n", Decision(stored[1].id, Verdict.LATER, "neuer Vorstand"))
    return fresh, stored[0].id, stored[1].id


def test_the_id_that_a_client_gave_stays_and_takes_what_it_did_not_have(two: tuple[Resources, str, str]):
    resources, own, generated = two
    kept = merge(resources, generated, own)
    assert (kept.id, kept.name, kept.phone, kept.website) == (own, "AWO Erlangen", "1", "https://awo.example")
    assert resources.snapshot.ids(resources.snapshot.rows_of_place("09562")) == [own]


def test_the_id_that_went_still_answers(two: tuple[Resources, str, str]):
    resources, own, generated = two
    merge(resources, own, generated)
    assert get_one(resources, generated).id == own


def test_seats_and_decisions_go_along(two: tuple[Resources, str, str]):
    resources, own, generated = two
    merge(resources, own, generated)
    assert get_network(resources, "n").memberships == (Membership(own, mandate="voting"),)
    with reading(resources.store) as connection:
        assert list_decisions(connection, "n") == [Decision(own, Verdict.LATER, "neuer Vorstand")]


def test_parting_puts_everything_back_and_is_not_proposed_again(two: tuple[Resources, str, str]):
    resources, own, generated = two
    before, network = get_one(resources, generated), get_network(resources, "n")
    merge(resources, own, generated)
    assert part(resources, own, generated) == before
    assert get_one(resources, own).website is None
    assert get_network(resources, "n") == network
    assert len(resources.snapshot) == 2
    with reading(resources.store) as connection:
        pair = get_pair(connection, own, generated)
    assert pair is not None
    assert pair.state is PairState.APART


def test_what_is_written_under_a_merged_id_reaches_the_one_that_took_it_in(two: tuple[Resources, str, str]):
    resources, own, generated = two
    merge(resources, own, generated)
    change_organisation(resources, generated, {"website": "https://neu.example"})
    assert get_one(resources, own).website == "https://neu.example"
    write_organisations(resources, [OrganisationDraft(generated, None, {**LONG.values, "languages": ("tr",)})])
    assert get_one(resources, own).languages == ("tr",)
    assert len(resources.snapshot) == 1


def test_corrections_are_kept_through_a_merge(two: tuple[Resources, str, str]):
    resources, own, generated = two
    merge(resources, own, generated)
    change_organisation(resources, own, {"phone": "2"})
    part(resources, own, generated)
    assert get_one(resources, own).phone == "2"


def test_pairs_wait_until_somebody_decides(two: tuple[Resources, str, str]):
    resources, own, generated = two
    first, second = sorted((own, generated))
    with writing(resources.store) as connection:
        save_pairs(connection, [LikelyPair(first, second, 0.8, {"name": 1.0})])
    assert [(pair.first_id, pair.second_id) for pair, _, _ in list_likely(resources, 0, 10)] == [(first, second)]
    before = dump(resources)["organisations"]
    keep_apart(resources, generated, own)
    assert list_likely(resources, 0, 10) == []
    assert dump(resources)["organisations"] == before


def test_only_what_was_merged_can_be_parted(two: tuple[Resources, str, str]):
    resources, own, generated = two
    with pytest.raises(NotFound):
        part(resources, own, generated)
    with pytest.raises(InvalidInput):
        merge(resources, own, own)
    with pytest.raises(NotFound):
        merge(resources, own, "nobody")


def test_a_chain_of_merges_is_parted_from_its_end(two: tuple[Resources, str, str]):
    resources, own, generated = two
    write_organisations(resources, [OrganisationDraft("third", None, {"name": "AWO", "ags": "09562"})])
    merge(resources, own, generated)
    kept = merge(resources, own, "third")
    gone = "third" if kept.id == own else own
    assert get_one(resources, generated).id == kept.id
    if gone == own:
        with pytest.raises(Conflict):
            part(resources, own, generated)
    part(resources, kept.id, gone)
    assert get_one(resources, generated).id == own
