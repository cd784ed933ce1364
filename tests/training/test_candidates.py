"""Directories of towns with hidden members."""

from dataclasses import replace

import numpy as np
import pytest

from service.domain.taxonomy import OTHER
from training.candidates import FEWEST_MEMBERS, make_draws, make_towns, named, town_name
from training.crossfit import CrossFit
from training.ranking_fit import fit_ranking, per_draw
from training.sources import knowledge_without, unfitted_needs


class KnownRoles(CrossFit):
    """Reads the recorded role of each name; bakeries are `other`, and renamed members from elsewhere sports clubs."""

    def __init__(self, sources):
        keys = sources.taxonomy.role_keys
        self.column = {m.name: keys.index(m.role) for network in sources.networks for m in network.members}
        self.roles, self.other, self.rest = len(keys), keys.index(OTHER), keys.index("sports_club")

    def probabilities(self, names, group):
        chances = np.full((len(names), self.roles), 0.1 / self.roles, dtype=np.float32)
        found = [self.other if "Bäckerei" in name else self.column.get(name, self.rest) for name in names]
        chances[np.arange(len(names)), found] += 0.9
        return chances


@pytest.fixture(scope="module")
def some(sources):
    return replace(sources, networks=tuple(n for n in sources.networks if n.ags)[:10])


@pytest.fixture(scope="module")
def draws(some):
    towns = make_towns(some.networks, ["Bäckerei Krume {town}"], 1)
    return list(make_draws(towns, knowledge_without(some, (), unfitted_needs()), KnownRoles(some)))


def test_a_town_holds_its_members_and_strangers_of_its_name(some):
    for town in make_towns(some.networks, ["Bäckerei Krume {town}"], 1):
        assert len(set(town.names)) == len(town.names)
        for network, members in town.members:
            assert {town.names[row] for row in members} == set(named(network))
        assert f"Bäckerei Krume {town_name(town.members[0][0].municipality)}" in town.names


def test_hidden_members_are_outside_and_seated_ones_are_not(draws):
    assert draws
    for draw in draws:
        assert len(draw.hidden) + len(draw.seated) >= FEWEST_MEMBERS
        assert not set(draw.seated) & set(draw.names)
        assert draw.hidden <= set(draw.names) | set(draw.strangers)
        assert draw.labels.sum() <= len(draw.hidden)
        assert draw.judged[draw.labels == 1].all()


def test_what_is_recognised_as_other_is_a_stranger(draws):
    assert all(any("Bäckerei" in name for name in draw.strangers) for draw in draws)
    assert not any("Bäckerei" in name for draw in draws for name in draw.names)


def test_a_fitted_ranking_scores_hidden_members_above_others(draws):
    model = fit_ranking(draws)
    assert min(model.weights) >= 0
    scores = np.concatenate([model.scores(draw.values)[draw.judged] for draw in draws])
    labels = np.concatenate([draw.labels[draw.judged] for draw in draws])
    assert scores[labels == 1].mean() > scores[labels == 0].mean()


def test_figures_are_those_of_the_order(draws):
    perfect = per_draw(draws, [draw.labels for draw in draws])
    worst = per_draw(draws, [-draw.labels for draw in draws])
    assert (perfect["ndcg20"] >= worst["ndcg20"]).all()
    whole = [draw.labels.sum() == len(draw.hidden) for draw in draws]
    np.testing.assert_allclose(perfect["ndcg20"][whole], 1.0)


@pytest.mark.parametrize(
    ("municipality", "town"),
    [
        ("Landeshauptstadt München", "München"),
        ("Stadt Singen (Hohentwiel)", "Singen"),
        ("Freiberg, Stadt", "Freiberg"),
        ("Landkreis Kelheim", "Landkreis Kelheim"),
    ],
)
def test_the_name_of_a_town(municipality, town):
    assert town_name(municipality) == town
