"""Evaluation of needs: at which rank is a hidden role, or one on record as missing, named."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.domain.networks import NetworkProfile, PeerMember, PeerNetwork
from service.domain.taxonomy import OTHER
from service.matching.pipeline import Knowledge
from service.sources.files import read_json_lines
from training.baselines import co_members, ease, popular_roles
from training.crossfit import CrossFit
from training.measures import by_slice, equal_bins_error, interval
from training.needs import hidden_roles, needs_without, values_of
from training.report import Figure, Section
from training.sources import Sources

Matrix = NDArray[np.float64]
Scorer = Callable[[PeerNetwork, Matrix], Matrix]

HIDDEN_GOALS = {"MRR": 0.40, "hit@5": 0.58}
NAMED_GOALS = {"MRR": 0.42, "hit@5": 0.60}
RECORDED_GOALS = {"MRR": 0.35, "hit@10": 0.75}
BASELINES = {"role popularity": popular_roles, "co-membership kNN": co_members, "EASE": ease}


@dataclass(frozen=True)
class Case:
    """A network as it was asked about: the members that were present by role, and the role that was missing."""

    network: PeerNetwork
    present: Matrix
    missing: str


@dataclass(frozen=True)
class RecordedCase:
    """A network of which it is on record who was missing or was added later."""

    network: PeerNetwork
    missing: frozenset[str]


def evaluate_hidden(sources: Sources, recogniser: CrossFit, names_only: bool) -> Section:
    """Each role of each network with five or more hidden in turn, with all its members."""
    cases = [case for network in sources.networks for case in hidden_cases(network, sources, recogniser, names_only)]
    title = "Hidden role named, names only" if names_only else "Hidden role named, roles given"
    about = (
        f"{len(cases)} roles of {len({c.network.id for c in cases})} real networks, each hidden with all its members; "
    )
    about += "members known by name alone" if names_only else "the members' roles are given: the gap model alone"
    goals = HIDDEN_GOALS if names_only else NAMED_GOALS
    return _section(title, about + ".", cases, (sources, recogniser), goals)


def evaluate_recorded(sources: Sources, recogniser: CrossFit, path: Path) -> Section:
    """Real cases in which it is on record who was missing; present members are known by name alone."""
    cases = []
    for recorded in read_recorded_cases(path):
        present = _present(recorded.network, recorded.network.members, recogniser, True)
        held = {member.role for member in recorded.network.members} | {OTHER}
        cases += [Case(recorded.network, present, role) for role in sorted(recorded.missing - held)]
    about = (
        f"{len(cases)} roles on record as missing or added later ({path.stem}); only roles that nobody present holds."
    )
    return _section("On record as missing", about, cases, (sources, recogniser), RECORDED_GOALS)


def read_recorded_cases(path: Path) -> list[RecordedCase]:
    """The recorded cases of the file."""
    cases = []
    for row in read_json_lines(path):
        profile = NetworkProfile(row["network"], row["kind"], row["level"], row["phase"], row["occasion"])
        members = tuple(PeerMember(member["name"], member["role"]) for member in row["present"])
        network = PeerNetwork(row["id"], profile, row["ags"], row["municipality"], row["source"], members)
        cases.append(RecordedCase(network, frozenset(member["role"] for member in row["missing"])))
    return cases


def hidden_cases(network: PeerNetwork, sources: Sources, recogniser: CrossFit, names_only: bool) -> Iterator[Case]:
    """The cases of one network."""
    for role in hidden_roles(network):
        kept = [member for member in network.members if member.role != role]
        yield Case(network, _present(network, kept, recogniser, names_only), role)


def _present(network: PeerNetwork, members: Sequence[PeerMember], recogniser: CrossFit, names_only: bool) -> Matrix:
    keys = recogniser.models[0].role_keys
    present = np.zeros(len(keys))
    if names_only and members:
        told = recogniser.recognise([member.name for member in members], network.group_key)
        for one in told:
            present[keys.index(one.role)] += one.confidence > 0
    else:
        for member in members:
            present[keys.index(member.role)] += 1
    return present


def _section(
    title: str, about: str, cases: Sequence[Case], known: tuple[Sources, CrossFit], goals: Mapping[str, float]
) -> Section:
    sources, recogniser = known
    scorers = {"Wer fehlt?": service_scorer(sources, recogniser)}
    scorers |= {name: baseline_scorer(sources, baseline) for name, baseline in BASELINES.items()}
    found = {name: _ranks(cases, scorer, sources) for name, scorer in scorers.items()}
    own = 1 / found["Wer fehlt?"]
    slices = {
        "role (MRR)": by_slice(own, [case.missing for case in cases], fewest=5),
        "kind of network (MRR)": by_slice(own, [case.network.profile.kind or "unknown" for case in cases], fewest=5),
        "size of the place (MRR)": by_slice(own, [size_of(case.network, sources) for case in cases]),
    }
    figures = {name: rank_figures(ranks, [case.network.id for case in cases]) for name, ranks in found.items()}
    if title.startswith("Hidden"):
        figures["Wer fehlt?"]["calibration error"] = Figure(_severity_error(cases, scorers["Wer fehlt?"], sources))
        goals = {**goals, "calibration error": 0.05}
    return Section(title, about, figures, goals, slices)


def service_scorer(sources: Sources, recogniser: CrossFit) -> Scorer:
    """Severities by a gap model and peers that do not know the fold of the network's Kreis."""

    @cache
    def knowledge_of(fold: int) -> Knowledge:
        return needs_without(sources, {group for group, of in recogniser.fold_of.items() if of == fold})

    def score(network: PeerNetwork, present: Matrix) -> Matrix:
        knowledge = knowledge_of(recogniser.fold_of.get(network.group_key, 0))
        return knowledge.gap_model.model.scores(values_of(network, present, knowledge))

    return score


