"""Organisations of the store: get, list, save, delete, and what changed since."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields

from sqlalchemy import Connection, delete, exists, func, or_, select, tuple_, update

from service.domain.organisations import Organisation
from service.domain.places import canonical
from service.store.schema import deletions, organisations, records
from service.store.statements import chunks, starts_with, upsert

_SELECT = select(*(organisations.c[field.name] for field in fields(Organisation)))


def get_organisation(connection: Connection, organisation_id: str) -> Organisation | None:
    """The organisation stored under an id."""
    return get_organisations(connection, [organisation_id]).get(organisation_id)


def get_organisations(connection: Connection, ids: Collection[str]) -> dict[str, Organisation]:
    """The stored organisations among any number of ids, by id."""
    found: dict[str, Organisation] = {}
    for chunk in chunks(ids):
        rows = connection.execute(_SELECT.where(organisations.c.id.in_(chunk)))
        found |= {row[0]: Organisation(*row) for row in rows}
    return found


def list_organisations(
    connection: Connection, *, prefix: str | None = None, role: str | None = None, after: str = "", limit: int = 100
) -> list[Organisation]:
    """Organisations by id after a given one; `prefix` (a key of a place) keeps those with their seat within it."""
    query = _SELECT.where(organisations.c.id > after).order_by(organisations.c.id).limit(limit)
    if prefix:
        query = query.where(starts_with(organisations.c.ags, canonical(prefix)))
    if role is not None:
        query = query.where(organisations.c.role == role)
    return [Organisation(*row) for row in connection.execute(query)]


def list_of_districts(connection: Connection, districts: Collection[str] | None) -> list[Organisation]:
    """Organisations with their seat in Kreise (keys of 5 digits), and those without a seat; all of them for None."""
    if districts is None:
        return [Organisation(*row) for row in connection.execute(_SELECT.order_by(organisations.c.id))]
    found = [Organisation(*row) for row in connection.execute(_SELECT.where(organisations.c.ags.is_(None)))]
    for district in sorted(districts):
        rows = connection.execute(_SELECT.where(starts_with(organisations.c.ags, district)))
        found += [Organisation(*row) for row in rows]
    return sorted(found, key=lambda one: one.id)


def list_at_places(connection: Connection, keys: Collection[str]) -> list[Organisation]:
    """Organisations with their seat or catchment at one of these very keys, by id."""
    found: dict[str, Organisation] = {}
    for chunk in chunks(keys):
        found |= {
            row[0]: Organisation(*row) for row in connection.execute(_SELECT.where(organisations.c.ags.in_(chunk)))
        }
    wanted = set(keys)
    with_catchment = connection.execute(_SELECT.where(organisations.c.catchment != ()))
    found |= {row[0]: one for row in with_catchment if wanted & set((one := Organisation(*row)).catchment)}
    return [found[one] for one in sorted(found)]


def list_stale(
    connection: Connection, oldest: str, *, prefix: str | None = None, after: str = "", limit: int = 100
) -> list[Organisation]:
    """Organisations that nobody checked and no source delivered since a day, by id, with their seat in a place."""
    fresh = exists().where(records.c.organisation_id == organisations.c.id, records.c.delivered_on >= oldest)
    unchecked = or_(organisations.c.verified_on.is_(None), organisations.c.verified_on < oldest)
    query = _SELECT.where(organisations.c.id > after, unchecked, ~fresh).order_by(organisations.c.id).limit(limit)
    if prefix:
        query = query.where(starts_with(organisations.c.ags, canonical(prefix)))
    return [Organisation(*row) for row in connection.execute(query)]


def count_organisations(connection: Connection) -> int:
    """How many organisations are stored."""
    return int(connection.execute(select(func.count()).select_from(organisations)).scalar_one())


def find_by_source_key(connection: Connection, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Ids of the organisations that hold these pairs of source and source key."""
    pair = tuple_(organisations.c.source, organisations.c.source_key)
    columns = select(organisations.c.source, organisations.c.source_key, organisations.c.id)
    found: dict[tuple[str, str], str] = {}
    for chunk in chunks(keys):
        found |= {(source, key): id_ for source, key, id_ in connection.execute(columns.where(pair.in_(chunk)))}
    return found


def save_organisations(connection: Connection, items: Sequence[Organisation], generation: int) -> int:
    """Insert or replace organisations by id; returns how many of the items were stored before.

    The last item of an id wins. So does the last one of a source and source key: any other organisation that holds the
    pair keeps everything but its source key, since one record of a source is one organisation.
    """
    latest = {item.id: item for item in items}
    owners = {(item.source, item.source_key): item.id for item in latest.values() if item.source and item.source_key}
    known = _known(connection, latest)
    _release_pairs(connection, owners, generation)
    rows = [{**vars(item), "generation": generation} for item in latest.values()]
    for row in rows:
        if owners.get((row["source"], row["source_key"]), row["id"]) != row["id"]:
            row["source_key"] = None
    if rows:
        connection.execute(upsert(connection, organisations), rows)
    for chunk in chunks(latest.keys() - known):
        connection.execute(delete(deletions).where(deletions.c.id.in_(chunk)))
    return sum(item.id in known for item in items)


def _known(connection: Connection, ids: Collection[str]) -> set[str]:
    known: set[str] = set()
    for chunk in chunks(ids):
        known.update(connection.execute(select(organisations.c.id).where(organisations.c.id.in_(chunk))).scalars())
    return known


def _release_pairs(connection: Connection, owners: dict[tuple[str, str], str], generation: int) -> None:
    """Take the source keys from the organisations that hold them and are not to own them."""
    held = find_by_source_key(connection, owners.keys())
    losing = [holder for pair, holder in held.items() if holder != owners[pair]]
    for chunk in chunks(losing):
        released = update(organisations).where(organisations.c.id.in_(chunk))
        connection.execute(released.values(source_key=None, generation=generation))


def delete_organisation(connection: Connection, organisation_id: str, generation: int) -> bool:
    """Delete an organisation with its seats in networks and note that it is gone; False where it was not stored."""
    gone = connection.execute(delete(organisations).where(organisations.c.id == organisation_id)).rowcount > 0
    if gone:
        connection.execute(upsert(connection, deletions), {"id": organisation_id, "generation": generation})
    return gone


def list_changes(connection: Connection, since: int, batch: int = 2000) -> Iterator[list[Organisation]]:
    """Every organisation written after a change (0: all), by id, in batches."""
    # The ids first, from the index alone: paging by id through the rows would read all of them to find a few.
    changed = connection.execute(select(organisations.c.id).where(organisations.c.generation > since)).scalars()
    for chunk in chunks(sorted(changed), batch):
        found = get_organisations(connection, chunk)
        yield [found[organisation_id] for organisation_id in chunk]


def list_deletions(connection: Connection, since: int) -> list[str]:
    """Ids deleted after a change and not stored again, sorted."""
    gone = connection.execute(select(deletions.c.id).where(deletions.c.generation > since)).scalars()
    return sorted(gone)
