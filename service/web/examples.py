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
    "completeness": 1.0,
    "missing": [],
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
_NETWORK_NAME = {"id": "net-1", "name": "Runder Tisch Asyl", "ags": "09562"}
_GAP_PARTS = ("coverage", "gaps", "perspectives", "bridges", "norms", "model")
_INVITATION_PARTS = ("recommendations", "invitations", "norms", "model")
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
_IMPORT = {
    "id": "20261125-080000-000000-1a2b3c",
    "file": "vereine.xlsx",
    "source": "vereine",
    "format": "table",
    "state": "done",
    "progress": 1.0,
    "counts": {"read": 120, "new": 80, "changed": 0, "unchanged": 0, "merged": 38, "rejected": 2, "question": 0},
    "columns": {
        "Tabelle1": {
            "fields": {"Verein": "name", "PLZ": "postcode", "Vorsitz": ""},
            "samples": {"Verein": ["Kulturverein Musterstadt e.V."], "PLZ": ["01067"], "Vorsitz": []},
        }
    },
    "created_at": "2026-11-25T08:00:00+00:00",
    "ended_at": "2026-11-25T08:00:04+00:00",
    "problem": None,
}
_NOTE = {
    "position": 0,
    "kind": "question",
    "at": "Tabelle1!12",
    "code": "ambiguous_place",
    "detail": "„Neustadt“ gibt es mehrmals.",
    "given": "Neustadt",
    "candidates": ["07316000", "03353026"],
}
_SOURCE_OF_IMPORTS = {
    "name": "vereine",
    "licence": "CC-BY-4.0",
    "attribution": "Freiwilligenagentur Musterstadt",
    "columns": {"": {"Kürzel": "key"}},
    "answers": {"Neustadt": "07316000"},
    "zeros_lost": False,
}
_OFFER = {"value": "09131 22", "source": "osm:musterstadt", "licence": "ODbL-1.0", "date": "2026-10-01"}
_ORIGIN = {
    "field": "phone",
    "value": "09131 11",
    "source": "local",
    "licence": None,
    "date": "2026-11-01",
    "offers": [_OFFER],
}
_VERSION = {
    "generation": 12,
    "changed_at": "2026-11-25T08:00:04+00:00",
    "cause": "import",
    "import_id": "20261125-080000-000000-1a2b3c",
    "before": None,
}
_TAKEN_IN = {"id": "org-2", "name": "JC Musterstadt", "merged_at": "2026-11-25T08:00:04+00:00"}
_PAIR = {"first": _ORGANISATION, "second": _ORGANISATION | {"id": "org-2"}, "score": 0.9, "features": {"base": -4.0}}

ANSWERS: dict[str, Any] = {
    "askWhoIsMissing": _ANSWER,
    "changeOrganisation": _ORGANISATION,
    "continueImport": _IMPORT,
    "explainOrganisation": {
        "network": {"id": "net-1", "name": "Runder Tisch Asyl", "ags": "09562"},
        "organisation": _BRIEF,
        "standing": "suggested",
        "suggested": True,
        "text": "„Jobcenter Musterstadt“ wird vorgeschlagen: Rang 1 von 120 mit 75 von 100 Punkten.",
        "decision": None,
        "score": 0.75,
        "floor": 0.15,
        "rank": 1,
        "of": 120,
        "represented_by": [],
        "reasons": _REASONS,
        "cautions": [],
    },
    "findMunicipalities": {
        "municipalities": [{"ags": "09562", "name": "Erlangen", "type": "Kreisfreie Stadt", "population": None}]
    },
    "findOpenings": _OPENINGS,
    "getHealth": {"status": "ok"},
    "getHistory": {"versions": [_VERSION]},
    "getImport": _IMPORT,
    "getMunicipality": {
        "ags": "09562",
        "name": "Erlangen",
        "type": "Kreisfreie Stadt",
        "population": 116562,
        "postcode": "91052",
        "statistics": [{"measure": "share_foreign_nationals", "value": 24.5, "year": 2023}],
        "outline": None,
    },
    "getNetwork": _NETWORK,
    "getOpenings": _OPENINGS,
    "getOrganisation": _ORGANISATION,
    "getProvenance": {
        "fields": [_ORIGIN],
        "merged": [_TAKEN_IN],
    },
    "getReadiness": {"status": "ready"},
    "giveUpCorrection": _ORGANISATION,
    "logIn": {
        "token": "kQ3xV0m7b1ZcW9tS5rN2yE8uHfJ4aLgP6dTiCoXvRwM",
        "ends_at": "2026-11-25T18:00:00+00:00",
        "role": "viewer",
        "places": ["09162000"],
    },
    "listDecisions": {"decisions": [_DECISION]},
    "listDuplicates": {"pairs": [_PAIR]},
    "listFields": {
        "fields": [
            {"key": "education", "label": "Bildung", "definition": "Lernen in jedem Alter.", "roles": ["school"]}
        ]
    },
    "listGaps": {"network": _NETWORK_NAME, **{part: _ANSWER[part] for part in _GAP_PARTS}},
    "listImportNotes": {"notes": [_NOTE]},
    "listImports": {"imports": [_IMPORT]},
    "listNetworks": {"networks": [_NETWORK]},
    "listNorms": {"norms": [_NORM]},
    "listOrganisations": {"organisations": [_ORGANISATION]},
    "listRecommendations": {"network": _NETWORK_NAME, **{part: _ANSWER[part] for part in _INVITATION_PARTS}},
    "listRoles": {"roles": [_ROLE]},
    "listSources": {"sources": [_SOURCE_OF_IMPORTS]},
    "listStale": {"organisations": [_ORGANISATION]},
    "mergeOrganisations": _ORGANISATION,
    "orderImport": _IMPORT | {"state": "queued", "progress": 0.0, "counts": {}, "columns": {}, "ended_at": None},
    "partOrganisation": _ORGANISATION,
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
    "undoImport": _IMPORT | {"state": "undone"},
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
    "days": 365,
    "ending": "csv",
    "field": "education",
    "gaps": 10,
    "id": "org-1",
    "kind": "rejected",
    "language": "tr",
    "limit": 20,
    "offset": 0,
    "organisation_id": "org-1",
    "per_gap": 5,
    "position": -1,
    "q": "Erlangen",
    "recommendations": 20,
    "role": "jobcenter",
    "seats": 5,
    "source": ["vereine"],
    "without": ["osm:musterstadt"],
}
