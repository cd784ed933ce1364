"""The members of a network: what was recognised, the doubtful first, put right line by line."""

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Response

from service.domain.networks import Membership, Network
from service.domain.organisations import Organisation
from service.matching.recognition import is_doubtful
from service.usecases.keep_networks import add_member, get_one, remove_member
from service.usecases.name_member import name_member
from service.usecases.read_organisations import get_many
from service.usecases.write_organisations import change_organisation
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.rendering import Page, PageDep

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Seat:
    """A member as its line shows it; `sure` is the share of certainty that the role is right."""

    organisation: Organisation
    role: str
    sure: float

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it."""
        return is_doubtful(self.role, self.sure)


@router.get("/netze/{id:path}/mitglieder")
def get_members(id: str, page: PageDep, entfernt: str = "") -> Response:
    """All members with their roles, the doubtful ones first, and a way to take back what was removed."""
    network = get_one(page.resources, id)
    removed = get_many(page.resources, {entfernt}).get(entfernt) if entfernt else None
    roles = sorted(page.resources.knowledge.taxonomy.roles, key=page.role)
    seats = seats_of(page, network)
    return page.show("members.html", network=network, seats=seats, roles=roles, removed=removed)


def seats_of(page: Page, network: Network) -> list[Seat]:
    """The seats of a network, the least sure first, then by name."""
    known = get_many(page.resources, {seat.organisation_id for seat in network.memberships})
    seats = [_seat(membership, known[membership.organisation_id]) for membership in network.memberships]
    return sorted(seats, key=lambda seat: (not seat.doubtful, seat.organisation.name.casefold(), seat.organisation.id))


def _seat(membership: Membership, organisation: Organisation) -> Seat:
    if membership.role is not None:
        return Seat(organisation, membership.role, 1.0)
    return Seat(organisation, organisation.role, organisation.role_confidence)


@router.post("/netze/{id:path}/mitglieder/rolle")
async def post_role(id: str, page: PageDep, form: FormDep) -> Response:
    """Say which role an organisation has; it counts in every network."""
    change_organisation(page.resources, text(form, "organisation"), {"role": text(form, "role")})
    return go_to(_address(id))


@router.post("/netze/{id:path}/mitglieder/name")
async def post_name(id: str, page: PageDep, form: FormDep) -> Response:
    """Put the name of an organisation right."""
    change_organisation(page.resources, text(form, "organisation"), {"name": text(form, "name")})
    return go_to(_address(id))


@router.post("/netze/{id:path}/mitglieder/entfernen")
async def post_removal(id: str, page: PageDep, form: FormDep) -> Response:
    """Take a seat away; the page offers to give it back."""
    organisation_id = text(form, "organisation")
    remove_member(page.resources, id, organisation_id)
    return go_to(f"{_address(id)}?entfernt={quote(organisation_id, safe='')}")


@router.post("/netze/{id:path}/mitglieder/hinzu")
async def post_member(id: str, page: PageDep, form: FormDep) -> Response:
    """Give a seat: to an organisation by its id, or to the one that a typed name means."""
    network = get_one(page.resources, id)
    given = text(form, "organisation") or name_member(page.resources, text(form, "name"), network.ags)
    add_member(page.resources, id, Membership(given))
    return go_to(_address(id))


def _address(network_id: str) -> str:
    return f"/netze/{quote(network_id, safe='')}/mitglieder"
