"""Merges become groups, of which each holds one known organisation at most and no member by a weak chain."""

from service.domain.resolution import Match, Zone
from service.matching.resolution_clusters import Cluster, clusters


def match(first: str, second: str, score: float, zone: Zone = Zone.MERGE) -> Match:
    return Match(first, second, score, {"base": 0.0}, zone)


def test_records_that_all_match_are_one_group():
    found = clusters([match("a", "b", 0.99), match("a", "c", 0.98), match("b", "c", 0.97)], set())
    assert found.clusters == (Cluster("a", ("a", "b", "c")),)
    assert found.asked == ()


def test_a_group_is_attached_to_its_best_known_organisation_and_the_second_is_asked_about():
    found = clusters([match("a", "K2", 0.95), match("a", "K1", 0.99), match("b", "K1", 0.96)], {"K1", "K2"})
    assert found.clusters == (Cluster("K1", ("a", "b"), "K1"),)
    assert [(m.first, m.second, m.zone) for m in found.asked] == [("a", "K2", Zone.ASK)]


def test_a_weak_chain_joins_nobody():
    # a matches b and b matches c, but a and c are not even a question.
    found = clusters([match("a", "b", 0.99), match("b", "c", 0.95)], set())
    assert [cluster.members for cluster in found.clusters] == [("a", "b")]
    assert [(m.first, m.second, m.zone) for m in found.asked] == [("b", "c", Zone.ASK)]


def test_a_question_is_enough_for_a_member_that_merges_with_another():
    found = clusters([match("a", "b", 0.99), match("b", "c", 0.95), match("a", "c", 0.5, Zone.ASK)], set())
    assert [cluster.members for cluster in found.clusters] == [("a", "b", "c")]
    assert found.asked == ()


def test_two_groups_of_two_known_organisations_never_become_one():
    pairs = [match("a", "K1", 0.99), match("b", "K2", 0.99), match("a", "b", 0.98)]
    pairs += [match("a", "K2", 0.5, Zone.ASK), match("b", "K1", 0.5, Zone.ASK)]
    found = clusters(pairs, {"K1", "K2"})
    assert {cluster.known: cluster.members for cluster in found.clusters} == {"K1": ("a",), "K2": ("b",)}
    assert len(found.asked) == 3


def test_the_order_of_the_matches_does_not_matter():
    pairs = [match("a", "b", 0.99), match("c", "d", 0.99), match("b", "c", 0.95), match("a", "K", 0.97)]
    assert clusters(pairs, {"K"}) == clusters(pairs[::-1], {"K"})


def test_a_key_that_stands_twice_is_no_group_of_its_own():
    assert clusters([match("a", "a", 0.99)], set()).clusters == ()
