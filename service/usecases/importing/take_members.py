"""The members of an attendance list as a stored network: who is known is seated, who is not is made known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from service.domain.deliveries import DeliveredMember
from service.domain.imports import Note
from service.domain.names import clean_line, normal_name
from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.organisations import Organisation, OrganisationDraft, new_id
from service.errors import NetworkNotNamed
from service.matching.recognition import is_doubtful
from service.resources import Resources
from service.store.history import note_organisations
from service.store.networks import find_network, get_network, save_membership, save_network
from service.store.organisations import save_organisations
from service.store.session import get_generation, reading
from service.usecases.complete_organisations import complete
from service.usecases.importing.plans import Delivery, Plan, Written
from service.usecases.importing.replaced import keep_replaced
from service.usecases.name_member import members_by_name
from service.usecases.recognise_members import recognise_members

#: Lines recognised at a time, as many as a client may send.
CHUNK = 1000


@dataclass(frozen=True)
class Seated:
    """A line of the list with the organisation that takes the seat; new where the directory did not know it."""

    line: DeliveredMember
    organisation_id: str
    new: Organisation | None


def plan_members(resources: Resources, delivery: Delivery) -> Plan:
    """Who is to be seated in the network that was named; raises NetworkNotNamed.

    Seats that the network has already stay: an attendance list tells who came, not who left.
    """
    order = delivery.order
    if not order.network:
        raise NetworkNotNamed(file=delivery.ordered.file)
    with reading(resources.store) as connection:
        since = get_generation(connection)
        known = find_network(connection, order.network, order.ags)
    network = known or Network(
        f"net-{new_id()[4:]}", NetworkProfile(order.network), order.ags, source=delivery.source.name
    )
    seated = seat(resources, delivery, network)
    there = {membership.organisation_id for membership in network.memberships}
    fresh = {one.organisation_id: one for one in seated if one.organisation_id not in there}
    made = [one.new for one in fresh.values() if one.new is not None]
    notes = (*delivery.gathered.notes, *map(_note, seated))
    counts = {
        "read": len(delivery.gathered.members),
        "new": len(made),
        "seated": len(fresh),
        "unchanged": len(seated) - len(fresh),
        "remark": sum(note.kind == "remark" for note in notes),
    }
    return Plan(since, counts, notes, partial(_write, delivery.ordered.id, network, tuple(fresh), made))


def seat(resources: Resources, delivery: Delivery, network: Network) -> list[Seated]:
    """The organisation of each line: a member already, recognised in the directory, else made anew; the same line once."""
    lines = list({clean_line(one.line): one for one in delivery.gathered.members}.values())
    members = members_by_name(resources, network)
    found: dict[str, str | None] = {one.line: members.get(normal_name(clean_line(one.line))) for one in lines}
    for start in range(0, len(lines), CHUNK):
        names = [one.line for one in lines[start : start + CHUNK] if found[one.line] is None]
        found |= {one.given: one.organisation_id for one in recognise_members(resources, names, delivery.order.ags)}
    unknown = [one for one in lines if found[one.line] is None]
    values = {"ags": delivery.order.ags} if delivery.order.ags else {}
    drafts = [OrganisationDraft(new_id(), None, {"name": clean_line(one.line), **values}) for one in unknown]
    made = dict(zip((one.line for one in unknown), complete(resources, drafts), strict=True))
    return [Seated(one, found[one.line] or made[one.line].id, made.get(one.line)) for one in lines]


def _note(one: Seated) -> Note:
    code = (
        "member_known"
        if one.new is None
        else "member_doubtful"
        if is_doubtful(one.new.role, one.new.role_confidence)
        else "member_new"
    )
    role = None if one.new is None else one.new.role
    facts = {"given": one.line.line, "id": one.organisation_id, "role": role}
    return Note("member", one.line.at, code, facts)


def _write(
    import_id: str,
    network: Network,
    ids: Sequence[str],
    made: Sequence[Organisation],
    connection: Connection,
    generation: int,
) -> Written:
    note_organisations(connection, generation, {one.id: None for one in made})
    save_organisations(connection, made, generation)
    # People may have changed the network since the import was planned, or stored one of this name.
    stored = get_network(connection, network.id) or find_network(connection, network.profile.name, network.ags)
    if stored is None:
        save_network(connection, replace(network, memberships=()))
    at = stored or network
    held = {membership.organisation_id for membership in at.memberships} if stored else set()
    added = [one for one in ids if one not in held]
    for one in added:
        save_membership(connection, at.id, Membership(one))
    made_as = None if stored else network.profile.name
    keep_replaced(connection, import_id, {"network_id": at.id, "made_as": made_as, "seats": added})
    return Written(made)
