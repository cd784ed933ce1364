"""Read organisations one by one or page by page."""

from collections.abc import Collection

from service.domain.organisations import Organisation
from service.errors import NotFound
from service.resources import Resources
from service.store.merges import find_organisations
from service.store.organisations import get_organisations, list_organisations
from service.store.session import reading
from service.usecases.places import checked_key


def get_one(resources: Resources, organisation_id: str) -> Organisation:
    """The organisation stored under an id, or the one that took it in; raises NotFound."""
    with reading(resources.store) as connection:
        found = find_organisations(connection, [organisation_id])
    if not found:
        raise NotFound()
    return found[organisation_id]


def get_many(resources: Resources, ids: Collection[str]) -> dict[str, Organisation]:
    """The stored organisations among the ids, by id."""
    with reading(resources.store) as connection:
        return get_organisations(connection, ids)


def list_page(resources: Resources, ags: str | None, role: str | None, after: str, limit: int) -> list[Organisation]:
    """Organisations by id after a given one, with their seat within a place and of a role where these are given."""
    prefix = checked_key(ags, "/ags", resources.knowledge.register)
    with reading(resources.store) as connection:
        return list_organisations(connection, prefix=prefix, role=role, after=after, limit=limit)
