"""Models refitted to networks of one's own: what they learn, how they are judged, what is written and taken back."""

import json
from dataclasses import replace

import numpy as np
import pytest

from service.domain.answers import Question
from service.domain.taxonomy import OTHER
from service.matching.additive import AdditiveModel
from service.matching.ranking import RANKING_FEATURES
from service.model_files import read_gap_model, read_ranking_model
from training.candidates import FEWEST_MEMBERS, directory_of, named
from training.needs import SET_BY_DESIGN, fit_needs, hidden_roles, make_cases
from training.ranking_fit import SET_BY_DESIGN as RANKING_BY_DESIGN
from training.refit import Judgement, Outcome, find_members, find_roles, judged, refit_models, split
from training.refit_data import OwnNetwork
from training.refit_draws import own_draws
from training.refit_fit import learn_gaps, learn_ranking, own_cases
from training.refit_folder import undo_refit, write_refit
from training.sources import knowledge_without, unfitted_needs

KREIS = "09562"


def own_network(peer, others, taxonomy) -> OwnNetwork:
    """A peer network as if it were stored: its members and some strangers are the directory of its place."""
    roles = {member.name: member.role for one in (*others, peer) for member in one.members}
    names = list(dict.fromkeys([*named(peer), *(name for one in others for name in named(one)[:6])]))
    chances = np.zeros((len(names), len(taxonomy.roles)), dtype=np.float32)
    chances[np.arange(len(names)), [taxonomy.role_keys.index(roles[name]) for name in names]] = 0.9
    directory = directory_of(names, chances, peer.ags, True)
    seated = {directory.ids[names.index(member.name)]: member.role for member in peer.members if member.name in names}
    question = Question(peer.ags, peer.profile, (), network_id=peer.id)
    return OwnNetwork(peer, question, seated, {}, frozenset(), directory)


@pytest.fixture(scope="module")
def placed(sources):
    return [n for n in sources.networks if n.ags and hidden_roles(n) and FEWEST_MEMBERS <= len(named(n)) <= 14]


@pytest.fixture(scope="module")
def shipped(sources, placed):
    """A model of ten networks, with a ranking that knows next to nothing."""
    some = replace(sources, networks=tuple(placed[:10]))
    known = knowledge_without(some, (), unfitted_needs())
    gaps = replace(known.gap_model, name="shipped", model=fit_needs(make_cases(some.networks, known)), floor=0.01)
    weak = AdditiveModel(RANKING_FEATURES, tuple(RANKING_BY_DESIGN.get(n, 0.1) for n in RANKING_FEATURES), -1.0)
    return replace(known, gap_model=gaps, ranking_model=replace(known.ranking_model, name="shipped", model=weak))


@pytest.fixture(scope="module")
def own(placed, taxonomy):
    return [own_network(peer, placed[:3], taxonomy) for peer in placed[10:16]]


@pytest.fixture(scope="module")
def refit(own, shipped, small):
    return refit_models(own, shipped, small)


def in_one_kreis(networks):
    return [replace(n, peer=replace(n.peer, ags=KREIS), question=replace(n.question, ags=KREIS)) for n in networks]


def test_no_kreis_stands_on_both_sides_and_each_network_is_judged_once(own, small):
    folds = split([*own, *own[:2]], small)
    for seen, unseen in folds:
        assert not {n.peer.group_key for n in seen} & {n.peer.group_key for n in unseen}
    assert sorted(n.peer.id for _, unseen in folds for n in unseen) == sorted(n.peer.id for n in [*own, *own[:2]])


def test_networks_of_one_kreis_are_split_one_by_one(own, small):
    folds = split(in_one_kreis(own), small)
    assert len(folds) == small.folds
    assert all(seen and unseen for seen, unseen in folds)


def test_learning_keeps_designed_weights_and_lets_none_fall_below_zero(own, shipped):
    known = learn_ranking(own, learn_gaps(own, shipped))
    for model, designed in ((known.gap_model.model, SET_BY_DESIGN), (known.ranking_model.model, RANKING_BY_DESIGN)):
        weights = dict(zip(model.features, model.weights, strict=True))
        assert {name: weights[name] for name in designed} == designed
        assert min(model.weights) >= 0


def test_own_networks_become_peers_where_their_kreis_is_known(own, shipped):
    landwide = replace(own[0], peer=replace(own[0].peer, ags=own[0].peer.ags[:2]))
    known = learn_gaps([landwide, *own[1:]], shipped)
    assert known.gap_model.networks == tuple(network.peer for network in own[1:])
    assert known.peers.networks == (*shipped.peers.networks, *known.gap_model.networks)
    assert shipped.gap_model.networks == ()


def test_a_network_is_no_evidence_of_itself(own, shipped):
    common = [own_cases(own[:1], known).values[:, :, 0] for known in (learn_gaps(own[:1], shipped), shipped)]
    assert np.array_equal(*common)


def test_a_role_to_invite_is_one_more_hidden_role_unless_somebody_holds_it(own, shipped, taxonomy):
    network = own[0]
    missing = next(role for role in taxonomy.role_keys if role not in network.peer.role_counts and role != OTHER)
    held = next(iter(network.seated.values()))
    invited = {network.directory.ids[-1]: missing, network.directory.ids[-2]: held, "x": OTHER}
    cases = own_cases([replace(network, invited=invited)], shipped)
    assert len(cases.hidden) == len(hidden_roles(network.peer)) + 1
    assert taxonomy.role_keys[cases.hidden[-1]] == missing


