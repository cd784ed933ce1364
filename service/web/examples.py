"""Examples for the documentation of the interface, by operation and by parameter; a test holds them to the schemas."""

from typing import Any

_SOURCE = "https://www.example.org/"
_BRIEF = {"id": "org-1", "name": "Jobcenter Musterstadt", "role": "jobcenter", "ags": "09562", "unverified": False}
_REASONS = [
    {"code": "base", "text": "Grundwahrscheinlichkeit ohne weitere Hinweise", "contribution": 0.25, "source": None},
    {
        "code": "norm",
        "text": "Nach „Integrationskonzept“ soll diese Rolle vertreten sein",
        "contribution": 0.5,
        "source": "integration-concept",
    },
]
_CANDIDATE = {"organisation": _BRIEF, "score": 0.75, "reasons": _REASONS, "cautions": []}
_ORGANISATION = {
    "id": "org-1",
    "name": "Jobcenter Musterstadt",
    "role": "jobcenter",
    "role_confidence": 1.0,
    "description": "Grundsicherung für Arbeitsuchende",
    "ags": "09562",
    "catchment": ["09562"],
    "district_name": None,
    "place": "Erlangen",
    "state": "Bayern",
    "postcode": None,
    "street": None,
    "lat": None,
    "lon": None,
    "languages": ["de", "tr"],
    "topics": ["Arbeit"],
    "audiences": [],
    "denomination": None,
    "origins": [],
    "staffing": "paid",
    "legal_form": None,
    "website": _SOURCE,
    "email": None,
    "phone": None,
    "availability": ["weekday-morning"],
    "source": _SOURCE,
    "source_key": None,
    "verified_on": "2026-11-01",
    "visibility": "public",
    "unverified": False,
}
_NETWORK: dict[str, Any] = {
    "id": "net-1",
    "network": {
        "name": "Runder Tisch Asyl",
        "kind": "round_table",
        "level": "municipal",
        "phase": None,
        "occasion": None,
        "fields": [],
    },
    "ags": "09562",
    "district_name": None,
    "source": None,
    "members": [
        {
            "organisation_id": "org-1",
            "role": None,
            "mandate": "voting",
            "since": "2024",
            "until": None,
            "on_behalf_of": None,
        }
    ],
}
_DECISION = {"organisation_id": "org-1", "decision": "later", "reason": "Stelle zurzeit unbesetzt"}
_OPENINGS = {
    "openings": [
        {
            "organisation": _BRIEF,
            "role": "jobcenter",
            "network": {"id": "net-1", "name": "Runder Tisch Asyl", "ags": "09562"},
            "norm": None,
            "severity": 0.75,
            "reasons": _REASONS,
        }
    ]
}
_ANSWER = {
    "members": [{"given": "Caritas", "organisation": None, "role": "welfare_association", "confidence": 0.97}],
    "coverage": [{"role": "jobcenter", "state": "known", "importance": 0.75, "members": [], "known": 1}],
    "gaps": [
        {
            "role": "jobcenter",
            "label": "Jobcenter",
            "kind": "duty",
            "kinds": ["duty"],
            "severity": 0.75,
            "state": "known",
            "below_floor": False,
            "reasons": _REASONS,
            "responsible": {"level": "district", "ags": "09562", "name": "Jobcenter Erlangen"},
            "candidates": [_CANDIDATE],
        }
    ],
    "perspectives": [],
    "bridges": [],
    "recommendations": [_CANDIDATE | {"closes": ["jobcenter"], "widens": []}],
    "invitations": {
        "seats": 5,
        "chosen": [{"organisation": _BRIEF, "gain": 0.21, "closes": ["jobcenter"]}],
        "before": {"coverage": 0.41},
        "after": {"coverage": 0.62},
    },
    "norms": ["integration-concept"],
    "model": {"encoder": "1", "recognition": "1", "gaps": "1", "ranking": "1"},
}
_ROLE = {
    "key": "jobcenter",
    "label": "Jobcenter",
    "definition": "Behörde der Grundsicherung für Arbeitsuchende.",
    "synonyms": ["JC"],
    "sphere": "administration",
    "staffing": "paid",
    "jurisdiction": "district",
    "gap_kinds": ["duty"],
}
_NORM: dict[str, Any] = {
    "key": "integration-concept",
    "title": "Integrationskonzept",
    "description": "Wer an einem Integrationskonzept mitwirkt.",
    "source": {"title": "Beispiel", "publisher": "Beispiel", "year": 2026, "url": None, "basis": "general knowledge"},
    "valid_from": None,
    "applies_to": {"kinds": [], "levels": [], "phases": [], "states": [], "words": [], "not_words": []},
    "entries": [{"role": "jobcenter", "label": "Jobcenter", "obligation": "should", "note": None}],
}

#: Answers by operationId.
ANSWERS: dict[str, Any] = {
    "askWhoIsMissing": _ANSWER,
    "changeOrganisation": _ORGANISATION,
    "findMunicipalities": {
        "municipalities": [{"ags": "09562", "name": "Erlangen", "type": "Kreisfreie Stadt", "population": None}]
    },
    "findOpenings": _OPENINGS,
    "getHealth": {"status": "ok"},
    "getNetwork": _NETWORK,
    "getOpenings": _OPENINGS,
    "getOrganisation": _ORGANISATION,
    "getReadiness": {"status": "ready"},
    "listDecisions": {"decisions": [_DECISION]},
    "listFields": {
        "fields": [
            {"key": "education", "label": "Bildung", "definition": "Lernen in jedem Alter.", "roles": ["school"]}
        ]
    },
    "listNetworks": {"networks": [_NETWORK]},
    "listNorms": {"norms": [_NORM]},
    "listOrganisations": {"organisations": [_ORGANISATION]},
    "listRoles": {"roles": [_ROLE]},
    "recogniseMembers": {
        "members": [
            {"given": "1. JC Erlangen", "organisation": None, "roles": [{"role": "jobcenter", "confidence": 0.99}]}
        ]
    },
    "replaceNetwork": _NETWORK,
    "replaceOrganisation": _ORGANISATION,
    "searchOrganisations": {
        "hits": [{"organisation": _ORGANISATION, "score": 0.75, "reasons": _REASONS}],
        "abstained": False,
    },
    "seatMember": _NETWORK,
    "storeDecision": _DECISION,
    "storeNetwork": _NETWORK,
    "writeOrganisation": _ORGANISATION,
    "writeOrganisations": {
        "accepted": 499,
        "updated": 0,
        "rejected": [{"line": 7, "pointer": "/name", "detail": "Hier fehlt ein Text."}],
    },
}

#: Parameters by name.
PARAMETERS: dict[str, Any] = {
    "after": "org-1",
    "ags": "09562",
    "field": "education",
    "id": "org-1",
    "language": "tr",
    "limit": 20,
    "organisation_id": "org-1",
    "q": "Erlangen",
    "role": "jobcenter",
}
