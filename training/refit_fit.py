"""Gap and ranking model refitted to the users' own networks: what is known after them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.domain.taxonomy import OTHER
from service.matching.gaps import GapModel
from service.matching.pipeline import Knowledge, compare_with
from service.matching.ranking import RANKING_FEATURES
from training.logistic import fit_logistic
from training.needs import Cases, case_of, fit_needs, hidden_roles, make_cases, stack_cases
from training.ranking_fit import BELOW_FLOOR, SET_BY_DESIGN
from training.refit_data import OwnNetwork
from training.refit_draws import own_draws

Networks = Sequence[OwnNetwork]

#: How strongly weights are held to the shipped ones: about as much as the shipped cases tell of a weight. Weaker ridges
#: lost likelihood where peer networks were held out as if they were the users' own.
RIDGE = 100.0
#: Digits of the key of a Kreis.
_KREIS = 5


def learn_gaps(networks: Networks, known: Knowledge) -> Knowledge:
    """What is known after these networks: they are peers now, and the gap model is fitted to them.

    One whose Kreis is not known is no peer: it would be compared with itself.
    """
    peers = tuple(network.peer for network in networks if len(network.peer.ags or "") >= _KREIS)
    compared = _with_gap_model(known, replace(known.gap_model, networks=peers))
    model = fit_needs(own_cases(networks, compared), RIDGE, known.gap_model.model)
    return replace(compared, gap_model=replace(compared.gap_model, model=model))


def _with_gap_model(known: Knowledge, model: GapModel) -> Knowledge:
    space, archetypes = known.peers.space, known.archetypes.archetypes
    peers, usual = compare_with(known.peers.networks, archetypes, known.taxonomy.role_keys, space.words, model)
    return replace(known, peers=peers, archetypes=usual, gap_model=model)


def learn_ranking(networks: Networks, known: Knowledge) -> Knowledge:
    """What is known after these networks: the ranking model is fitted to their draws; the same where there are none."""
    draws = own_draws(networks, known)
    if not draws:
        return known
    values, labels = np.concatenate([one.values for one in draws]), np.concatenate([one.labels for one in draws])
    model = fit_logistic(values, labels, RANKING_FEATURES, SET_BY_DESIGN, RIDGE, known.ranking_model.model)
    return replace(known, ranking_model=replace(known.ranking_model, model=model))


def own_cases(networks: Networks, known: Knowledge) -> Cases:
    """Each role of each network hidden in turn, and the open roles of those whom it decided to invite."""
    return stack_cases(
        case_of(network.peer, role, known)
        for network in networks
        for role in (*hidden_roles(network.peer), *invited_roles(network))
    )


def invited_roles(network: OwnNetwork) -> list[str]:
    """Roles that nobody in the network holds and for which it decided to invite somebody."""
    return sorted(set(network.invited.values()) - network.peer.role_counts.keys() - {OTHER})


def with_floors(known: Knowledge, networks: Networks, shipped: Knowledge) -> Knowledge:
    """The floors set as in training: what nine of ten hidden roles, and nine of ten hidden members, reach.

    Hidden roles of the shipped peers count too: the roles of a few networks say little of a tenth of them.
    """
    cases = [make_cases(shipped.peers.networks, known), own_cases(networks, known)]
    needs = known.gap_model.model
    reached = [needs.scores(case.values[np.arange(len(case.hidden)), case.hidden]) for case in cases]
    gaps = replace(known.gap_model, floor=_quantile(np.concatenate(reached), 0.1))
    found = [known.ranking_model.model.scores(draw.values[draw.labels == 1]) for draw in own_draws(networks, known)]
    members = np.concatenate([*found, np.zeros(0)])
    floor = _quantile(members, BELOW_FLOOR) if len(members) else known.ranking_model.floor
    return replace(known, gap_model=gaps, ranking_model=replace(known.ranking_model, floor=floor))


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return round(float(np.quantile(values, share)), 6)
