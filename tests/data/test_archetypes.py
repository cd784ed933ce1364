"""data/archetypes: references and plausible numbers."""

import pathlib

from service.domain.taxonomy import OTHER
from service.sources.archetypes import read_archetypes
from service.sources.register import read_register
from service.sources.taxonomy import read_taxonomy

DATA = pathlib.Path(__file__).parent.parent.parent / "data"
TAXONOMY = read_taxonomy(DATA / "taxonomy")
ARCHETYPES = read_archetypes(DATA / "archetypes")


def test_keys_are_sorted_and_unique():
    keys = [archetype.key for archetype in ARCHETYPES]
    assert keys == sorted(set(keys))
    assert len({archetype.label.de for archetype in ARCHETYPES}) >= 0.9 * len(keys)


def test_references_exist():
    states = read_register(DATA / "register").states
    for archetype in ARCHETYPES:
        assert set(archetype.seats) <= set(TAXONOMY.roles) - {OTHER}, archetype.key
        assert set(archetype.kinds) <= set(TAXONOMY.kinds), archetype.key
        assert archetype.level in TAXONOMY.levels, archetype.key
        assert set(archetype.states) <= set(states), archetype.key
        assert archetype.names, archetype.key
        assert archetype.occasions, archetype.key


def test_shares_are_shares_and_seats_are_at_least_one():
    for archetype in ARCHETYPES:
        for role, (share, seats) in archetype.seats.items():
            assert 0 < share < 1, (archetype.key, role)
            assert seats >= 1, (archetype.key, role)
