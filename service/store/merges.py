"""Organisations that were taken into others, and pairs that may be one."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, delete, or_, select

from service.domain.imports import Merge
from service.domain.organisations import Organisation
from service.domain.resolution import LikelyPair, PairState
from service.store.organisations import get_organisations
from service.store.schema import merges, pairs
from service.store.statements import chunks, upsert


def save_merge(connection: Connection, merge: Merge) -> None:
    """Note that an organisation was taken into another one."""
    connection.execute(upsert(connection, merges), vars(merge))


def get_merge(connection: Connection, merged_id: str) -> Merge | None:
    """What became of an organisation that was merged."""
    row = connection.execute(select(merges).where(merges.c.merged_id == merged_id)).one_or_none()
    return Merge(*row) if row else None


def list_merged_into(connection: Connection, into_id: str) -> list[Merge]:
    """What an organisation took in, by id."""
    query = select(merges).where(merges.c.into_id == into_id).order_by(merges.c.merged_id)
    return [Merge(*row) for row in connection.execute(query)]


def delete_merge(connection: Connection, merged_id: str) -> None:
    """Forget a merge."""
    connection.execute(delete(merges).where(merges.c.merged_id == merged_id))


def successors_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """For each merged id the organisation that holds it now, through every later merge."""
    found: dict[str, str] = {}
    wanted = set(ids)
    while wanted:
        step: dict[str, str] = {}
        for chunk in chunks(wanted):
            rows = connection.execute(select(merges.c.merged_id, merges.c.into_id).where(merges.c.merged_id.in_(chunk)))
            step |= {merged: into for merged, into in rows}
        found = {merged: step.get(into, into) for merged, into in found.items()} | {
            merged: into for merged, into in step.items() if merged in ids
        }
        wanted = set(step.values())
    return found


def find_organisations(connection: Connection, ids: Collection[str]) -> dict[str, Organisation]:
    """Organisations by the ids that were asked for; a merged id finds the one that took it in."""
    found = get_organisations(connection, ids)
    successors = successors_of(connection, [one for one in ids if one not in found])
    if successors:
        held = get_organisations(connection, set(successors.values()))
        found |= {one: held[into] for one, into in successors.items() if into in held}
    return found


def save_pairs(connection: Connection, items: Sequence[LikelyPair]) -> None:
    """Insert or replace pairs by their ids."""
    for chunk in chunks([vars(item) for item in items], 5000):
        connection.execute(upsert(connection, pairs), chunk)


def get_pair(connection: Connection, first: str, second: str) -> LikelyPair | None:
    """The pair of two organisations, in either order."""
    first, second = sorted((first, second))
    row = connection.execute(select(pairs).where(_is(first, second))).one_or_none()
    return LikelyPair(*row) if row else None


def decided_pairs(connection: Connection) -> set[tuple[str, str]]:
    """Pairs about which somebody decided."""
    rows = connection.execute(select(pairs.c.first_id, pairs.c.second_id).where(pairs.c.state != PairState.OPEN))
    return {(first, second) for first, second in rows}


def list_open_pairs(connection: Connection, offset: int, limit: int) -> list[LikelyPair]:
    """Pairs that wait for a decision, the likeliest first."""
    query = select(pairs).where(pairs.c.state == PairState.OPEN)
    query = query.order_by(pairs.c.score.desc(), pairs.c.first_id, pairs.c.second_id).offset(offset).limit(limit)
    return [LikelyPair(*row) for row in connection.execute(query)]


def delete_open_pairs(connection: Connection, ids: Collection[str]) -> None:
    """Delete the undecided pairs of organisations."""
    for chunk in chunks(ids):
        either = or_(pairs.c.first_id.in_(chunk), pairs.c.second_id.in_(chunk))
        connection.execute(delete(pairs).where(either, pairs.c.state == PairState.OPEN))


def _is(first: str, second: str) -> ColumnElement[bool]:
    return (pairs.c.first_id == first) & (pairs.c.second_id == second)
