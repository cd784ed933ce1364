"""data/peers -> peer networks."""

from collections import Counter
from pathlib import Path
from typing import Any

from service.domain.networks import NetworkProfile, PeerNetwork
from service.sources.files import read_json_lines


def read_peers(path: Path) -> tuple[PeerNetwork, ...]:
    """The real networks of the file in its order; raises DataDamaged."""
    return tuple(_network(row) for row in read_json_lines(path))


def _network(row: dict[str, Any]) -> PeerNetwork:
    counts = Counter(member["role"] for member in row["members"])
    return PeerNetwork(
        id=row["id"],
        profile=NetworkProfile(row["network"], row["kind"], row["level"], row["phase"], row["occasion"]),
        ags=row["ags"],
        municipality=row["municipality"],
        source=row["source"],
        role_counts=tuple(sorted(counts.items())),
    )
