"""Generated and real names."""

import re
from pathlib import Path
from random import Random

import pytest

from service.domain.taxonomy import OTHER
from training.grammar import PLACEHOLDERS, fill, names_of_role, without_place
from training.names import generate_names, read_real_names, split_by_group
from training.variation import misspelled, vary

ROOT = Path(__file__).parents[2]


def test_same_seed_same_names(taxonomy, lexicons, small):
    assert generate_names(taxonomy, lexicons, small) == generate_names(taxonomy, lexicons, small)


def test_every_role_gets_as_many_names_as_asked(taxonomy, lexicons, small):
    rows = generate_names(taxonomy, lexicons, small)
    for role in taxonomy.roles:
        number = sum(row.role == role for row in rows)
        assert number == small.names_per_role + (small.names_per_role // 3 if role == OTHER else 0)


def test_patterns_use_known_placeholders_only(taxonomy):
    found = {
        word for role in taxonomy.roles.values() for p in role.name_patterns for word in re.findall(r"\{(.*?)\}", p)
    }
    assert found <= set(PLACEHOLDERS)


def test_no_placeholder_is_left_in_a_name(taxonomy, lexicons):
    rng = Random(1)
    for role in taxonomy.roles.values():
        for name in names_of_role(role, lexicons, 12, rng):
            assert name.strip()
            assert "{" not in name


def test_community_placeholders_of_one_name_agree(lexicons):
    filled = fill("{demonym}er Verein der {people}", lexicons, Random(3))
    community = next(c for c in lexicons.communities if filled.startswith(f"{c.stem}er "))
    assert filled == f"{community.stem}er Verein der {community.people}"


@pytest.mark.parametrize(
    ("pattern", "shorter"),
    [
        ("Jugendamt {town}", "Jugendamt"),
        ("Jugendamt der Stadt {town}", "Jugendamt"),
        ("Caritasverband {region} e.V.", "Caritasverband e.V."),
        ("Stadt {town}", "Stadt {town}"),
        ("Bündnis für Demokratie", "Bündnis für Demokratie"),
    ],
)
def test_without_place_keeps_what_tells_the_role(pattern, shorter):
    assert without_place(pattern) == shorter


def test_half_of_the_names_stay_as_they_are(taxonomy, lexicons):
    rng, role = Random(5), taxonomy.roles["jobcenter"]
    same = sum(vary("Jobcenter Musterstadt", role, lexicons, rng) == "Jobcenter Musterstadt" for _ in range(400))
    assert 200 <= same <= 340


def test_a_slip_changes_a_name_by_one_letter_at_most(lexicons):
    rng = Random(7)
    assert all(abs(len(misspelled("Stadtbibliothek", rng)) - 15) <= 1 for _ in range(200))


def test_real_names_leave_out_groups_and_count_them():
    real = read_real_names(ROOT / "data" / "peers" / "networks.jsonl")
    assert real.dropped["group of organisations"] > 0
    assert len(set(real.rows)) == len(real.rows)
    assert OTHER not in {role for roles in real.roles_of.values() for role in roles}


def test_no_kreis_straddles_two_folds():
    groups = [row.group for row in read_real_names(ROOT / "data" / "peers" / "networks.jsonl").rows]
    folds = split_by_group(groups, 5, 1)
    assert len(set(zip(groups, folds, strict=True))) == len(set(groups))
    sizes = [folds.count(number) for number in range(5)]
    assert max(sizes) - min(sizes) <= max(groups.count(group) for group in set(groups))


def test_split_depends_on_the_groups_alone():
    groups = ["a", "b", "a", "c", "d"]
    there = dict(zip(groups, split_by_group(groups, 2, 1), strict=True))
    back = dict(zip(groups[::-1], split_by_group(groups[::-1], 2, 1), strict=True))
    assert there == back
