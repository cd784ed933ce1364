"""Evaluation of search: judged questions in six kinds of language over a directory that no training text knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from service.domain.organisations import Organisation
from service.domain.taxonomy import OTHER, Taxonomy
from service.retrieval.encoder import Encoder
from service.retrieval.profile import profile_text
from service.retrieval.segment import make_segment
from service.retrieval.snapshot import empty_snapshot
from service.sources.files import read_json_lines
from service.usecases.search_organisations import SearchRequest, rank
from training.baselines import Encode, Matrix, bm25, cosine, fused
from training.crossfit import CrossFit
from training.measures import by_slice, gain_at, interval
from training.report import Figure, Section

GOALS = {"nDCG@10": 0.60, "worst language": 0.45}


@dataclass(frozen=True)
class JudgedQuery:
    """A question, its kind of language and its relevant organisations with their grades (1 to 3)."""

    text: str
    language: str
    kind: str
    relevant: Mapping[str, int]


def evaluate_search(
    folder: Path, recogniser: CrossFit, encoder: Encoder, taxonomy: Taxonomy, transformer: Encode
) -> Section:
    """The service's search beside BM25, the transformer and their fusion."""
    unread = read_organisations(folder / "organisations.jsonl", taxonomy)
    told = recogniser.recognise([organisation.name for organisation in unread], "")
    organisations = [
        replace(organisation, role=member.role, role_confidence=member.confidence)
        for organisation, member in zip(unread, told, strict=True)
    ]
    queries = read_queries(folder / "queries.jsonl")
    texts = [profile_text(organisation, taxonomy) for organisation in organisations]
    asked = [query.text for query in queries]
    lexical, semantic = bm25(texts, asked), cosine(texts, asked, transformer)
    ids = [organisation.id for organisation in organisations]
    orders = {
        "Wer fehlt?": search_orders(organisations, asked, encoder, taxonomy),
        "BM25": orders_of(lexical, ids),
        "all-MiniLM-L6-v2 + FAISS": orders_of(semantic, ids),
        "fusion of both": orders_of(fused([lexical, semantic]), ids),
    }
    gains = {name: gains_of(found, queries) for name, found in orders.items()}
    figures = {name: _figures(found, queries) for name, found in gains.items()}
    slices = {
        "kind of language (nDCG@10)": by_slice(gains["Wer fehlt?"], [query.language for query in queries]),
        "kind of question (nDCG@10)": by_slice(gains["Wer fehlt?"], [query.kind for query in queries]),
    }
    about = f"{len(queries)} invented questions over {len(ids)} invented organisations, written without sight of the lexicon;"
    about += " options of the encoder and shares of the search were chosen with them in view."
    return Section("Search", about, figures, GOALS, slices)


def search_orders(
    organisations: Sequence[Organisation], asked: Sequence[str], encoder: Encoder, taxonomy: Taxonomy
) -> list[list[str]]:
    """Ids in the order in which the service's search shows them, one list a question."""
    segment = make_segment(organisations, taxonomy, encoder)
    snapshot = empty_snapshot(encoder.dimension).with_changes(segment, (), 1).merged()
    known = {organisation.id: organisation for organisation in organisations}
    rows = snapshot.rows_of_place(None)
    requests = (SearchRequest(text, limit=10) for text in asked)
    return [[hit.organisation.id for hit in rank(encoder, snapshot, one, rows, lambda ids: known)] for one in requests]


def orders_of(scores: Matrix, ids: Sequence[str]) -> list[list[str]]:
    """Ids by falling score, one list a question."""
    return [[ids[row] for row in np.argsort(-of, kind="stable")] for of in scores]


def gains_of(orders: Sequence[Sequence[str]], queries: Sequence[JudgedQuery]) -> Matrix:
    """nDCG@10 of each question; grades gain 2^grade - 1."""
    return np.array([gain_at(order, query.relevant, 10) for order, query in zip(orders, queries, strict=True)])


def _figures(gains: Matrix, queries: Sequence[JudgedQuery]) -> dict[str, Figure]:
    low, high = interval(gains, [query.text for query in queries])
    languages = by_slice(gains, [query.language for query in queries])
    return {"nDCG@10": Figure(float(gains.mean()), low, high), "worst language": Figure(min(languages.values()))}


def read_queries(path: Path) -> list[JudgedQuery]:
    """The questions of the file."""
    return [JudgedQuery(row["query"], row["lang"], row["kind"], row["relevant"]) for row in read_json_lines(path)]


def read_organisations(path: Path, taxonomy: Taxonomy) -> list[Organisation]:
    """The organisations of the file as they would be written without a role."""
    return [_organisation(row, taxonomy) for row in read_json_lines(path)]


def _organisation(row: Mapping[str, Any], taxonomy: Taxonomy) -> Organisation:
    return Organisation(
        id=row["id"],
        name=row["name"],
        role=OTHER,
        role_stated=False,
        role_confidence=0.0,
        description=row["description"],
        topics=tuple(row["topics"]),
        languages=tuple(taxonomy.language_code(name) or name for name in row["languages"]),
        place=row["place"],
    )
