"""The organisation that a typed name means, made known where the directory does not have it."""

from service.domain.organisations import OrganisationDraft
from service.errors import InvalidInput
from service.resources import Resources
from service.usecases.recognise_members import name_in_line, recognise_members
from service.usecases.write_organisations import write_organisations


def name_member(resources: Resources, given: str, ags: str | None) -> str:
    """The id of the organisation at this place that the line names; raises InvalidInput where it names none."""
    name = name_in_line(given)
    if not name:
        raise InvalidInput.at("/name", "blank")
    known = recognise_members(resources, [name], ags)[0].organisation_id
    if known is not None:
        return known
    values = {"name": name} | ({"ags": ags} if ags else {})
    report = write_organisations(resources, [OrganisationDraft(None, None, values)])
    if report.rejected:
        raise InvalidInput([report.rejected[0][1]])
    return report.stored[0].id
