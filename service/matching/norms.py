"""Norm rosters: which apply to a network, and how strongly they call for each role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.networks import NetworkProfile, NormEntry, NormRoster, Obligation

#: How much of a full call each obligation is.
STRENGTH: Mapping[Obligation, float] = {Obligation.MUST: 1.0, Obligation.SHOULD: 0.6, Obligation.MAY: 0.3}


@dataclass(frozen=True)
class Call:
    """The strongest call of the applying norms for a role."""

    norm: NormRoster
    entry: NormEntry

    @property
    def strength(self) -> float:
        """1 for must, less for should and may."""
        return STRENGTH[self.entry.obligation]


def applies(norm: NormRoster, network: NetworkProfile, ags: str | None) -> bool:
    """Whether every condition of the norm holds; what is not known of the network does not speak against it."""
    conditions = norm.applies_to
    text = network.text.casefold()
    fits = [
        network.kind is None or not conditions.kinds or network.kind in conditions.kinds,
        network.level is None or not conditions.levels or network.level in conditions.levels,
        network.phase is None or not conditions.phases or network.phase in conditions.phases,
        not ags or not conditions.states or ags[:2] in conditions.states,
        not conditions.words or any(word in text for word in conditions.words),
        not any(word in text for word in conditions.not_words),
    ]
    return all(fits)


def applicable(norms: Mapping[str, NormRoster], network: NetworkProfile, ags: str | None) -> tuple[NormRoster, ...]:
    """The norms whose own conditions fit the network, by key."""
    return tuple(norm for _, norm in sorted(norms.items()) if applies(norm, network, ags))


def strongest_calls(norms: Sequence[NormRoster]) -> dict[str, Call]:
    """For each role the strongest call; between equal ones the norm that comes first."""
    calls: dict[str, Call] = {}
    for norm in norms:
        for entry in norm.entries:
            call = Call(norm, entry)
            if entry.role not in calls or call.strength > calls[entry.role].strength:
                calls[entry.role] = call
    return calls
