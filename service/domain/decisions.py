"""What people decided about organisations that a network might invite."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What was decided: invite it, it is a member already, it does not fit, or ask again later."""

    INVITE = "invite"
    MEMBER = "member"
    UNFIT = "unfit"
    LATER = "later"


@dataclass(frozen=True)
class Decision:
    """The newest verdict on an organisation in a network (German: "Entscheidung"), with the reason that was given."""

    organisation_id: str
    verdict: Verdict
    reason: str | None = None
