"""The peer networks: schema, references, and no data about persons."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[2] / "data"
TEXT = (DATA / "peers" / "networks.jsonl").read_text(encoding="utf-8")
NETWORKS: list[dict[str, Any]] = [json.loads(line) for line in TEXT.splitlines()]
FIELDS = "id network municipality state ags level kind occasion phase year source complete members".split()
PERSON = re.compile(r"\b(?:Herr|Frau|Dr\.|Prof\.) [A-ZÄÖÜ]|\S@\S")


def vocabulary(name: str) -> set[str]:
    return {entry["key"] for entry in yaml.safe_load((DATA / "taxonomy" / f"{name}.yaml").read_text(encoding="utf-8"))}


def test_all_networks_are_there_once_in_order() -> None:
    ids = [network["id"] for network in NETWORKS]
    assert len(ids) == 86
    assert ids == sorted(set(ids))
    assert unicodedata.is_normalized("NFC", TEXT)


def test_networks_have_exactly_the_described_fields() -> None:
    for network in NETWORKS:
        assert list(network) == FIELDS
        assert all(network[field] for field in ("network", "municipality", "state", "occasion"))
        assert network["source"].startswith(("http://", "https://"))
        assert isinstance(network["complete"], bool)
        assert network["year"] is None or 1990 <= network["year"] <= 2025


def test_networks_use_the_vocabularies() -> None:
    kinds, levels, phases = vocabulary("kinds"), vocabulary("levels"), vocabulary("phases")
    for network in NETWORKS:
        assert network["kind"] in kinds
        assert network["level"] in levels
        assert network["phase"] is None or network["phase"] in phases


def test_places_are_kreise_or_municipalities() -> None:
    lines = (DATA / "register" / "districts.csv").read_text(encoding="utf-8").splitlines()[1:]
    districts = {line[:5] for line in lines}
    for network in NETWORKS:
        ags = network["ags"]
        assert ags is None or (re.fullmatch(r"[0-9]{5}([0-9]{3})?", ags) and ags[:5] in districts)


def test_members_have_name_role_place_and_group_only() -> None:
    roles = vocabulary("roles")
    for network in NETWORKS:
        assert len(network["members"]) >= 5
        for member in network["members"]:
            assert list(member) == ["name", "role", "place", "group"]
            assert member["name"].strip()
            assert member["role"] in roles
            assert member["place"] is None or member["place"]
            assert isinstance(member["group"], bool)


def test_groups_are_a_small_part_of_the_members() -> None:
    members = [member for network in NETWORKS for member in network["members"]]
    assert len(members) == 1002
    assert sum(member["group"] for member in members) == 42


def test_no_person_is_named() -> None:
    assert not PERSON.search(TEXT)
