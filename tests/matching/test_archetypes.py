import numpy as np
import pytest

from service.domain.networks import Archetype, NetworkProfile
from service.domain.texts import Text
from service.matching.archetypes import (
    Archetypes,
    ArchetypeSettings,
    archetype_evidence,
    archetype_texts,
    make_archetypes,
    placeless,
    weigh_archetypes,
)
from service.matching.name_words import NameWords
from service.matching.network_text import make_text_space

KEYS = ("church", "jobcenter", "mosque")
FAITH = Archetype(
    "faith", Text("Rat der Religionen", "Council of religions"), ("Rat der Religionen {town}",), ("Dialog",), ("other",),
    "municipal", {"church": (0.9, 3.0), "mosque": (0.8, 2.0)},
)  # fmt: skip
WORK = Archetype(
    "work", Text("Netzwerk Arbeit", "Work network"), ("Netzwerk Arbeit", "{town}er Bündnis Arbeit"), ("Vermittlung",),
    ("network",), "municipal", {"jobcenter": (0.9, 1.0)}, ("09",),
)  # fmt: skip
NOBODY = np.zeros(3)


@pytest.fixture(scope="module")
def archetypes() -> Archetypes:
    space = make_text_space(archetype_texts([FAITH, WORK]), NameWords({"place": frozenset({"coburg"})}, frozenset()))
    return make_archetypes([FAITH, WORK], KEYS, space, ArchetypeSettings())


def test_the_name_tells_the_archetype(archetypes: Archetypes):
    evidence = archetype_evidence(archetypes, NetworkProfile("Rat der Religionen Coburg"), "09463", NOBODY)
    assert evidence.likeliest is FAITH
    assert evidence.chance > 0.9
    assert evidence.shares[2] > evidence.shares[1]


def test_chances_sum_to_one_and_members_move_them(archetypes: Archetypes):
    network = NetworkProfile("Runde")
    alone = weigh_archetypes(archetypes, network, None, NOBODY)
    with_church = weigh_archetypes(archetypes, network, None, np.array([2.0, 0.0, 0.0]))
    assert alone.sum() == pytest.approx(1.0)
    assert with_church[0] > alone[0]


def test_an_archetype_of_another_land_counts_less(archetypes: Archetypes):
    network = NetworkProfile("Runde")
    there, elsewhere, unknown = (weigh_archetypes(archetypes, network, ags, NOBODY)[1] for ags in ("09", "05", None))
    assert there > unknown > elsewhere


def test_further_seats_are_those_beyond_the_members(archetypes: Archetypes):
    network = NetworkProfile("Rat der Religionen")
    seats = [archetype_evidence(archetypes, network, None, np.array([n, 0.0, 0.0])).further[0] for n in (0.0, 2.0, 5.0)]
    assert seats[0] > seats[1] > seats[2] >= 0


def test_example_texts_lose_their_gap_for_a_place():
    assert placeless("{town}er Erklärung in {town}").split() == ["Erklärung", "in"]
