"""Part what was made one: undo a merge, or give a record an organisation of its own."""

from dataclasses import replace

from sqlalchemy import Connection

from service.domain.decisions import Decision, Verdict
from service.domain.imports import Correction, Merge, Record
from service.domain.networks import Membership
from service.domain.organisations import Organisation, new_id
from service.domain.resolution import PairState
from service.errors import Conflict, NotFound
from service.resources import Resources, serve_changes
from service.store.decisions import delete_decision, list_decisions_about, save_decision
from service.store.history import note_organisations, note_records, organisation_of
from service.store.merges import delete_merge, get_merge
from service.store.networks import delete_membership, list_seats_of, save_membership
from service.store.organisations import get_organisation, save_organisations
from service.store.records import (
    corrections_of,
    delete_corrections,
    get_records,
    records_of,
    save_corrections,
    save_records,
)
from service.store.session import writing
from service.usecases.keep_provenance import begin_change, reassemble, recompose
from service.usecases.merge_organisations import decide


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
            decide(connection, done.into_id, merged_id, PairState.APART)
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
            decide(connection, organisation_id, made.id, PairState.APART)
        serve_changes(resources, changed, (), generation)
    return made


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
