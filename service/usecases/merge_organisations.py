"""Take one organisation into another, and part them again."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection

from service.domain.decisions import Decision, Verdict
from service.domain.imports import Correction, Merge, Record
from service.domain.networks import Membership
from service.domain.organisations import Organisation, named_by_us, new_id
from service.domain.resolution import LikelyPair, PairState
from service.errors import Conflict, InvalidInput, NotFound
from service.resources import Resources, serve_changes
from service.store.decisions import delete_decision, list_decisions_about, save_decision
from service.store.history import note_organisations, note_records, organisation_of
from service.store.merges import (
    delete_merge,
    delete_open_pairs,
    get_merge,
    get_pair,
    list_open_pairs,
    save_merge,
    save_pairs,
)
from service.store.networks import delete_membership, list_seats_of, save_membership
from service.store.organisations import delete_organisation, get_organisation, save_organisations
from service.store.records import (
    corrections_of,
    delete_corrections,
    get_records,
    records_of,
    save_corrections,
    save_records,
)
from service.store.session import reading, writing
from service.usecases.keep_provenance import base_record, begin_change, now, reassemble, recompose


def list_likely(resources: Resources, offset: int, limit: int) -> list[tuple[LikelyPair, Organisation, Organisation]]:
    """Pairs that wait for a decision with both organisations, the likeliest first."""
    with reading(resources.store) as connection:
        found = []
        for pair in list_open_pairs(connection, offset, limit):
            first, second = get_organisation(connection, pair.first_id), get_organisation(connection, pair.second_id)
            if first is not None and second is not None:
                found.append((pair, first, second))
    return found


def keep_apart(resources: Resources, first: str, second: str) -> None:
    """Note that two organisations are not one, so that nobody is asked again; raises NotFound."""
    with writing(resources.store) as connection:
        if None in (get_organisation(connection, first), get_organisation(connection, second)):
            raise NotFound()
        _decide(connection, first, second, PairState.APART)


def merge(resources: Resources, first: str, second: str) -> Organisation:
    """Make one organisation of two and return it; raises NotFound, InvalidInput where both are the same.

    An id that a client gave stays rather than one that the service gave, then the one with more records and seats.
    """
    if first == second:
        raise InvalidInput.at("/second", "same_organisation")
    with resources.write_lock:
        with writing(resources.store) as connection:
            kept_id, merged_id = _order(connection, first, second)
            generation = begin_change(connection, "merge")
            kept = _take_in(connection, resources, kept_id, merged_id, generation)
        serve_changes(resources, [kept], [merged_id], generation)
    return kept


def part(resources: Resources, organisation_id: str, merged_id: str) -> Organisation:
    """Undo a merge: the organisation is as it was, and is never proposed with the other again.

    Raises NotFound where that organisation did not take it in, Conflict where the one that took it in was merged itself.
    """
    with resources.write_lock:
        with writing(resources.store) as connection:
            done = get_merge(connection, merged_id)
            if done is None or done.into_id != organisation_id:
                raise NotFound()
            into = get_organisation(connection, done.into_id)
            if into is None:
                raise Conflict()
            generation = begin_change(connection, "part")
            restored = _restore(connection, done, generation)
            changed = [restored, *recompose(resources, connection, into, generation)]
            _decide(connection, done.into_id, merged_id, PairState.APART)
        serve_changes(resources, changed, (), generation)
    return restored


def detach(resources: Resources, organisation_id: str, source: str, key: str) -> Organisation:
    """Give one record of an organisation an organisation of its own; raises NotFound, Conflict for its only record."""
    with resources.write_lock:
        with writing(resources.store) as connection:
            record = get_records(connection, [(source, key)]).get((source, key))
            known = get_organisation(connection, organisation_id)
            if record is None or known is None or record.organisation_id != organisation_id:
                raise NotFound()
            if len(records_of(connection, [organisation_id])[organisation_id]) == 1:
                raise Conflict()
            generation = begin_change(connection, "part")
            note_records(connection, generation, {(source, key): record})
            own = replace(record, organisation_id=new_id(), main=True)
            save_records(connection, [own])
            made = reassemble(resources, connection, [own.organisation_id])[0]
            note_organisations(connection, generation, {made.id: None})
            save_organisations(connection, [made], generation)
            changed = [made, *recompose(resources, connection, known, generation)]
            _decide(connection, organisation_id, made.id, PairState.APART)
        serve_changes(resources, changed, (), generation)
    return made


def _order(connection: Connection, first: str, second: str) -> tuple[str, str]:
    """(the id that stays, the id that is taken in); raises NotFound."""
    if None in (get_organisation(connection, first), get_organisation(connection, second)):
        raise NotFound()
    records = records_of(connection, [first, second])

    def weight(one: str) -> tuple[bool, int, int]:
        return (not named_by_us(one), len(records.get(one, ())), len(list_seats_of(connection, one)))

    kept, merged = sorted((first, second), key=lambda one: (*(-part for part in map(int, weight(one))), one))
    return kept, merged


def _take_in(
    connection: Connection, resources: Resources, kept_id: str, merged_id: str, generation: int
) -> Organisation:
    kept, merged = get_organisation(connection, kept_id), get_organisation(connection, merged_id)
    assert kept is not None
    assert merged is not None
    note_organisations(connection, generation, {kept_id: kept, merged_id: merged})
    records = records_of(connection, [kept_id, merged_id])
    if kept_id not in records:
        save_records(connection, [base_record(kept)])
    theirs = records.get(merged_id) or [base_record(merged)]
    corrections = corrections_of(connection, [merged_id]).get(merged_id, [])
    before = {
        "organisation": asdict(merged),
        "records": [asdict(record) for record in theirs],
        "corrections": [asdict(correction) for correction in corrections],
        "seats": [[network, asdict(seat)] for network, seat in list_seats_of(connection, merged_id)],
        "decisions": [[network, asdict(one)] for network, one in list_decisions_about(connection, merged_id)],
    }
    save_records(connection, [replace(record, organisation_id=kept_id, main=False) for record in theirs])
    _move_corrections(connection, kept_id, merged_id, corrections)
    _move_seats(connection, kept_id, merged_id)
    _decide(connection, kept_id, merged_id, PairState.MERGED)
    delete_open_pairs(connection, [merged_id])
    delete_organisation(connection, merged_id, generation)
    save_merge(connection, Merge(merged_id, kept_id, now(), generation, before))
    whole = reassemble(resources, connection, [kept_id])[0]
    save_organisations(connection, [whole], generation)
    return whole


def _move_corrections(connection: Connection, kept_id: str, merged_id: str, moved: Sequence[Correction]) -> None:
    """What people put right goes along where they did not put the same field of the other right."""
    taken = {correction.field for correction in corrections_of(connection, [kept_id]).get(kept_id, [])}
    going = [replace(correction, organisation_id=kept_id) for correction in moved if correction.field not in taken]
    save_corrections(connection, going)
    delete_corrections(connection, [(merged_id, correction.field) for correction in moved])


def _move_seats(connection: Connection, kept_id: str, merged_id: str) -> None:
    """Seats and decisions go along; where the other has one in the same network, that one stays."""
    seated = {network for network, _ in list_seats_of(connection, kept_id)}
    for network, seat in list_seats_of(connection, merged_id):
        if network not in seated:
            save_membership(connection, network, replace(seat, organisation_id=kept_id))
    decided = {network for network, _ in list_decisions_about(connection, kept_id)}
    for network, decision in list_decisions_about(connection, merged_id):
        if network not in decided:
            save_decision(connection, network, replace(decision, organisation_id=kept_id))


def _restore(connection: Connection, done: Merge, generation: int) -> Organisation:
    """Put back what a merge took from an organisation."""
    before = done.before
    restored = organisation_of(before["organisation"])
    assert restored is not None
    note_organisations(connection, generation, {restored.id: None})
    save_organisations(connection, [restored], generation)
    theirs = [Record(**record) for record in before["records"]]
    save_records(connection, theirs)
    corrections = [Correction(**correction) for correction in before["corrections"]]
    own = {c.field: c.value for c in corrections_of(connection, [done.into_id]).get(done.into_id, [])}
    same = [(done.into_id, c.field) for c in corrections if own.get(c.field) == c.value]
    delete_corrections(connection, same)
    save_corrections(connection, corrections)
    for network, seat in before["seats"]:
        _give_back_seat(connection, network, Membership(**seat), done.into_id)
    for network, decision in before["decisions"]:
        given = Decision(decision["organisation_id"], Verdict(decision["verdict"]), decision["reason"])
        _give_back_decision(connection, network, given, done.into_id)
    delete_merge(connection, done.merged_id)
    return restored


def _give_back_seat(connection: Connection, network: str, seat: Membership, into_id: str) -> None:
    """A seat goes back; the other keeps one only where it had its own."""
    theirs = dict(list_seats_of(connection, into_id)).get(network)
    if theirs is None:
        return
    if replace(theirs, organisation_id=seat.organisation_id) == seat:
        delete_membership(connection, network, into_id)
    save_membership(connection, network, seat)


def _give_back_decision(connection: Connection, network: str, decision: Decision, into_id: str) -> None:
    theirs = dict(list_decisions_about(connection, into_id)).get(network)
    if theirs is None:
        return
    if replace(theirs, organisation_id=decision.organisation_id) == decision:
        delete_decision(connection, network, into_id)
    save_decision(connection, network, decision)


def _decide(connection: Connection, first: str, second: str, state: PairState) -> None:
    pair = get_pair(connection, first, second)
    first, second = sorted((first, second))
    save_pairs(connection, [replace(pair, state=state) if pair else LikelyPair(first, second, 0.0, {}, state)])
