"""Selection: who to invite when there are only so many seats."""

from collections.abc import Mapping, Sequence

from service.domain.answers import Invitation, InvitationSet, RoleCoverage, RoleState


def choose_invitations(
    seats: int, coverage: Sequence[RoleCoverage], ranked: Sequence[tuple[str, str]], pinned: Sequence[str]
) -> InvitationSet:
    """The invitation set under a budget of seats, by greedy marginal coverage (Nemhauser et al. 1978).

    `ranked` holds (organisation id, role) from best to worst; `pinned` ids come first and take seats too. An organisation
    that adds no coverage is not chosen unless it is pinned.
    """
    total = sum(row.importance for row in coverage) or 1.0
    importance = {row.role: row.importance for row in coverage}
    covered = {row.role for row in coverage if row.state is RoleState.REPRESENTED}
    before = sum(importance[role] for role in covered) / total
    roles = dict(ranked)
    chosen: list[Invitation] = []
    for organisation_id in list(dict.fromkeys(pinned))[:seats]:
        chosen.append(_invite(organisation_id, roles.get(organisation_id), covered, importance, total))
    while len(chosen) < seats:
        best = _best(ranked, covered, importance)
        if best is None:
            break
        chosen.append(_invite(best[0], best[1], covered, importance, total))
    after = before + sum(invitation.gain for invitation in chosen)
    return InvitationSet(seats, tuple(chosen), before, after)


def _best(
    ranked: Sequence[tuple[str, str]], covered: set[str], importance: Mapping[str, float]
) -> tuple[str, str] | None:
    """The first organisation of the role that adds most."""
    useful = [item for item in ranked if item[1] not in covered and importance.get(item[1], 0.0) > 0]
    return max(useful, key=lambda item: importance[item[1]], default=None)


def _invite(
    organisation_id: str, role: str | None, covered: set[str], importance: Mapping[str, float], total: float
) -> Invitation:
    if role is None or role in covered or role not in importance:
        return Invitation(organisation_id, 0.0, ())
    covered.add(role)
    return Invitation(organisation_id, importance[role] / total, (role,))
