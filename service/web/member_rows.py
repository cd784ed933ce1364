"""The members of a network as rows: what was recognised of each, the doubtful first, page by page and as data."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.networks import Membership, Network
from service.domain.organisations import Organisation
from service.matching.recognition import is_doubtful
from service.resources import Resources
from service.usecases.edit_members import stated_role
from service.usecases.read_organisations import get_many
from service.usecases.suggest_roles import likely_roles

#: Members that a page shows, and roles offered for a doubtful one.
PER_PAGE, OFFERED = 50, 3
COLUMNS = ("id", "name", "role", "label", "sure", "doubtful", "mandate", "since", "until", "on_behalf_of")


@dataclass(frozen=True)
class Seat:
    """A member as its row shows it; `sure` tells how certain the role is, `likely` which roles its name may stand for."""

    organisation: Organisation
    membership: Membership
    likely: tuple[str, ...] = ()

    @property
    def stated(self) -> str:
        """The role that somebody stated, "" where it was only recognised."""
        return stated_role(self.organisation, self.membership)

    @property
    def role(self) -> str:
        """The role that counts here."""
        return self.stated or self.organisation.role

    @property
    def sure(self) -> float:
        """How certain the role is, 0 to 1."""
        return 1.0 if self.stated else self.organisation.role_confidence

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it."""
        return not self.stated and is_doubtful(self.role, self.sure)

    @property
    def anchor(self) -> str:
        """The id of the row; an organisation's own id may hold characters that no fragment may."""
        return f"m-{hashlib.sha1(self.organisation.id.encode(), usedforsecurity=False).hexdigest()[:12]}"


@dataclass(frozen=True)
class SeatPage:
    """A page of the members: its number, how many pages there are, and of all members how many there and in doubt."""

    seats: Sequence[Seat]
    number: int
    pages: int
    total: int
    doubtful: int


def seats_of(resources: Resources, network: Network) -> list[Seat]:
    """The members of a network, the doubtful first, then by name."""
    known = get_many(resources, {seat.organisation_id for seat in network.memberships})
    seats = [Seat(known[one.organisation_id], one) for one in network.memberships if one.organisation_id in known]
    return sorted(seats, key=lambda seat: (not seat.doubtful, seat.organisation.name.casefold(), seat.organisation.id))


def page_of(resources: Resources, seats: Sequence[Seat], number: int, at: str = "") -> SeatPage:
    """The page of this number, or the one on which a member stands; with the roles that doubtful ones may hold."""
    places = [place for place, seat in enumerate(seats) if at and seat.organisation.id == at]
    pages = max(1, -(-len(seats) // PER_PAGE))
    wanted = min(places[0] // PER_PAGE + 1 if places else number, pages)
    shown = with_likely_roles(resources, seats[(wanted - 1) * PER_PAGE : wanted * PER_PAGE])
    return SeatPage(shown, wanted, pages, len(seats), sum(seat.doubtful for seat in seats))


def with_likely_roles(resources: Resources, seats: Sequence[Seat]) -> list[Seat]:
    """The seats, the doubtful ones with the roles that their names may stand for."""
    names = [seat.organisation.name for seat in seats if seat.doubtful]
    roles = iter(likely_roles(resources, names, OFFERED))
    return [replace(seat, likely=next(roles)) if seat.doubtful else seat for seat in seats]


def seat_values(seat: Seat, label: str) -> dict[str, str | float | bool | None]:
    """A member as data, by the names of COLUMNS."""
    one, membership = seat.organisation, seat.membership
    told = (one.id, one.name, seat.role, label, round(seat.sure, 4), seat.doubtful)
    held = (membership.mandate, membership.since, membership.until, membership.on_behalf_of)
    return dict(zip(COLUMNS, (*told, *held), strict=True))