def baseline_scorer(sources: Sources, baseline: Callable[[Matrix, Matrix], Matrix]) -> Scorer:
    """A baseline that knows the networks of other Kreise."""
    keys = sources.taxonomy.role_keys
    held = np.array([[float(network.role_counts[key] > 0) for key in keys] for network in sources.networks])
    groups = np.array([network.group_key for network in sources.networks])
    return lambda network, present: baseline(held[groups != network.group_key], present)


def _open(present: Matrix, sources: Sources) -> NDArray[np.bool_]:
    open_: NDArray[np.bool_] = present == 0
    open_[sources.taxonomy.role_keys.index(OTHER)] = False
    return open_


def _ranks(cases: Sequence[Case], scorer: Scorer, sources: Sources) -> Matrix:
    """The rank of each missing role among the open ones, in the middle of equal scores; infinite where it seems held."""
    ranks = []
    for case in cases:
        scores, open_ = scorer(case.network, case.present), _open(case.present, sources)
        missing = sources.taxonomy.role_keys.index(case.missing)
        before, level = (scores[open_] > scores[missing]).sum(), (scores[open_] == scores[missing]).sum()
        ranks.append(before + (level + 1) / 2 if open_[missing] else np.inf)
    return np.array(ranks)


def _severity_error(cases: Sequence[Case], scorer: Scorer, sources: Sources) -> float:
    scores, labels = [], []
    for case in cases:
        open_ = np.flatnonzero(_open(case.present, sources))
        scores.append(scorer(case.network, case.present)[open_])
        labels.append((open_ == sources.taxonomy.role_keys.index(case.missing)).astype(float))
    return equal_bins_error(np.concatenate(scores), np.concatenate(labels))


def rank_figures(ranks: Matrix, groups: Sequence[str]) -> dict[str, Figure]:
    """Mean reciprocal rank and hits."""
    figures = {"MRR": Figure(float((1 / ranks).mean()), *interval(1 / ranks, groups))}
    for k in (5, 10):
        hits = (ranks <= k).astype(float)
        figures[f"hit@{k}"] = Figure(float(hits.mean()), *interval(hits, groups))
    return figures


def size_of(network: PeerNetwork, sources: Sources) -> str:
    """The size of the network's place by inhabitants."""
    if not network.ags:
        return "several Kreise or a Land"
    people = sources.register.place(network.ags).population or 0
    if not people:
        return "town outside the register of towns"
    return "under 50,000" if people < 50_000 else "50,000 to 200,000" if people < 200_000 else "over 200,000"
