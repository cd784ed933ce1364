"""The gaps of networks alone: what the whole answer says of them, without the candidates that take most of its time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Gap, Question
from service.domain.networks import Network, NormRoster
from service.matching.bridges import Seats, find_bridges
from service.matching.coverage import count_roles
from service.matching.directory import LocalDirectory
from service.matching.gaps import make_finder
from service.matching.pipeline import chosen_norms, weigh_evidence
from service.resources import Resources
from service.retrieval.snapshot import Snapshot
from service.store.networks import list_networks_overlapping
from service.store.session import reading
from service.usecases.keep_decisions import with_decisions
from service.usecases.who_is_missing import check_question, local_directory, recognise_given


@dataclass(frozen=True)
class Found:
    """Open roles as gaps, most severe first, without candidates, and the norms that apply."""

    gaps: tuple[Gap, ...]
    norms: tuple[NormRoster, ...]


@dataclass(frozen=True)
class Around:
    """What is around a network: the rows of its place in a snapshot, what matching sees of them, networks that overlap."""

    snapshot: Snapshot
    rows: NDArray[np.int64]
    directory: LocalDirectory
    networks: Sequence[Network]


def read_around(resources: Resources, snapshot: Snapshot, ags: str | None) -> Around:
    """What is around the networks of a place."""
    with reading(resources.store) as connection:
        networks = list_networks_overlapping(connection, ags) if ags else []
    rows = snapshot.rows_of_place(ags)
    return Around(snapshot, rows, local_directory(snapshot, rows, ()), networks)


def find_gaps(resources: Resources, question: Question, read: Callable[[str | None], Around]) -> Found:
    """The gaps that `ask` finds, in its order; `read` may keep what it read. Raises InvalidInput as `ask` does."""
    knowledge = resources.knowledge
    checked = check_question(resources, with_decisions(resources, question))
    around = read(checked.ags)
    members = recognise_given(resources, checked.members, around.snapshot, around.rows)
    seated = frozenset(member.organisation_id for member in members if member.organisation_id)
    outside = around.directory.without(seated | checked.exclude)
    counts = count_roles(members, around.directory, outside, knowledge.taxonomy.role_keys)
    norms = chosen_norms(checked, knowledge)
    holes = len(find_bridges(_others(around.networks, checked), seated, around.directory))
    evidence = weigh_evidence(checked, knowledge, counts, norms, holes)
    finder = make_finder(evidence, knowledge.taxonomy, knowledge.register, knowledge.gap_model)
    return Found(tuple(finder.find(checked.ags, checked.gaps)), norms)


def _others(networks: Sequence[Network], question: Question) -> list[Seats]:
    """The seats of the networks around; the network asked about is no evidence of itself."""
    return [
        Seats(one.id, one.profile.name, frozenset(seat.organisation_id for seat in one.memberships))
        for one in networks
        if one.id != question.network_id and one.profile.name != question.network.name
    ]
