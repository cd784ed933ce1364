"""The directory page by page, as filters leave it."""

from bisect import bisect_right
from dataclasses import dataclass

from service.domain.organisations import Organisation, Visibility
from service.resources import Resources
from service.usecases.read_organisations import get_many
from service.usecases.search_organisations import SearchRequest, filtered_rows


@dataclass(frozen=True)
class Listed:
    """Organisations of a page by id, how many there are on all pages, and the id after which the next page begins."""

    organisations: tuple[Organisation, ...]
    total: int
    following: str


def list_ids(resources: Resources, request: SearchRequest) -> list[str]:
    """Ids of the public organisations that the filters leave, sorted; raises InvalidInput for what nobody knows."""
    snapshot = resources.snapshot
    return snapshot.ids(filtered_rows(resources, snapshot, request))


def list_directory(resources: Resources, request: SearchRequest, after: str) -> Listed:
    """The next organisations after an id, as many as the request allows; raises InvalidInput."""
    ids = list_ids(resources, request)
    first = bisect_right(ids, after)
    chosen = ids[first : first + request.limit]
    # Another process may have hidden an organisation that is still served.
    known = {one.id: one for one in get_many(resources, set(chosen)).values() if one.visibility is Visibility.PUBLIC}
    following = chosen[-1] if len(ids) > first + request.limit else ""
    return Listed(tuple(known[one] for one in chosen if one in known), len(ids), following)
