"""data/demo -> the organisations and networks of the demo region."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.organisations import Organisation
from service.sources.files import read_json_lines

_ORGANISATION = TypeAdapter(Organisation)


def read_demo_organisations(folder: Path) -> list[Organisation]:
    """The organisations of the folder in the order of their file; raises DataDamaged."""
    return [_ORGANISATION.validate_python(row) for row in read_json_lines(folder / "organisations.jsonl")]


def read_demo_networks(folder: Path) -> list[Network]:
    """The networks of the folder with their members; raises DataDamaged."""
    return [_network(row) for row in read_json_lines(folder / "networks.jsonl")]


def _network(row: dict[str, Any]) -> Network:
    profile = NetworkProfile(
        row["name"], row["kind"], row["level"], row["phase"], row["occasion"], tuple(row.get("fields") or ())
    )
    members = tuple(Membership(m["organisation"], m["role"], since=m["since"]) for m in row["members"])
    return Network(row["id"], profile, row["ags"], source=row["source"], memberships=members)
