"""Hiding roles of real networks and learning what would have named them."""

from dataclasses import replace

import numpy as np
import pytest

from service.domain.taxonomy import OTHER
from service.matching.gaps import GAP_FEATURES
from training.needs import fit_needs, hidden_roles, make_cases, needs_without, rank_figures, ranks, values_of
from training.sources import Sources, knowledge_without, unfitted_needs


@pytest.fixture(scope="module")
def some(sources) -> Sources:
    return replace(sources, networks=sources.networks[:12])


@pytest.fixture(scope="module")
def knowledge(some):
    return knowledge_without(some, (), unfitted_needs())


@pytest.fixture(scope="module")
def cases(some, knowledge):
    return make_cases(some.networks, knowledge)


def test_each_role_of_a_large_network_is_hidden_once(some, cases):
    assert len(cases.hidden) == sum(len(hidden_roles(network)) for network in some.networks)
    assert all(OTHER not in hidden_roles(network) for network in some.networks)


def test_the_hidden_role_is_open_and_held_roles_are_not(cases, taxonomy):
    assert cases.open[np.arange(len(cases.hidden)), cases.hidden].all()
    assert not cases.open[:, taxonomy.role_keys.index(OTHER)].any()
    assert (cases.open.sum(axis=1) < len(taxonomy.roles) - 1).all()


def test_a_network_is_no_evidence_of_itself(some, knowledge, taxonomy):
    network = next(network for network in some.networks if hidden_roles(network))
    present = np.zeros(len(taxonomy.roles))
    alone = replace(some, networks=tuple(n for n in some.networks if n.group_key != network.group_key))
    elsewhere = knowledge_without(alone, (), unfitted_needs())
    common = GAP_FEATURES.index("common")
    with_itself, without = (values_of(network, present, known)[:, common] for known in (knowledge, elsewhere))
    np.testing.assert_allclose(with_itself, without)


def test_fitted_weights_are_never_negative_and_beat_chance(cases):
    model = fit_needs(cases)
    assert min(model.weights) >= 0
    found = rank_figures(ranks(cases, model.scores(cases.values)))
    chance = rank_figures(ranks(cases, np.random.default_rng(1).random(cases.open.shape)))
    assert found["mrr"] > 2 * chance["mrr"]


def test_severities_are_probabilities_of_being_the_hidden_role(cases):
    scores = fit_needs(cases).scores(cases.values)[cases.open]
    assert scores.sum() == pytest.approx(len(cases.hidden), rel=0.02)


def test_what_is_held_out_is_not_known(some):
    gone = some.networks[0].group_key
    known = needs_without(some, {gone})
    assert gone not in {network.group_key for network in known.peers.networks}


def test_ranks_count_better_open_roles_only(cases):
    two = replace(cases, open=np.array([[True, True, False]]), hidden=np.array([1]), groups=("a",))
    assert ranks(two, np.array([[0.9, 0.5, 1.0]])).tolist() == [2]
