"""The right that each route needs, and whether it concerns one network; a route that is not listed is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from service.domain.accounts import Right
from service.web.api import BASE


@dataclass(frozen=True)
class Rule:
    """A right; `about` says what the path's id names, which then has to lie in the places of the account."""

    right: Right
    about: Literal["network", "organisation"] | None = None


_PUBLIC = """
GET /healthz
GET /readyz
GET /anmelden
POST /anmelden
GET /barrierefreiheit
GET /einfache-sprache
POST {api}/login
"""

_READ = """
GET /
GET /orte
GET /verzeichnis
GET /modelle
GET /konto
POST /konto
POST /abmelden
GET /organisationen/{id:path}
GET /organisationen/{id:path}/luecken
POST {api}/who-is-missing
POST {api}/members/recognise
POST {api}/openings
POST {api}/logout
GET {api}/export/organisations.{ending}
GET {api}/organisations
GET {api}/organisations/search
GET {api}/organisations/stale
GET {api}/organisations/{id:path}
GET {api}/organisations/{id:path}/openings
GET {api}/organisations/{id:path}/provenance
GET {api}/organisations/{id:path}/history
GET {api}/networks
GET {api}/roles
GET {api}/fields
GET {api}/norms
GET {api}/municipalities
GET {api}/municipalities/{ags}
"""

_READ_NETWORK = """
GET /netze/{id:path}
GET /netze/{id:path}/angaben
GET /netze/{id:path}/mitglieder
GET /netze/{id:path}/vorschlaege
GET /netze/{id:path}/warum
GET /netze/{id:path}/einladungen
GET {api}/networks/{id:path}
GET {api}/networks/{id:path}/decisions
GET {api}/networks/{id:path}/gaps
GET {api}/networks/{id:path}/recommendations
GET {api}/networks/{id:path}/explain/{organisation_id:path}
GET {api}/networks/{id:path}/gaps
GET {api}/networks/{id:path}/recommendations
"""

#: Whether something new lies in the places of an account is checked where it is written.
_WRITE = """
POST /netze
POST {api}/networks
POST {api}/organisations
"""

_WRITE_ORGANISATION = """
POST /organisationen/{id:path}/angabe
POST /organisationen/{id:path}/uebernehmen
POST /organisationen/{id:path}/zuruecknehmen
PATCH {api}/organisations/{id:path}
DELETE {api}/organisations/{id:path}/corrections/{field}
"""

_WRITE_NETWORK = """
POST /netze/{id:path}/angaben
POST /netze/{id:path}/mitglieder/rolle
POST /netze/{id:path}/mitglieder/name
POST /netze/{id:path}/mitglieder/entfernen
POST /netze/{id:path}/mitglieder/hinzu
POST /netze/{id:path}/entscheidungen
POST /netze/{id:path}/entscheidungen/zuruecknehmen
PUT {api}/networks/{id:path}
DELETE {api}/networks/{id:path}
PUT {api}/networks/{id:path}/members/{organisation_id:path}
DELETE {api}/networks/{id:path}/members/{organisation_id:path}
POST {api}/networks/{id:path}/decisions
DELETE {api}/networks/{id:path}/decisions/{organisation_id:path}
"""

_ADMINISTER = """
GET /importe
POST /importe
GET /importe/{id}
POST /importe/{id}/weiter
POST /importe/{id}/zuruecknehmen
GET /pruefen
POST /pruefen/dieselbe
POST /pruefen/verschieden
POST /pruefen/zuruecknehmen
POST /organisationen/{id:path}/vereinen
POST /organisationen/{id:path}/trennen
POST {api}/organisations/bulk
PUT {api}/organisations/{id:path}
DELETE {api}/organisations/{id:path}
POST {api}/organisations/{id:path}/part
GET {api}/duplicates
POST {api}/duplicates/merge
POST {api}/duplicates/apart
GET {api}/imports
POST {api}/imports
GET {api}/imports/{id}
GET {api}/imports/{id}/notes
POST {api}/imports/{id}/continue
POST {api}/imports/{id}/undo
GET {api}/sources
"""


def _rules(listed: str, rule: Rule) -> dict[str, Rule]:
    return {line: rule for line in listed.replace("{api}", BASE).split("\n") if line}


#: "METHOD path" -> rule, for every route.
RULES: Mapping[str, Rule] = {
    **_rules(_PUBLIC, Rule(Right.NONE)),
    **_rules(_READ, Rule(Right.READ)),
    **_rules(_READ_NETWORK, Rule(Right.READ, "network")),
    **_rules(_WRITE, Rule(Right.WRITE)),
    **_rules(_WRITE_ORGANISATION, Rule(Right.WRITE, "organisation")),
    **_rules(_WRITE_NETWORK, Rule(Right.WRITE, "network")),
    **_rules(_ADMINISTER, Rule(Right.ADMINISTER)),
}

#: What anybody may ask for before logging in: the pages above, and files that pages are made with.
OPEN_PATHS = frozenset(line.partition(" ")[2] for line in _rules(_PUBLIC, Rule(Right.NONE)))
OPEN_BELOW = ("/static/",)
