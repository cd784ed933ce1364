"""data/norms -> norm rosters."""

from pathlib import Path

from pydantic import TypeAdapter

from service.domain.networks import NormRoster
from service.sources.files import read_yaml

_NORM = TypeAdapter(NormRoster)


def read_norms(folder: Path) -> dict[str, NormRoster]:
    """The norm rosters of the folder by key, in the order of their keys; raises DataDamaged."""
    norms = [read_yaml(path, _NORM) for path in sorted(folder.glob("*.yaml"))]
    return {norm.key: norm for norm in sorted(norms, key=lambda norm: norm.key)}
