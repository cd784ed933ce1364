"""Recognise pasted lines: which organisation each names, and which role it holds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import RecognisedMember
from service.domain.names import READ_CHARACTERS, clean_line, normal_name
from service.domain.persons import may_name_a_person, without_persons
from service.matching.recognition import guess_roles, has_words, nothing_recognised, same_name, with_role
from service.resources import Resources
from service.retrieval.snapshot import Snapshot
from service.sources.members.words import member_words
from service.usecases.places import checked_key

#: How many likely organisations are compared letter by letter with a line.
_COMPARED = 20


def recognise_members(resources: Resources, names: Sequence[str], ags: str | None) -> tuple[RecognisedMember, ...]:
    """Every line answered in its order; raises InvalidInput for a key that does not exist."""
    key = checked_key(ags, "/ags", resources.knowledge.register)
    snapshot = resources.snapshot
    rows = snapshot.rows_of_place(key) if key is not None else np.zeros(0, dtype=np.int64)
    return recognise(resources, names, snapshot, rows)


def recognise(
    resources: Resources, names: Sequence[str], snapshot: Snapshot, rows: NDArray[np.int64]
) -> tuple[RecognisedMember, ...]:
    """Recognise lines against the organisations at the rows of a snapshot, then by the role model."""
    if not names:
        return ()
    role_keys = resources.knowledge.taxonomy.role_keys
    lines = [name_in_line(name) for name in names]
    probabilities = resources.role_model.probabilities(lines, encode_names(resources, lines))
    found = match_names(snapshot, lines, rows)
    members = []
    for given, line, chances, row in zip(names, lines, probabilities, found, strict=True):
        if not has_words(line):
            members.append(RecognisedMember(given, None, nothing_recognised(role_keys)))
            continue
        roles = guess_roles(chances * belief(given), role_keys)
        member = RecognisedMember(given, snapshot.ids([row])[0] if row is not None else None, roles)
        if row is not None:
            at = np.array([row])
            role = role_keys[int(snapshot.roles(at)[0])]
            member = with_role(member, role, float(snapshot.confidences(at)[0]))
        members.append(member)
    return tuple(members)


def name_in_line(line: str) -> str:
    """The organisation that a pasted line names, without the person who came for it; "" where it names only a person."""
    text, words = clean_line(line), member_words()
    return without_persons(text, words) if may_name_a_person(text, words) else text


def belief(line: str) -> float:
    """How far a line can be a name: less than 1 where it is longer than any organisation's name."""
    return min(1.0, READ_CHARACTERS / max(len(line), 1))


def encode_names(resources: Resources, names: Sequence[str]) -> NDArray[np.float32]:
    """Embeddings of names for the role model; a model fitted with another encoder does not read them."""
    if len(resources.role_model.vector_weights) != resources.encoder.dimension:
        return np.zeros((len(names), len(resources.role_model.vector_weights)), dtype=np.float32)
    return resources.encoder.encode(names)


def match_names(snapshot: Snapshot, lines: Sequence[str], rows: NDArray[np.int64]) -> list[int | None]:
    """For each line the row of the organisation it names; None where none is close enough."""
    if not len(rows):
        return [None] * len(lines)
    local = set(rows.tolist())
    scores = snapshot.name_scores(lines, rows)
    matched: list[int | None] = []
    for line, likeness in zip(lines, scores, strict=True):
        exact = [int(row) for row in snapshot.rows_named(normal_name(line)) if int(row) in local]
        likely = rows[np.argsort(-likeness, kind="stable")[:_COMPARED]]
        best = None if exact else same_name(line, snapshot.names(likely))
        matched.append(exact[0] if exact else int(likely[best]) if best is not None else None)
    return matched
