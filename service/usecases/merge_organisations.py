"""Take one organisation into another, and list those that may be one."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection

from service.domain.imports import Correction, Merge
from service.domain.organisations import Organisation, named_by_us
from service.domain.resolution import LikelyPair, PairState
from service.errors import InvalidInput, NotFound
from service.resources import Resources, serve_changes
from service.store.decisions import list_decisions_about, save_decision
from service.store.history import note_organisations
from service.store.merges import (
    delete_open_pairs,
    get_pair,
    list_open_pairs,
    save_merge,
    save_pairs,
)
from service.store.networks import list_seats_of, save_membership
from service.store.organisations import delete_organisation, get_organisation, save_organisations
from service.store.records import (
    corrections_of,
    delete_corrections,
    records_of,
    save_corrections,
    save_records,
)
from service.store.session import reading, writing
from service.usecases.keep_provenance import base_record, begin_change, now, reassemble

#: A pair that waits for a decision, with both organisations.
Waiting = tuple[LikelyPair, Organisation, Organisation]


def list_likely(resources: Resources, offset: int, limit: int) -> list[Waiting]:
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
        decide(connection, first, second, PairState.APART)


def merge(resources: Resources, first: str, second: str) -> Organisation:
    """Make one organisation of two and return it; raises NotFound, InvalidInput where both are the same.

    An id that a client gave stays rather than one that the service gave, then the one with more records and seats.
    """
    with reading(resources.store) as connection:
        kept_id, merged_id = _order(connection, first, second)
    return take_in(resources, kept_id, merged_id)


def take_in(resources: Resources, kept_id: str, merged_id: str) -> Organisation:
    """Make one organisation of two under the id of the first; raises NotFound, InvalidInput where both are the same."""
    if kept_id == merged_id:
        raise InvalidInput.at("/second", "same_organisation")
    with resources.write_lock:
        with writing(resources.store) as connection:
            if None in (get_organisation(connection, kept_id), get_organisation(connection, merged_id)):
                raise NotFound()
            generation = begin_change(connection, "merge")
            kept = _take_in(connection, resources, kept_id, merged_id, generation)
        serve_changes(resources, [kept], [merged_id], generation)
    return kept


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
    decide(connection, kept_id, merged_id, PairState.MERGED)
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


def decide(connection: Connection, first: str, second: str, state: PairState) -> None:
    """Note what was decided about two organisations."""
    pair = get_pair(connection, first, second)
    first, second = sorted((first, second))
    save_pairs(connection, [replace(pair, state=state) if pair else LikelyPair(first, second, 0.0, {}, state)])
