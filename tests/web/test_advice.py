"""What the interface tells a stored network agrees with what is answered for the same members."""

import pytest
from fastapi.testclient import TestClient

NETWORK = "/api/v1/networks/muc-netzwerk-morgen"


def test_gaps_come_by_severity_with_their_candidates(demo_client: TestClient):
    told = demo_client.get(f"{NETWORK}/gaps?gaps=80&per_gap=2").json()
    assert told["network"]["id"] == "muc-netzwerk-morgen"
    severities = [gap["severity"] for gap in told["gaps"]]
    assert severities == sorted(severities, reverse=True)
    assert max(len(gap["candidates"]) for gap in told["gaps"]) == 2
    assert {one["role"] for one in told["coverage"]} >= {gap["role"] for gap in told["gaps"]}


def test_recommendations_fill_the_invitation_set(demo_client: TestClient):
    told = demo_client.get(f"{NETWORK}/recommendations?recommendations=4&seats=3").json()
    assert len(told["recommendations"]) == 4
    invitations = told["invitations"]
    gains = sum(one["gain"] for one in invitations["chosen"])
    assert invitations["before"]["coverage"] + gains == pytest.approx(invitations["after"]["coverage"], abs=1e-6)
    assert demo_client.get(f"{NETWORK}/recommendations?seats=0").json()["invitations"] is None


def test_decisions_are_heeded_and_sentences_follow_the_language(client: TestClient):
    base = "/api/v1"
    client.put(f"{base}/organisations/s", json={"name": "Schulamt", "role": "school_authority", "ags": "09562"})
    client.post(f"{base}/networks", json={"id": "a/b", "network": {"name": "Steuerungsgruppe"}, "ags": "09562"})
    first = client.get(f"{base}/networks/a%2Fb/recommendations").json()["recommendations"]
    assert [one["organisation"]["id"] for one in first] == ["s"]
    client.post(f"{base}/networks/a%2Fb/decisions", json={"organisation_id": "s", "decision": "unfit"})
    assert client.get(f"{base}/networks/a%2Fb/recommendations").json()["recommendations"] == []
    said = client.get(f"{base}/networks/a%2Fb/gaps", headers={"accept-language": "en"}).json()["gaps"][0]["reasons"]
    assert "Starting value before any evidence" in [reason["text"] for reason in said]


@pytest.mark.parametrize("part", ["gaps", "recommendations"])
def test_what_is_not_stored_or_not_allowed_is_refused(demo_client: TestClient, part: str):
    assert demo_client.get(f"/api/v1/networks/none/{part}").status_code == 404
    assert demo_client.get(f"{NETWORK}/gaps?gaps=81").status_code == 422
    assert demo_client.get(f"{NETWORK}/recommendations?seats=-1").status_code == 422
