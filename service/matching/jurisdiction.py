"""Jurisdiction: which level, place and office the law makes responsible for a role."""

from service.domain.answers import Responsible
from service.domain.places import Level, Register, canonical, truncate
from service.domain.taxonomy import Role


def responsible_for(role: Role, ags: str | None, register: Register) -> Responsible | None:
    """The responsible office of a role for a place; None where no public body is responsible or the place is unknown.

    A place too large for the level (a Land asking for a Jobcenter) is answered with the level and the place itself.
    """
    if ags is None or role.jurisdiction is Level.NONE:
        return None
    level = role.level_in(ags[:2])
    if level is Level.GOVERNMENT_DISTRICT and len(ags) >= 3 and ags[:3] not in register.government_districts:
        level = Level.STATE
    key = truncate(ags, level)
    place = register.place(canonical(ags) if key is None else key)
    where = place.name if place.key else ""
    kind = f"{place.type} " if place.type.endswith(("kreis", "Kreis")) and not place.name.endswith("kreis") else ""
    office = role.authority_in(ags[:2])
    return Responsible(level, place.key, f"{office} ({kind}{where})" if where else office)


def serves(prefixes: tuple[str, ...], ags: str | None) -> bool:
    """Whether one of an organisation's places contains the whole place asked about."""
    return ags is not None and any(canonical(ags).startswith(canonical(prefix)) for prefix in prefixes)
