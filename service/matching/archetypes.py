"""What kind of network is asked about, and who usually sits in networks of that kind."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.networks import Archetype, NetworkProfile
from service.matching.network_text import Floats, TextSpace, likeness

Matrix = NDArray[np.float64]

#: Share of networks that seat a role which an archetype does not name.
_RARE = 0.01
#: What an archetype of another Land counts, and one that exists in this Land alone (log odds).
_FOREIGN, _NATIVE = -3.0, 0.5


@dataclass(frozen=True)
class ArchetypeSettings:
    """How much name, occasion, kind, level and the roles present tell of the archetype; all are log odds."""

    name: float = 20.0
    occasion: float = 10.0
    kind: float = 1.0
    level: float = 1.0
    roles: float = 0.3


@dataclass(frozen=True)
class Archetypes:
    """Archetypes as arrays: `shares` and `seats` have shape (archetypes, roles).

    `names` and `occasions` are example texts as columns; `name_of` and `occasion_of` tell the archetype of each.
    """

    archetypes: tuple[Archetype, ...]
    shares: Matrix
    seats: Matrix
    names: Floats
    name_of: NDArray[np.int64]
    occasions: Floats
    occasion_of: NDArray[np.int64]
    space: TextSpace
    settings: ArchetypeSettings


def archetype_texts(archetypes: Sequence[Archetype]) -> list[str]:
    """All example texts, without the gaps for a place."""
    return [placeless(text) for archetype in archetypes for text in (*archetype.names, *archetype.occasions)]


def placeless(text: str) -> str:
    """An example text without its gap for a place, with or without the ending of an adjective."""
    return text.replace("{town}er", " ").replace("{town}", " ")


def make_archetypes(
    archetypes: Sequence[Archetype], role_keys: Sequence[str], space: TextSpace, settings: ArchetypeSettings
) -> Archetypes:
    """Arrays of the archetypes."""
    column = {role: number for number, role in enumerate(role_keys)}
    shares, seats = np.full((len(archetypes), len(column)), _RARE), np.zeros((len(archetypes), len(column)))
    for row, archetype in enumerate(archetypes):
        for role, (share, number) in archetype.seats.items():
            shares[row, column[role]] = min(share, 1 - _RARE)
            seats[row, column[role]] = number
    names = [(row, name) for row, archetype in enumerate(archetypes) for name in archetype.names]
    occasions = [(row, text) for row, archetype in enumerate(archetypes) for text in archetype.occasions]
    return Archetypes(
        tuple(archetypes),
        shares,
        seats,
        space.vectors([placeless(name) for _, name in names]),
        np.array([row for row, _ in names]),
        space.vectors([placeless(text) for _, text in occasions]),
        np.array([row for row, _ in occasions]),
        space,
        settings,
    )


@dataclass(frozen=True)
class ArchetypeEvidence:
    """What the archetypes say of each role: usual `shares` and expected `further` seats; and the likeliest archetype."""

    shares: Matrix
    further: Matrix
    likeliest: Archetype
    chance: float


def archetype_evidence(
    archetypes: Archetypes, network: NetworkProfile, ags: str | None, present: Matrix
) -> ArchetypeEvidence:
    """The archetypes weighed by how likely the network is one of them; `present` counts the members a role."""
    chances = weigh_archetypes(archetypes, network, ags, present)
    best = int(chances.argmax())
    further = archetypes.shares * np.maximum(archetypes.seats - present, 0.0)
    return ArchetypeEvidence(
        chances @ archetypes.shares, chances @ further, archetypes.archetypes[best], float(chances[best])
    )


def weigh_archetypes(archetypes: Archetypes, network: NetworkProfile, ags: str | None, present: Matrix) -> Matrix:
    """Probability of each archetype, shape (archetypes,)."""
    settings, held = archetypes.settings, (present > 0).astype(np.float64)
    z = settings.name * _by_name(archetypes, network.name)
    z = z + settings.occasion * _by_occasion(archetypes, network.occasion or network.name)
    z = z + np.array([_fit(archetype, network, ags, settings) for archetype in archetypes.archetypes])
    z = z + settings.roles * (np.log(archetypes.shares) @ held + np.log(1 - archetypes.shares) @ (1 - held))
    powers = np.exp(z - z.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)


def _by_name(archetypes: Archetypes, name: str) -> Matrix:
    return _highest(likeness(archetypes.names, archetypes.space.vector(name)), archetypes.name_of)


def _by_occasion(archetypes: Archetypes, text: str) -> Matrix:
    vector = archetypes.space.vector(text)
    named = _highest(likeness(archetypes.names, vector), archetypes.name_of)
    told = _highest(likeness(archetypes.occasions, vector), archetypes.occasion_of)
    return np.asarray((named + told) / 2, dtype=np.float64)


def _highest(values: Floats, row_of: NDArray[np.int64]) -> Matrix:
    highest = np.zeros(int(row_of.max()) + 1)
    np.maximum.at(highest, row_of, values)
    return highest


def _fit(archetype: Archetype, network: NetworkProfile, ags: str | None, settings: ArchetypeSettings) -> float:
    kind = settings.kind / (1 + archetype.kinds.index(network.kind)) if network.kind in archetype.kinds else 0.0
    level = settings.level * (network.level == archetype.level)
    if not archetype.states or not ags:
        return kind + level
    return kind + level + (_NATIVE if ags[:2] in archetype.states else _FOREIGN)
