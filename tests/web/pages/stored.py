"""Organisations that tests store, with names that must stay names."""

from urllib.parse import quote

from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.usecases.write_organisations import write_organisations

HOSTILE = 'Verein <script>alert("x")</script> & Söhne'

SLASHED = "verein/a?b#c d"


def write(resources: Resources, **values: object) -> str:
    one = {"name": HOSTILE, "ags": "09562000"} | values
    id_, role = one.pop("id", None), one.pop("role", None)
    report = write_organisations(resources, [OrganisationDraft(id_, role, one)])  # type: ignore[arg-type]
    assert not report.rejected
    return report.stored[0].id


def address(organisation_id: str) -> str:
    return f"/organisationen/{quote(organisation_id, safe='')}"
