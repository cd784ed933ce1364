"""data/peers -> peer networks."""

from pathlib import Path
from typing import Any

from service.domain.networks import NetworkProfile, PeerMember, PeerNetwork
from service.sources.files import read_json_lines


def read_peers(path: Path) -> tuple[PeerNetwork, ...]:
    """The real networks of the file in its order; raises DataDamaged."""
    return tuple(_network(row) for row in read_json_lines(path))


def _network(row: dict[str, Any]) -> PeerNetwork:
    return PeerNetwork(
        id=row["id"],
        profile=NetworkProfile(row["network"], row["kind"], row["level"], row["phase"], row["occasion"]),
        ags=row["ags"],
        municipality=row["municipality"],
        source=row["source"],
        members=tuple(PeerMember(m["name"], m["role"], m["place"], m["group"]) for m in row["members"]),
    )
