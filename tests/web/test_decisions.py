"""Decisions over HTTP: stored, listed, taken back, and kept to in every answer about the network."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.domain.answers import Answer, Question
from service.resources import Resources
from service.usecases.find_openings import ask_for_network
from service.usecases.keep_networks import get_one
from service.web import answers

BASE = "/api/v1"
DECISIONS = f"{BASE}/networks/n/decisions"
NETWORK = {"name": "Steuerungsgruppe Integrationskonzept", "kind": "steering_group"}
ROLES = {"jc": "jobcenter", "vhs": "adult_education", "sjr": "youth_organisation"}


@pytest.fixture
def network(client: TestClient) -> TestClient:
    for id_, role in ROLES.items():
        client.put(f"{BASE}/organisations/{id_}", json={"name": f"{id_} Erlangen", "ags": "09562", "role": role})
    seats = [{"organisation_id": "sjr"}]
    client.post(f"{BASE}/networks", json={"id": "n", "network": NETWORK, "ags": "09562", "members": seats})
    return client


def decide(client: TestClient, organisation_id: str, decision: str, **values: Any) -> Any:
    return client.post(DECISIONS, json={"organisation_id": organisation_id, "decision": decision} | values)


def asked(resources: Resources) -> Answer:
    network = get_one(resources, "n")
    return ask_for_network(resources, network, Question(None, network.profile, (), gaps=80, recommendations=100))


def suggested(answer: Answer) -> set[str]:
    gaps = {candidate.organisation_id for gap in answer.gaps for candidate in gap.candidates}
    assert answer.invitations is not None
    chosen = {invitation.organisation_id for invitation in answer.invitations.chosen}
    return gaps | chosen | {one.candidate.organisation_id for one in answer.recommendations}


def test_the_newest_decision_is_listed_until_it_is_taken_back(network: TestClient):
    assert decide(network, "jc", "later", reason=" Stelle  unbesetzt ").status_code == 201
    newest = decide(network, "jc", "invite")
    assert newest.status_code == 200
    answers.DecisionOut.model_validate_json(newest.content)
    decide(network, "vhs", "unfit", reason="kein Bezug")
    listed = network.get(DECISIONS)
    answers.Decisions.model_validate_json(listed.content)
    assert listed.json()["decisions"] == [
        {"organisation_id": "jc", "decision": "invite", "reason": None},
        {"organisation_id": "vhs", "decision": "unfit", "reason": "kein Bezug"},
    ]
    assert network.delete(f"{DECISIONS}/jc").status_code == 204
    assert network.delete(f"{DECISIONS}/jc").status_code == 404
    assert [one["organisation_id"] for one in network.get(DECISIONS).json()["decisions"]] == ["vhs"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"organisation_id": "nobody", "decision": "invite"}, "/organisation_id"),
        ({"organisation_id": "jc", "decision": "maybe"}, "/decision"),
        ({"organisation_id": "jc"}, "/decision"),
        ({"organisation_id": "jc", "decision": "unfit", "reason": "x" * 501}, "/reason"),
    ],
)
def test_a_bad_field_of_a_decision_is_named(network: TestClient, body: dict[str, str], pointer: str):
    answer = network.post(DECISIONS, json=body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_network_that_is_not_stored_has_no_decisions(network: TestClient):
    body = {"organisation_id": "jc", "decision": "invite"}
    assert network.post(f"{BASE}/networks/nothing/decisions", json=body).status_code == 404
    assert network.get(f"{BASE}/networks/nothing/decisions").status_code == 404
    decide(network, "jc", "unfit")
    network.delete(f"{BASE}/networks/n")
    network.post(f"{BASE}/networks", json={"id": "n", "network": NETWORK, "ags": "09562"})
    assert network.get(DECISIONS).json() == {"decisions": []}


@pytest.mark.parametrize("decision", ["unfit", "later"])
def test_a_declined_organisation_is_not_suggested_any_more(network: TestClient, fresh: Resources, decision: str):
    assert {"jc", "vhs"} <= suggested(asked(fresh))
    decide(network, "jc", decision)
    assert "jc" not in suggested(asked(fresh))
    assert network.get(f"{BASE}/organisations/jc/openings").json()["openings"] == []
    network.delete(f"{DECISIONS}/jc")
    assert "jc" in suggested(asked(fresh))


def test_who_is_a_member_already_counts_as_one(network: TestClient, fresh: Resources):
    decide(network, "jc", "member")
    answer = asked(fresh)
    assert {member.organisation_id for member in answer.members} == {"sjr", "jc"}
    assert "jobcenter" not in {gap.role for gap in answer.gaps}
    assert "jc" not in suggested(answer)


def test_an_invited_organisation_stays_suggested(network: TestClient, fresh: Resources):
    decide(network, "jc", "invite")
    assert "jc" in suggested(asked(fresh))
