"""Search the directory: meaning, words and spelling together, in any language."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Reason
from service.domain.organisations import Organisation
from service.errors import InvalidInput
from service.resources import Resources
from service.retrieval.snapshot import Snapshot
from service.store.organisations import get_organisations
from service.store.session import reading
from service.usecases.places import checked_key

#: Shares of the parts of a score: likeness of meaning, of the whole text, and of the name as it is spelled.
MEANING, TEXT, NAME = 0.5, 0.3, 0.2
#: Below this score nothing is shown: a query about nothing in the directory gets no padding.
FLOOR = 0.12


@dataclass(frozen=True)
class SearchRequest:
    """What is looked for and where."""

    query: str
    ags: str | None = None
    role: str | None = None
    language: str | None = None
    field: str | None = None
    limit: int = 20


@dataclass(frozen=True)
class Hit:
    """A found organisation; its reasons add up to the score."""

    organisation: Organisation
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class SearchResult:
    """Hits, best first; `abstained` when nothing was close enough."""

    hits: tuple[Hit, ...]
    abstained: bool


def search(resources: Resources, request: SearchRequest) -> SearchResult:
    """The organisations closest to the query; raises InvalidInput for an unknown role, field or place."""
    snapshot = resources.snapshot
    rows = filtered_rows(resources, snapshot, request)
    if not len(rows):
        return SearchResult((), True)
    vector = resources.encoder.encode([request.query])[0]
    parts = np.stack(
        [
            MEANING * np.clip(snapshot.semantic_scores(vector, rows), 0.0, 1.0),
            TEXT * np.clip(snapshot.text_scores(request.query, rows), 0.0, 1.0),
            NAME * np.clip(snapshot.name_scores([request.query], rows)[0], 0.0, 1.0),
        ],
        axis=1,
    ).astype(np.float64)
    scores = parts.sum(axis=1)
    best = np.argsort(-scores, kind="stable")[: request.limit]
    best = best[scores[best] >= FLOOR]
    return SearchResult(_hits(resources, snapshot, rows[best], scores[best], parts[best]), not len(best))


def filtered_rows(resources: Resources, snapshot: Snapshot, request: SearchRequest) -> NDArray[np.int64]:
    """Rows of the place that hold the role and state the language, in the order of ids."""
    taxonomy = resources.knowledge.taxonomy
    if request.role is not None and request.role not in taxonomy.roles:
        raise InvalidInput.at("/role", "unknown_role", role=request.role)
    if request.field is not None and request.field not in taxonomy.fields:
        raise InvalidInput.at("/field", "unknown_field", field=request.field)
    rows = snapshot.rows_of_place(checked_key(request.ags, "/ags", resources.knowledge.register))
    wanted = {request.role} if request.role else None
    if request.field:
        typical = set(taxonomy.fields[request.field].roles)
        wanted = typical if wanted is None else wanted & typical
    if wanted is not None:
        numbers = [number for number, key in enumerate(taxonomy.role_keys) if key in wanted]
        rows = rows[np.isin(snapshot.roles(rows), numbers)]
    if request.language:
        facet = ("language", taxonomy.language_code(request.language) or request.language)
        stated = [facet in facets for facets in snapshot.facets(rows)]
        rows = rows[np.array(stated, dtype=bool)] if len(rows) else rows
    return rows


def _hits(
    resources: Resources,
    snapshot: Snapshot,
    rows: NDArray[np.int64],
    scores: NDArray[np.float64],
    parts: NDArray[np.float64],
) -> tuple[Hit, ...]:
    ids = snapshot.ids(rows)
    with reading(resources.store) as connection:
        organisations = get_organisations(connection, set(ids))
    hits = []
    for organisation_id, score, (meaning, text, name) in zip(ids, scores, parts, strict=True):
        if organisation_id in organisations:
            reasons = (Reason("meaning", float(meaning)), Reason("text", float(text)), Reason("name", float(name)))
            hits.append(Hit(organisations[organisation_id], float(score), (Reason("base", 0.0), *reasons)))
    return tuple(hits)
