"""The demo region: schema, references, sources, and no data about persons."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).parents[2] / "data"
DEMO = DATA / "demo" / "muenchen"
REQUIRED = {"id", "name", "role", "ags", "catchment", "place", "state", "source", "verified_on"}
OPTIONAL = {"description", "languages", "topics", "audiences", "denomination", "origins", "staffing", "legal_form"}
NETWORK = ["id", "name", "ags", "kind", "level", "phase", "occasion", "fields", "source", "members"]
GENERAL_KNOWLEDGE = "general knowledge"


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DEMO / name).read_text(encoding="utf-8").splitlines()]


def vocabulary(name: str) -> set[str]:
    return {entry["key"] for entry in yaml.safe_load((DATA / "taxonomy" / f"{name}.yaml").read_text(encoding="utf-8"))}


ORGANISATIONS = lines("organisations.jsonl")
NETWORKS = lines("networks.jsonl")


@pytest.mark.parametrize("rows", [ORGANISATIONS, NETWORKS], ids=["organisations", "networks"])
def test_ids_are_unique_sorted_slugs(rows: list[dict[str, Any]]) -> None:
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"muc(-[a-z0-9]+)+", each) for each in ids)


@pytest.mark.parametrize("name", ["organisations.jsonl", "networks.jsonl"])
def test_files_are_nfc_without_contacts(name: str) -> None:
    text = (DEMO / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "@" not in text
    assert not re.search(r"\b(?:Herr|Frau|Dr\.|Prof\.) [A-ZÄÖÜ]|\+49|\b089[ /]", text)


def test_organisations_have_described_fields_only() -> None:
    for organisation in ORGANISATIONS:
        assert REQUIRED <= set(organisation) <= REQUIRED | OPTIONAL
        assert organisation.get("staffing", "paid") in {"paid", "volunteer", "mixed"}
        for field in ("catchment", "languages", "topics", "audiences", "origins"):
            values = organisation.get(field, ["-"])
            assert values
            assert values == sorted(set(values))


def test_each_organisation_stands_once() -> None:
    names = [re.sub(r"\W|e\.\s?V\.", "", organisation["name"]).casefold() for organisation in ORGANISATIONS]
    assert len(names) == len(set(names))


def test_organisations_use_the_vocabularies() -> None:
    roles, audiences, languages = vocabulary("roles"), vocabulary("audiences"), vocabulary("languages")
    for organisation in ORGANISATIONS:
        assert organisation["role"] in roles
        assert set(organisation.get("audiences", [])) <= audiences
        assert set(organisation.get("languages", [])) <= languages


def test_every_organisation_serves_muenchen() -> None:
    for organisation in ORGANISATIONS:
        seat = organisation["ags"]
        assert seat
        assert seat.startswith("09162") or "09162".startswith(seat)
        assert any("09162".startswith(prefix) for prefix in organisation["catchment"])


def test_every_organisation_has_a_source_and_none_claims_to_be_verified() -> None:
    sources = [organisation["source"] for organisation in ORGANISATIONS]
    assert all(source == GENERAL_KNOWLEDGE or source.startswith(("http://", "https://")) for source in sources)
    assert sum(source != GENERAL_KNOWLEDGE for source in sources) >= 60
    assert all(organisation["verified_on"] is None for organisation in ORGANISATIONS)


def test_networks_use_the_vocabularies() -> None:
    for network in NETWORKS:
        assert list(network) == NETWORK
        assert network["ags"] == "09162"
        assert network["kind"] in vocabulary("kinds")
        assert network["level"] in vocabulary("levels")
        assert network["phase"] is None or network["phase"] in vocabulary("phases")
        assert network["fields"]
        assert set(network["fields"]) <= vocabulary("fields")
        assert network["source"].startswith(("http://", "https://"))


def test_members_are_organisations_of_the_demo_with_their_role() -> None:
    roles = {organisation["id"]: organisation["role"] for organisation in ORGANISATIONS}
    assert sorted(len(network["members"]) for network in NETWORKS) == [7, 9, 16, 35]
    for network in NETWORKS:
        seated = [member["organisation"] for member in network["members"]]
        assert len(seated) == len(set(seated))
        for member in network["members"]:
            assert list(member) == ["organisation", "role", "since"]
            assert roles[member["organisation"]] == member["role"]
