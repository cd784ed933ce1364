"""The organisation that a typed name means, made known where the directory does not have it."""

from service.domain.names import clean_line, normal_name
from service.domain.networks import Network
from service.domain.organisations import OrganisationDraft
from service.errors import InvalidInput
from service.resources import Resources
from service.store.organisations import get_organisations
from service.store.session import reading
from service.usecases.recognise_members import name_in_line, recognise_members
from service.usecases.write_organisations import write_organisations


def name_member(resources: Resources, given: str, network: Network) -> str:
    """The id of the organisation that the line names: a member, one of the network's place, else a new one.

    Raises InvalidInput where the line names none.
    """
    name = name_in_line(given)
    if not name:
        raise InvalidInput.at("/name", "blank")
    with resources.write_lock:
        known = members_by_name(resources, network).get(normal_name(name))
        known = known or recognise_members(resources, [name], network.ags)[0].organisation_id
        if known is not None:
            return known
        values = {"name": name} | ({"ags": network.ags} if network.ags else {})
        report = write_organisations(resources, [OrganisationDraft(None, None, values)])
    if report.rejected:
        raise InvalidInput([report.rejected[0][1]])
    return report.stored[0].id


def members_by_name(resources: Resources, network: Network) -> dict[str, str]:
    """The ids of a network's members by the comparable form of their names."""
    with reading(resources.store) as connection:
        known = get_organisations(connection, {seat.organisation_id for seat in network.memberships})
    return {normal_name(clean_line(one.name)): one.id for one in known.values()}
