"""Labelled pairs of records, the same organisation or not, made of real names and of patterns; places are real."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from service.domain.names import folded
from service.domain.places import canonical
from service.domain.resolution import Contender
from service.sources.files import read_json_lines
from service.sources.peers import read_peers
from training.pair_draws import Draw, Variations
from training.pair_particulars import with_particulars
from training.pairs_apart import APART
from training.pairs_same import SAME

#: Pairs that are made of each kind that is the same, and of each kind that is not.
SAME_OF_A_KIND, APART_OF_A_KIND = 60, 45
#: Kinds of pairs that leave the name as it is.
_KEEPS_NAME = {"as it is", "other town", "namesake"}


@dataclass(frozen=True)
class LabelledPair:
    """Two records, whether they are one organisation, the family of organisations that no fold may split, and by whom."""

    first: Contender
    second: Contender
    same: bool
    family: str
    why: str
    by: str


def read_organisations(data: Path) -> tuple[Contender, ...]:
    """Named members of the peer networks and organisations of the demo, with their town; each name once a town.

    Networks of several places are left out, since nobody knows where a member sits.
    """
    found: dict[tuple[str, str], Contender] = {}
    for network in read_peers(data / "peers" / "networks.jsonl"):
        if " und " in network.municipality or "," in network.municipality:
            continue
        town = network.municipality.removeprefix("Stadt ").removeprefix("Landeshauptstadt ").removeprefix("Hansestadt ")
        for member in network.members:
            if network.ags and len(network.ags) > 4 and not member.group and len(member.name.split()) > 1:
                key = canonical(network.ags)
                found.setdefault((member.name, key), Contender("", member.name, member.role, (key,), town))
    for row in read_json_lines(data / "demo" / "muenchen" / "organisations.jsonl"):
        if row.get("ags") and len(row["ags"]) > 4:
            key = canonical(row["ags"])
            found.setdefault((row["name"], key), Contender("", row["name"], row["role"], (key,), row.get("place")))
    return tuple(contender for _, contender in sorted(found.items()))


def make_pairs(organisations: Sequence[Contender], lists: Variations, seed: int) -> list[LabelledPair]:
    """Pairs of every kind, the same ones for a seed."""
    pairs = []
    for kind, make in {**SAME, **APART}.items():
        draw = Draw(tuple(organisations), lists, Random(f"{seed} {kind}"))
        for _ in range(SAME_OF_A_KIND if kind in SAME else APART_OF_A_KIND):
            first, second = make(draw)
            while second.name == first.name and kind not in _KEEPS_NAME:
                first, second = make(draw)
            first, second = with_particulars(draw, (first, second), kind, kind in SAME)
            pairs.append(LabelledPair(first, second, kind in SAME, folded(first.name), kind, "generated"))
    return pairs


def read_pairs(path: Path) -> Iterator[LabelledPair]:
    """The labelled pairs of a file; raises DataDamaged."""
    for number, row in enumerate(read_json_lines(path)):
        first, second = (
            Contender(**{"id": f"{number}{side}", **row[name], "prefixes": tuple(row[name]["prefixes"])})
            for side, name in (("a", "first"), ("b", "second"))
        )
        yield LabelledPair(first, second, row["same"], row["family"], row["why"], row["by"])
