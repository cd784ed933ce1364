"""Search the directory: meaning, words and spelling together, in any language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Reason
from service.domain.organisations import Organisation
from service.errors import InvalidInput
from service.resources import Resources
from service.retrieval.close_reading import read_closely
from service.retrieval.encoder import Encoder, StaticEncoder
from service.retrieval.snapshot import Snapshot
from service.store.organisations import get_organisations
from service.store.session import reading
from service.usecases.places import checked_key

#: Shares of the parts of a score: likeness of meaning, of the whole text, and of the name as it is spelled.
MEANING, TEXT, NAME = 0.5, 0.3, 0.2
#: So many of the best are read closely: enough for a page, and quick however large the directory is. A transformer is too
#: slow for that while a person waits. CLOSELY is the share of close reading in the likeness of meaning.
COMPARED, CLOSELY = 20, 0.6
#: Below this score nothing is shown: a query about nothing in the directory gets no padding.
FLOOR = 0.07


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
    with reading(resources.store) as connection:
        found = rank(resources.encoder, snapshot, request, rows, lambda ids: get_organisations(connection, set(ids)))
    return SearchResult(tuple(found), not found)


def rank(
    encoder: Encoder,
    snapshot: Snapshot,
    request: SearchRequest,
    rows: NDArray[np.int64],
    read: Callable[[Sequence[str]], Mapping[str, Organisation]],
) -> list[Hit]:
    """The best organisations at the rows, best first; the first ones are read closely."""
    vector = encoder.encode([request.query])[0]
    parts = score_parts(snapshot, vector, request.query, rows)
    best = highest(parts.sum(axis=1), max(request.limit, COMPARED))
    ids = snapshot.ids(rows[best])
    known = read(ids)
    kept = [known[one] for one in ids if one in known]
    chosen = parts[best[[one in known for one in ids]]]
    if isinstance(encoder, StaticEncoder):
        closely = read_closely(encoder, request.query, [_texts(organisation) for organisation in kept[:COMPARED]])
        chosen[:COMPARED, 0] += CLOSELY * (MEANING * closely - chosen[:COMPARED, 0])
    order = np.argsort(-chosen.sum(axis=1), kind="stable")[: request.limit]
    return [_hit(kept[row], chosen[row]) for row in order if chosen[row].sum() >= FLOOR]


def highest(scores: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Positions of the highest scores, equal ones in their order; sorting all of a large directory takes too long."""
    if number < len(scores):
        least = np.partition(scores, len(scores) - number)[len(scores) - number]
        likely = np.flatnonzero(scores >= least)
        return likely[np.argsort(-scores[likely], kind="stable")][:number]
    return np.argsort(-scores, kind="stable")


def _texts(organisation: Organisation) -> tuple[str, ...]:
    return organisation.name, organisation.description, ", ".join(organisation.topics)


def score_parts(
    snapshot: Snapshot, vector: NDArray[np.float32], query: str, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Likeness of meaning, text and name by their shares, shape (rows, 3); the score is their sum."""
    parts = [
        MEANING * np.clip(snapshot.semantic_scores(vector, rows), 0.0, 1.0),
        TEXT * np.clip(snapshot.text_scores(query, rows), 0.0, 1.0),
        NAME * np.clip(snapshot.name_scores([query], rows)[0], 0.0, 1.0),
    ]
    return np.stack(parts, axis=1).astype(np.float64)


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


def _hit(organisation: Organisation, parts: NDArray[np.float64]) -> Hit:
    reasons = (Reason(code, float(part)) for code, part in zip(("meaning", "text", "name"), parts, strict=True))
    return Hit(organisation, float(parts.sum()), (Reason("base", 0.0), *reasons))
