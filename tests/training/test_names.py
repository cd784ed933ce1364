"""Generated and real names."""

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from service.domain.taxonomy import OTHER
from training.grammar import PLACEHOLDERS, coined, fill, names_of_role, role_patterns, without_place
from training.names import NamedRole, RealNames, generate_names, read_real_names, split_by_group
from training.variation import misspelled, vary

ROOT = Path(__file__).parents[2]


def test_same_seed_same_names(taxonomy, lexicons, small):
    assert generate_names(taxonomy, lexicons, small) == generate_names(taxonomy, lexicons, small)


def test_every_pattern_gets_a_name_and_every_role_as_many_as_asked(taxonomy, lexicons, small):
    rows = generate_names(taxonomy, lexicons, small)
    for role in taxonomy.roles.values():
        number = sum(row.role == role.key for row in rows)
        asked = max(small.names_per_role, len(role_patterns(role, lexicons)))
        assert number == asked + (small.names_per_role // 3 if role.key == OTHER else 0)


def test_patterns_are_rich_distinct_and_of_one_role_and_use_known_placeholders_only(taxonomy, lexicons):
    assert set(lexicons.names) == set(taxonomy.roles)
    role_of: dict[str, str] = {}
    for role, patterns in lexicons.names.items():
        assert len(patterns) >= 100, role
        assert len(set(patterns)) == len(patterns), role
        for pattern in patterns:
            assert role_of.setdefault(pattern, role) == role, pattern
            assert set(re.findall(r"\{(.*?)\}", pattern)) <= set(PLACEHOLDERS), pattern


def test_coined_words_are_one_word(lexicons):
    assert all(re.fullmatch(r"[A-Za-z]{2,20}", coined(Random(seed))) for seed in range(50))


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


def test_names_with_contradictory_labels_are_counted():
    rows = (NamedRole("Haus", "school", "1"), NamedRole("Haus", "church", "1"), NamedRole("Haus", "media", "2"))
    assert RealNames(rows, Counter()).contradictory == 1
    assert RealNames(rows[1:], Counter()).contradictory == 0


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
