"""The labelled pairs: both kinds in plenty, made the same way each time, and read by a model that merges with care."""

import pathlib
from collections import Counter

import numpy as np
import pytest

from service.domain.names import folded
from training.pair_draws import read_variations
from training.pairs_apart import APART
from training.pairs_same import SAME
from training.resolution import thresholds, zones_told
from training.same_organisation import LabelledPair, make_pairs, read_organisations, read_pairs

ROOT = pathlib.Path(__file__).parents[2]
DATA = ROOT / "data"


@pytest.fixture(scope="module")
def made() -> list[LabelledPair]:
    return make_pairs(read_organisations(DATA), read_variations(DATA / "evaluation" / "name_variations.yaml"), 3)


@pytest.fixture(scope="module")
def shipped() -> list[LabelledPair]:
    return list(read_pairs(DATA / "evaluation" / "same_organisation.jsonl"))


def test_the_shipped_set_has_both_labels_by_hand_and_generated(shipped: list[LabelledPair]):
    counted = Counter((pair.by, pair.same) for pair in shipped)
    assert sum(counted.values()) >= 900
    assert counted["hand", True] + counted["hand", False] >= 150
    assert all(number >= 0.4 * sum(counted.values()) for number in (counted_same(counted, s) for s in (True, False)))


def counted_same(counted: Counter[tuple[str, bool]], same: bool) -> int:
    return counted["hand", same] + counted["generated", same]


def test_no_pair_stands_in_the_set_with_both_labels(shipped: list[LabelledPair]):
    by_pair: dict[object, set[bool]] = {}
    for pair in shipped:
        rows = [repr(vars(side) | {"id": ""}) for side in (pair.first, pair.second)]
        by_pair.setdefault(tuple(sorted(rows)), set()).add(pair.same)
    assert all(len(labels) == 1 for labels in by_pair.values())


def test_contacts_are_invented(shipped: list[LabelledPair]):
    for pair in shipped:
        for side in (pair.first, pair.second):
            assert side.email is None or side.email.endswith(".example")
            assert side.website is None or side.website.rstrip("/").endswith(".example")


def test_the_same_seed_makes_the_same_pairs_and_another_seed_others(made: list[LabelledPair]):
    lists = read_variations(DATA / "evaluation" / "name_variations.yaml")
    organisations = read_organisations(DATA)
    assert make_pairs(organisations, lists, 3) == made
    assert make_pairs(organisations, lists, 4) != made


def test_every_kind_is_made_with_its_label(made: list[LabelledPair]):
    assert {pair.why for pair in made if pair.same} == set(SAME)
    assert {pair.why for pair in made if not pair.same} == set(APART)


def test_a_changed_name_is_changed_and_a_kept_one_is_kept(made: list[LabelledPair]):
    for pair in made:
        assert (pair.first.name == pair.second.name) <= (pair.why in {"as it is", "other town", "namesake"})
    assert all(folded(p.first.name) == folded(p.second.name) for p in made if p.why == "umlauts")
    assert all(p.first.prefixes[0][:5] != p.second.prefixes[0][:5] for p in made if p.why == "other town")
    assert all(p.first.prefixes[0][:5] == p.second.prefixes[0][:5] for p in made if p.why != "other town")


def test_namesakes_never_share_a_street(made: list[LabelledPair]):
    for pair in made:
        if pair.why == "namesake":
            assert (pair.first.street or "").split()[0] != (pair.second.street or "").split()[0]


def test_merges_begin_where_they_are_precise_and_questions_where_the_same_pairs_end():
    scores = np.array([0.99, 0.98, 0.96, 0.94, 0.5, 0.05])
    labels = np.array([1.0, 1.0, 1.0, 0.0, 1.0, 0.0])
    merge_from, ask_from = thresholds(scores, labels)
    assert 0.94 < merge_from <= 0.96
    assert 0.05 < ask_from <= 0.12
    told = zones_told(scores, labels, merge_from, ask_from)
    assert told["merge_precision"] == 1.0
    assert told["merge_recall"] == 0.75
    assert told["lost"] == 0.0


def test_nothing_is_merged_on_a_middling_score_however_clear_the_labels():
    merge_from, _ = thresholds(np.array([0.7, 0.6, 0.1]), np.array([1.0, 1.0, 0.0]))
    assert merge_from >= 0.9
