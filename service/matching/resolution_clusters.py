"""Records that are one organisation, joined into groups."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from service.domain.resolution import Match, Zone


@dataclass(frozen=True)
class Cluster:
    """New records that are one organisation, and the known one that they are, where there is one.

    `representative` is the record that all others match.
    """

    representative: str
    members: tuple[str, ...]
    known: str | None = None


@dataclass(frozen=True)
class Clustering:
    """Groups of new records, and the matches to ask about, among them merges that would join what must stay apart."""

    clusters: tuple[Cluster, ...]
    asked: tuple[Match, ...]


def clusters(matches: Sequence[Match], known: Collection[str]) -> Clustering:
    """The groups that merges make, the surest first; a new record without a merge is in none.

    A group holds at most one known organisation, and each member matches its representative at least as a question: a
    merge that breaks this is asked about.
    """
    known = frozenset(known)
    linked = {frozenset((match.first, match.second)) for match in matches}
    group: dict[str, list[str]] = {}
    asked: list[Match] = []
    for match in sorted(matches, key=lambda match: (-match.score, match.first, match.second)):
        one, other = (group.setdefault(id_, [id_]) for id_ in (match.first, match.second))
        if one is other:
            continue
        joined = None if match.zone is not Zone.MERGE else _joined(one, other, linked, known)
        if joined is None:
            asked.append(replace(match, zone=Zone.ASK))
        else:
            group.update(dict.fromkeys(joined, joined))
    distinct = {id(members): members for members in group.values() if len(members) > 1}
    made = [_cluster(members, known) for members in distinct.values()]
    return Clustering(tuple(sorted(made, key=lambda cluster: cluster.members)), tuple(_between(asked, group)))


def _joined(
    one: list[str], other: list[str], linked: Collection[frozenset[str]], known: Collection[str]
) -> list[str] | None:
    """Both groups as one, the representative first; None where they hold two known ones or do not all match it."""
    if one[0] in known and other[0] in known:
        return None
    first, second = (other, one) if other[0] in known else (one, other)
    if first[0] not in known and (len(second), first[0]) > (len(first), second[0]):
        first, second = second, first
    if all(frozenset((first[0], member)) in linked for member in second):
        return [*first, *second]
    return None


def _cluster(members: Sequence[str], known: Collection[str]) -> Cluster:
    target = members[0] if members[0] in known else None
    return Cluster(members[0], tuple(sorted(member for member in members if member not in known)), target)


def _between(asked: Sequence[Match], group: dict[str, list[str]]) -> list[Match]:
    """The questions that later merges have not answered."""
    return [match for match in asked if group[match.first] is not group[match.second]]
