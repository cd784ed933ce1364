"""Draws from the users' own networks: some members hidden in the directory of their place, with what was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import RecognisedMember
from service.domain.taxonomy import OTHER
from service.matching.pipeline import Knowledge
from service.matching.recognition import stated
from training.candidates import DRAWS, FEWEST_MEMBERS, HIDDEN_SHARE, ranker_of
from training.refit_data import OwnNetwork

Matrix = NDArray[np.float64]


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
    members = [RecognisedMember(one, one, stated(network.seated[one])) for one in sorted(seated)]
    ranker = ranker_of(network.question, members, directory, outside, knowledge)
    outside = outside[directory.roles[outside] != other]
    judged = [row for row in outside if directory.ids[row] in fitting or directory.ids[row] not in network.unjudged]
    labels = np.array([float(directory.ids[row] in fitting) for row in judged])
    return OwnDraw(ranker.values(directory, np.array(judged, dtype=np.int64)), labels)