def test_a_draw_hides_members_and_judges_only_those_of_whom_something_is_known(own, shipped):
    network = own[0]
    strangers = [one for one in network.directory.ids if one not in network.seated]
    plain = own_draws([network], shipped)
    put_off = own_draws([replace(network, unjudged=frozenset(strangers[:2]))], shipped)
    invited = own_draws([replace(network, invited={strangers[0]: "church"}, unjudged=frozenset(strangers))], shipped)
    for draw, fewer, decided in zip(plain, put_off, invited, strict=True):
        assert 0 < draw.labels.sum() < len(draw.labels)
        assert (len(draw.labels) - len(fewer.labels), draw.labels.sum() - fewer.labels.sum()) == (2, 0)
        assert decided.labels.all()
        assert len(decided.labels) == draw.labels.sum() + 1


def test_a_network_with_few_local_members_is_drawn_only_where_it_invited_somebody(own, shipped):
    few = replace(own[0], seated=dict(list(own[0].seated.items())[: FEWEST_MEMBERS - 1]))
    stranger = next(one for one in few.directory.ids if one not in own[0].seated)
    assert own_draws([few], shipped) == []
    (draw,) = own_draws([replace(few, invited={stranger: "church"})], shipped)
    assert draw.labels.sum() == 1
    assert learn_ranking([few], shipped) is shipped


def test_means_of_log_probabilities_and_reciprocal_ranks_are_told():
    found = judged([(-1.0, 1), (-2.0, 4)])
    assert (found.log_likelihood, found.mrr) == (-1.5, 0.625)


def test_what_is_found_first_has_rank_one(own, shipped):
    for find in (find_roles, find_members):
        found = find(own[:2], shipped)
        assert all(chance <= 0 and rank >= 1 for chance, rank in found)
        assert any(rank == 1 for _, rank in found)


def test_a_ranking_that_knows_little_learns_from_own_networks(refit):
    gaps, ranking = refit.outcomes
    assert (gaps.artefact, ranking.artefact) == ("gaps", "ranking")
    assert ranking.accepted
    assert ranking.refitted.log_likelihood > ranking.shipped.log_likelihood
    assert "ranking" in refit.accepted


def test_the_same_networks_make_the_same_models(refit, own, shipped, small):
    again = refit_models(own, shipped, small)
    assert again.outcomes == refit.outcomes
    assert again.knowledge.gap_model == refit.knowledge.gap_model
    assert again.knowledge.ranking_model == refit.knowledge.ranking_model


def test_a_model_is_refused_where_the_shipped_one_fits_better(own, shipped, small):
    """The shipped model is the best one of just these cases, so that whatever is learned from some of them is worse."""
    bare = [replace(network, seated={}) for network in in_one_kreis(own)]
    best = replace(shipped, gap_model=replace(shipped.gap_model, model=fit_needs(own_cases(bare, shipped), 1e-6)))
    refit = refit_models(bare, best, small)
    assert [outcome.artefact for outcome in refit.outcomes] == ["gaps"]
    assert refit.accepted == ()
    assert refit.knowledge is best


def taking_all(refit):
    """The refit as if every artefact had been no worse."""
    even = Judgement(-1.0, 0.5)
    return replace(refit, outcomes=tuple(Outcome(o.artefact, o.cases, even, even) for o in refit.outcomes))


def test_what_is_written_is_what_serves(refit, own, shipped, taxonomy, tmp_path):
    known = learn_ranking(own, learn_gaps(own, shipped))
    versions = write_refit(taking_all(replace(refit, knowledge=known)), tmp_path, {"seed": 1})
    assert json.loads((tmp_path / "current.json").read_text()) == versions
    gaps, ranking = read_gap_model(tmp_path, None, taxonomy.role_keys), read_ranking_model(tmp_path)
    assert replace(gaps, name="shipped", networks=()) == replace(known.gap_model, networks=())
    assert [(n.id, n.group_key, n.members) for n in gaps.networks] == [
        (n.peer.id, n.peer.group_key, n.peer.members) for n in own
    ]
    assert replace(ranking, name="shipped") == known.ranking_model


def test_a_folder_tells_where_it_comes_from(refit, tmp_path):
    versions = write_refit(taking_all(refit), tmp_path, {"seed": 1, "networks": 6})
    for artefact in ("gaps", "ranking"):
        folder = tmp_path / artefact / versions[artefact]
        manifest = json.loads((folder / "manifest.json").read_text())
        assert (manifest["refitted_from"], manifest["networks"]) == ("shipped", 6)
        metrics = json.loads((folder / "metrics.json").read_text())
        assert {"cases", "log_likelihood", "mrr", "shipped_log_likelihood", "shipped_mrr"} == metrics.keys()
        assert all(name in (folder / "README.md").read_text() for name in metrics)


def test_writing_twice_gives_the_same_folder_and_a_later_refit_replaces_it(refit, tmp_path):
    first = write_refit(taking_all(refit), tmp_path, {})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert write_refit(taking_all(refit), tmp_path, {}) == first
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    less = replace(taking_all(refit), outcomes=taking_all(refit).outcomes[1:])
    assert write_refit(less, tmp_path, {}).keys() == {"ranking"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current.json", "ranking"]


@pytest.mark.parametrize(
    ("current", "left"), [('{"other": "1"}', {"current.json": '{\n "other": "1"\n}\n'}), ("[broken", {})]
)
def test_undoing_removes_the_refitted_artefacts_alone(refit, tmp_path, current, left):
    assert not undo_refit(tmp_path)
    (tmp_path / "current.json").write_text(current)
    write_refit(taking_all(refit), tmp_path, {})
    assert undo_refit(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == left
