"""Ask who is missing: recognise the members, gather what is around, call the pipeline, fetch what is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import Answer, GivenMember, Question, RecognisedMember
from service.domain.organisations import Organisation
from service.domain.taxonomy import Staffing
from service.errors import FieldProblem, InvalidInput
from service.matching.bridges import Seats
from service.matching.directory import LocalDirectory
from service.matching.pipeline import WIDER_ROLES, Surroundings, who_is_missing
from service.matching.recognition import stated
from service.resources import Resources
from service.retrieval.snapshot import Snapshot
from service.store.merges import find_organisations
from service.store.networks import list_networks_overlapping
from service.store.organisations import get_organisations
from service.store.session import reading
from service.usecases.keep_decisions import with_decisions
from service.usecases.places import checked_key
from service.usecases.recognise_members import recognise


@dataclass(frozen=True)
class AnswerView:
    """An answer and the organisations it names, by id."""

    answer: Answer
    organisations: dict[str, Organisation]


def ask(resources: Resources, question: Question) -> AnswerView:
    """Answer a question and read whom the answer names; raises InvalidInput for unknown roles, norms, ids or places."""
    answer = find_answer(resources, question)
    with reading(resources.store) as connection:
        return AnswerView(answer, get_organisations(connection, set(shown_ids(answer))))


def find_answer(resources: Resources, question: Question) -> Answer:
    """The answer with ids alone, which is all that numbers and roles need; raises InvalidInput as `ask` does."""
    checked = check_question(resources, with_decisions(resources, question))
    snapshot = resources.snapshot
    rows = snapshot.rows_of_place(checked.ags)
    members = recognise_given(resources, checked.members, snapshot, rows)
    return who_is_missing(checked, members, resources.knowledge, surroundings(resources, checked, snapshot, rows))


def check_question(resources: Resources, question: Question) -> Question:
    """The question with today's key of its place; raises InvalidInput with every bad field."""
    knowledge = resources.knowledge
    problems = [
        FieldProblem(f"/members/{number}/role", "unknown_role", {"role": member.role})
        for number, member in enumerate(question.members)
        if member.role is not None and member.role not in knowledge.taxonomy.roles
    ]
    problems += [
        FieldProblem(f"/norms/{number}", "unknown_norm", {"norm": key})
        for number, key in enumerate(question.norms or ())
        if key not in knowledge.norms
    ]
    problems += [
        FieldProblem(f"/network/fields/{number}", "unknown_field", {"field": key})
        for number, key in enumerate(question.network.fields)
        if key not in knowledge.taxonomy.fields
    ]
    if problems:
        raise InvalidInput(problems)
    return replace(question, ags=checked_key(question.ags, "/ags", knowledge.register))


def recognise_given(
    resources: Resources, given: Sequence[GivenMember], snapshot: Snapshot, rows: NDArray[np.int64]
) -> tuple[RecognisedMember, ...]:
    """Members by id from the store, the others by their line; a stated role wins with confidence 1."""
    wanted = [member.organisation_id for member in given if member.organisation_id]
    with reading(resources.store) as connection:
        stored = find_organisations(connection, set(wanted)) if wanted else {}
    unknown = [
        FieldProblem(f"/members/{number}/id", "unknown_organisation", {})
        for number, member in enumerate(given)
        if member.organisation_id and member.organisation_id not in stored and not member.name
    ]
    if unknown:
        raise InvalidInput(unknown)
    # What a line says matters only where no organisation is stored for it.
    found = [stored.get(member.organisation_id or "") for member in given]
    lines = [member.name for member, known in zip(given, found, strict=True) if known is None]
    recognised = iter(recognise(resources, lines, snapshot, rows))
    return tuple(
        _as_stored(member, known) if known else _as_given(member, next(recognised))
        for member, known in zip(given, found, strict=True)
    )


def _as_stored(given: GivenMember, stored: Organisation) -> RecognisedMember:
    role = stated(given.role or stored.role)
    roles = role if given.role else (replace(role[0], confidence=stored.role_confidence),)
    return RecognisedMember(given.name or stored.name, stored.id, roles)


def _as_given(given: GivenMember, recognised: RecognisedMember) -> RecognisedMember:
    return replace(recognised, roles=stated(given.role)) if given.role else recognised


def surroundings(resources: Resources, question: Question, snapshot: Snapshot, rows: NDArray[np.int64]) -> Surroundings:
    """The organisations and stored networks around the network; the network asked about is no evidence of itself."""
    with reading(resources.store) as connection:
        networks = list_networks_overlapping(connection, question.ags) if question.ags else []
    seats = [
        Seats(network.id, network.profile.name, frozenset(m.organisation_id for m in network.memberships))
        for network in networks
        if network.id != question.network_id and network.profile.name != question.network.name
    ]
    local = local_directory(snapshot, rows, seats)
    return Surroundings(local, wider_directory(resources, snapshot, question, seats), seats)


def wider_directory(
    resources: Resources, snapshot: Snapshot, question: Question, seats: Sequence[Seats]
) -> LocalDirectory:
    """The organisations of the same Land that hold one of the roles reaching past a place."""
    rows = snapshot.rows_of_place(question.ags[:2] if question.ags else None)
    numbers = [number for number, key in enumerate(resources.knowledge.taxonomy.role_keys) if key in WIDER_ROLES]
    rows = rows[np.isin(snapshot.roles(rows), numbers)]
    return local_directory(snapshot, rows, seats)


def local_directory(snapshot: Snapshot, rows: NDArray[np.int64], networks: Sequence[Seats]) -> LocalDirectory:
    """Columns of the organisations at the rows, as matching reads them."""
    ties: dict[str, set[str]] = {}
    for network in networks:
        for organisation_id in network.organisations:
            ties.setdefault(organisation_id, set()).add(network.network_id)
    volunteer = list(Staffing).index(Staffing.VOLUNTEER)
    return LocalDirectory(
        ids=snapshot.ids(rows),
        names=snapshot.names(rows),
        roles=snapshot.roles(rows),
        confidences=snapshot.confidences(rows),
        volunteer=snapshot.staffing(rows) == volunteer,
        described=snapshot.described(rows),
        unverified=snapshot.unverified(rows),
        prefixes=snapshot.prefixes(rows),
        facets=snapshot.facets(rows),
        name_likeness=lambda texts: snapshot.name_scores(texts, rows),
        ties={organisation_id: frozenset(found) for organisation_id, found in ties.items()},
    )


def shown_ids(answer: Answer) -> Iterator[str]:
    """Ids of all organisations that an answer names."""
    yield from (member.organisation_id for member in answer.members if member.organisation_id)
    groups = [gap.candidates for gap in answer.gaps] + [perspective.candidates for perspective in answer.perspectives]
    for candidates in groups + [bridge.candidates for bridge in answer.bridges]:
        yield from (candidate.organisation_id for candidate in candidates)
    for bridge in answer.bridges:
        yield from (one for side in bridge.between for one in side)
    yield from (recommendation.candidate.organisation_id for recommendation in answer.recommendations)
    yield from (invitation.organisation_id for invitation in (answer.invitations.chosen if answer.invitations else ()))
