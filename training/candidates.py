"""Towns with directories: networks whose hidden members must be found among other towns' members and strangers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Question, RecognisedMember, RoleGuess
from service.domain.networks import PeerNetwork
from service.domain.taxonomy import OTHER
from service.matching.coverage import count_roles
from service.matching.directory import LocalDirectory
from service.matching.gaps import make_finder
from service.matching.pipeline import Knowledge, chosen_norms, make_ranker, weigh_evidence
from service.matching.ranking import Ranker
from service.retrieval.lexical import frequencies, likeness, name_tokens, query_rows, token_rows
from training.crossfit import CrossFit

Matrix = NDArray[np.float64]

DRAWS = 5
HIDDEN_SHARE = 0.3
FEWEST_MEMBERS = 6
#: Networks elsewhere whose members, renamed to the town, stand among the strangers, and how many of each.
_ELSEWHERE, _OF_EACH = 2, 10


@dataclass(frozen=True)
class Town:
    """A directory of one place: the names, and for each network of the place its members' positions."""

    ags: str
    names: tuple[str, ...]
    members: tuple[tuple[PeerNetwork, frozenset[int]], ...]


@dataclass(frozen=True)
class Draw:
    """A network with some of its members hidden; the others of its directory are strangers or unjudged.

    `values` are the ranking features of the organisations outside that hold a role, `labels` 1 for a hidden member,
    `judged` leaves out members of the place's other networks, of whom nobody knows whether they would fit. `strangers`
    are the names outside that were taken for `other`: the service never suggests them.
    """

    network: PeerNetwork
    seated: tuple[str, ...]
    hidden: frozenset[str]
    strangers: tuple[str, ...]
    names: tuple[str, ...]
    roles: NDArray[np.int64]
    values: Matrix
    labels: Matrix
    judged: NDArray[np.bool_]


def make_towns(networks: Sequence[PeerNetwork], strangers: Sequence[str], seed: int) -> list[Town]:
    """The directories of all places that have a network with a key."""
    placed = [network for network in networks if network.ags]
    return [_town(ags, placed, strangers, seed) for ags in sorted({network.ags or "" for network in placed})]


def _town(ags: str, networks: Sequence[PeerNetwork], strangers: Sequence[str], seed: int) -> Town:
    own = [network for network in networks if network.ags == ags]
    town, rng = town_name(own[0].municipality), Random(f"{seed}-{ags}")
    names = list(dict.fromkeys(name for network in own for name in named(network)))
    names += [line.replace("{town}", town) for line in strangers]
    others = [n for n in networks if n.ags != ags and n.profile.kind != own[0].profile.kind]
    for other in rng.sample(others, min(_ELSEWHERE, len(others))):
        theirs = town_name(other.municipality)
        names += [name.replace(theirs, town) for name in named(other)[:_OF_EACH] if theirs in name]
    names = list(dict.fromkeys(names))
    members = tuple((network, frozenset(names.index(name) for name in named(network))) for network in own)
    return Town(ags, tuple(names), members)


def named(network: PeerNetwork) -> list[str]:
    """The organisations among the members, without groups and without those of no role."""
    return list(dict.fromkeys(m.name for m in network.members if not m.group and m.role != OTHER))


def town_name(municipality: str) -> str:
    """The name of a place as it stands in names of organisations."""
    town = municipality.split(",")[0].split("(")[0].strip()
    for word in (
        "Große Kreisstadt",
        "Kreisfreie Stadt",
        "Landeshauptstadt",
        "Universitätsstadt",
        "Hansestadt",
        "Stadt",
    ):
        town = town.removeprefix(word + " ")
    return town


def make_draws(
    towns: Sequence[Town], knowledge: Knowledge, recogniser: CrossFit, described: bool = False
) -> Iterator[Draw]:
    """Five draws of each network that has enough members; `described` organisations have a profile besides the name."""
    for town in towns:
        chances = recogniser.probabilities(town.names, town.ags[:5])
        directory = directory_of(town.names, chances, town.ags, described)
        for network, members in town.members:
            if len(members) >= FEWEST_MEMBERS:
                for number in range(DRAWS):
                    yield _draw(town, network, members, number, directory, knowledge)


def _draw(
    town: Town,
    network: PeerNetwork,
    members: frozenset[int],
    number: int,
    directory: LocalDirectory,
    knowledge: Knowledge,
) -> Draw:
    size = max(2, round(len(members) * HIDDEN_SHARE))
    hidden = set(Random(f"{network.id}-{number}").sample(sorted(members), size))
    seated = members - hidden
    keys = knowledge.taxonomy.role_keys
    present = [recorded(directory, row, keys) for row in sorted(seated)]
    outside = np.array(
        [row for row in range(len(town.names)) if row not in seated and keys[directory.roles[row]] != OTHER]
    )
    question = Question(network.ags, network.profile, ())
    ranker = ranker_of(question, present, directory, outside, knowledge)
    others = {row for _, found in town.members for row in found} - members
    return Draw(
        network,
        tuple(town.names[row] for row in sorted(seated)),
        frozenset(town.names[row] for row in hidden),
        tuple(town.names[row] for row in sorted(set(range(len(town.names))) - seated - others - set(outside.tolist()))),
        tuple(town.names[row] for row in outside),
        directory.roles[outside].astype(np.int64),
        ranker.values(directory, outside),
        np.array([float(row in hidden) for row in outside]),
        np.array([row not in others for row in outside]),
    )


def ranker_of(
    question: Question,
    members: Sequence[RecognisedMember],
    directory: LocalDirectory,
    outside: NDArray[np.int64],
    knowledge: Knowledge,
) -> Ranker:
    """The ranker that serves a network with these members; no stored network is around."""
    counts = count_roles(members, directory, outside, knowledge.taxonomy.role_keys)
    evidence = weigh_evidence(question, knowledge, counts, chosen_norms(question, knowledge), 0)
    finder = make_finder(evidence, knowledge.taxonomy, knowledge.register, knowledge.gap_model)
    seated = frozenset(member.organisation_id for member in members if member.organisation_id)
    return make_ranker(question, knowledge, finder, seated)


def recorded(directory: LocalDirectory, row: int, keys: Sequence[str]) -> RecognisedMember:
    """A member by id: it holds the role that the directory records."""
    guess = RoleGuess(keys[directory.roles[row]], float(directory.confidences[row]))
    return RecognisedMember(directory.names[row], directory.ids[row], (guess,))


def directory_of(names: Sequence[str], chances: NDArray[np.float32], ags: str, described: bool) -> LocalDirectory:
    """Names with recognised roles as the directory of a place."""
    n, rows = len(names), token_rows(name_tokens(name) for name in names)
    found_in = frequencies(rows)

    def name_likeness(texts: Sequence[str]) -> NDArray[np.float32]:
        return likeness(rows, query_rows([name_tokens(text) for text in texts], found_in, n))

    nothing = np.zeros(n, dtype=np.bool_)
    return LocalDirectory(
        ids=[f"{number:05d}" for number in range(n)],
        names=names,
        roles=chances.argmax(axis=1).astype(np.int16),
        confidences=chances.max(axis=1),
        volunteer=nothing,
        described=np.full(n, described),
        unverified=nothing,
        prefixes=[(ags,)] * n,
        facets=[()] * n,
        name_likeness=name_likeness,
    )
