"""Draws from the users' own networks: some members hidden in the directory of their place, with what was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import RecognisedMember
from service.domain.taxonomy import OTHER
from service.matching.coverage import count_roles
from service.matching.gaps import make_finder
from service.matching.pipeline import Knowledge, chosen_norms, make_ranker, weigh_evidence
from service.matching.ranking import Ranker
from service.matching.recognition import stated
from training.candidates import DRAWS, FEWEST_MEMBERS, HIDDEN_SHARE
from training.refit_data import OwnNetwork

Matrix = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class OwnDraw:
    """The organisations outside a network of whom it is known whether they fit: ranking features, and 1 where they do."""

    values: Matrix
    labels: Matrix


def own_draws(networks: Sequence[OwnNetwork], knowledge: Knowledge) -> list[OwnDraw]:
    """All draws of the networks; a small network is drawn once, without hiding anybody, where it invited somebody."""
    return [draw for network in networks for draw in _draws_of(network, knowledge)]


def _draws_of(network: OwnNetwork, knowledge: Knowledge) -> Iterator[OwnDraw]:
    local = sorted(network.seated.keys() & network.directory.position.keys())
    if len(local) >= FEWEST_MEMBERS:
        size = max(2, round(len(local) * HIDDEN_SHARE))
        for number in range(DRAWS):
            yield _draw(network, frozenset(Random(f"{network.peer.id}-{number}").sample(local, size)), knowledge)
    elif network.invited:
        yield _draw(network, frozenset(), knowledge)


def _draw(network: OwnNetwork, hidden: frozenset[str], knowledge: Knowledge) -> OwnDraw:
    """Hidden members and those to invite fit; those that were declined and strangers do not."""
    directory, other = network.directory, knowledge.taxonomy.role_keys.index(OTHER)
    fitting = hidden | network.invited.keys()
    seated = frozenset(network.seated) - hidden
    outside = directory.without(seated)
    ranker = _ranker(network, seated, outside, knowledge)
    outside = outside[directory.roles[outside] != other]
    judged = [row for row in outside if directory.ids[row] in fitting or directory.ids[row] not in network.unjudged]
    labels = np.array([float(directory.ids[row] in fitting) for row in judged])
    return OwnDraw(ranker.values(directory, np.array(judged, dtype=np.int64)), labels)


def _ranker(network: OwnNetwork, seated: frozenset[str], outside: Rows, knowledge: Knowledge) -> Ranker:
    """The ranker that serves the network with these members."""
    members = [RecognisedMember(one, one, stated(network.seated[one])) for one in sorted(seated)]
    counts = count_roles(members, network.directory, outside, knowledge.taxonomy.role_keys)
    norms = chosen_norms(network.question, knowledge)
    evidence = weigh_evidence(network.question, knowledge, counts, norms, 0)
    finder = make_finder(evidence, knowledge.taxonomy, knowledge.register, knowledge.gap_model)
    return make_ranker(network.question, knowledge, finder, seated)
