"""The register, outlines, postcodes and figures of a delivery; a new register re-maps what is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from service.domain.deliveries import DeliveredPlace, Format
from service.domain.imports import Import, Note
from service.domain.organisations import Organisation
from service.domain.places import FormerKey, canonical
from service.errors import RemovesTooMuch
from service.matching.register_changes import RegisterChanges, Succession, compare
from service.resources import Resources, serve_places
from service.store import places as stored
from service.store.history import note_organisations
from service.store.networks import change_places, set_places
from service.store.organisations import list_at_places, save_organisations
from service.store.session import get_generation, reading
from service.usecases.importing.plans import SHRINKS, Delivery, Plan, Written
from service.usecases.importing.replaced import keep_replaced, read_replaced, take_out_seats

#: Evidence of a succession that a person told.
ANSWERED = "answered"
#: At most this many new or renamed places are told one by one.
TOLD = 500


@dataclass(frozen=True)
class Remapped:
    """What a new register does to what is stored: successors by former key, and organisations with their new keys."""

    successors: Mapping[str, str]
    former: tuple[FormerKey, ...]
    organisations: list[Organisation]
    before: dict[str, Organisation | None]


def plan_places(resources: Resources, delivery: Delivery) -> Plan:
    """What the delivery will change in what is known of places; raises RemovesTooMuch."""
    gathered = delivery.gathered
    _check_whole(resources, delivery)
    with reading(resources.store) as connection:
        since = get_generation(connection)
        known = stored.list_places(connection)
        changes = compare(known, gathered.places) if known and gathered.places else RegisterChanges((), (), (), (), ())
        remapped = _remapped(connection, changes, delivery, gathered.places)
    names = {place.key: place.name for place in (*known, *gathered.places) if place.key}
    told = tuple(_told(changes, remapped, names))
    notes = (*gathered.notes, *told)
    counts = {
        "places": len(gathered.places),
        "outlines": len(gathered.outlines),
        "statistics": len(gathered.statistics),
        "postcodes": len(gathered.postcodes),
        "place_merged": len(changes.merged),
        "place_moved": len(changes.moved),
        "place_vanished": len(changes.vanished),
        "place_renamed": len(changes.renamed),
        "place_appeared": len(changes.appeared),
        "organisations": len(remapped.organisations),
    }
    counts |= {kind: sum(note.kind == kind for note in notes) for kind in ("rejected", "question", "remark")}
    return Plan(since, counts, notes, partial(_write, remapped, delivery))


def _check_whole(resources: Resources, delivery: Delivery) -> None:
    """Refuse a register that lacks many Kreise, unless somebody said that it may."""
    known = resources.knowledge.register.districts.keys()
    gone = known - {place.key for place in delivery.gathered.places}
    if delivery.gathered.places and not delivery.order.accept_removals and len(gone) > SHRINKS * len(known):
        raise RemovesTooMuch(source=delivery.source.name, gone=len(gone), known=len(known))


def restore_replaced(resources: Resources, connection: Connection, done: Import) -> bool:
    """Put back what an import replaced besides organisations; tells whether places are among it."""
    content = read_replaced(connection, done)
    if "seats" in content:
        take_out_seats(connection, content)
    if "networks" not in content:
        return False
    set_places(connection, content["networks"])
    stored.restore_tables(connection, content["tables"])
    return True


def reload_places(resources: Resources) -> None:
    """Answer with the places that are stored now."""
    serve_places(resources)


def _remapped(
    connection: Connection, changes: RegisterChanges, delivery: Delivery, places: Iterable[DeliveredPlace]
) -> Remapped:
    """Organisations at keys that are gone, at the keys that hold their area today."""
    steps = [*changes.moved, *changes.merged]
    answers = {**delivery.source.answers, **delivery.order.answers}
    steps += [Succession(one.key, answers[one.key], ANSWERED) for one in changes.vanished if one.key in answers]
    former = tuple(FormerKey(one.former, one.successor, delivery.day, one.evidence) for one in steps)
    successors = {one.former: one.successor for one in steps}
    # A kreisfreie Stadt is written with five digits or eight; both go where the town goes.
    successors |= {canonical(key): new for key, new in successors.items() if canonical(key) not in successors}
    found = list_at_places(connection, successors.keys()) if successors else []
    moved = [_moved(one, successors) for one in found]
    return Remapped(successors, former, moved, {one.id: one for one in found})


def _moved(one: Organisation, successors: Mapping[str, str]) -> Organisation:
    ags = successors.get(one.ags, one.ags) if one.ags is not None else None
    return replace(one, ags=ags, catchment=tuple(successors.get(key, key) for key in one.catchment))


def _told(changes: RegisterChanges, remapped: Remapped, names: Mapping[str, str]) -> Iterable[Note]:
    """What merged, moved, vanished, appeared and got another name, place by place."""

    def named(key: str) -> str:
        return f"{names.get(key, '')} ({key})".strip()

    for code, steps in (("place_merged", changes.merged), ("place_moved", changes.moved)):
        for step in steps:
            facts = {"given": named(step.former), "successor": named(step.successor), "evidence": step.evidence}
            yield Note("remark", step.former, code, facts)
    answered = {one.former for one in remapped.former if one.evidence == ANSWERED}
    for one in changes.vanished:
        if one.key not in answered:
            yield Note("question", one.key, "place_vanished", {"given": one.key, "candidates": one.candidates[:10]})
    for renamed in changes.renamed[:TOLD]:
        facts = {"given": f"{renamed.before} ({renamed.key})", "name": renamed.after}
        yield Note("remark", renamed.key, "place_renamed", facts)
    for key in changes.appeared[:TOLD]:
        yield Note("remark", key, "place_appeared", {"given": named(key)})


def _write(remapped: Remapped, delivery: Delivery, connection: Connection, generation: int) -> Written:
    gathered, attribution = delivery.gathered, delivery.source.attribution
    tables = stored.dump_tables(connection, _touched(delivery))
    if gathered.places:
        stored.replace_places(connection, gathered.places)
        stored.save_former_keys(connection, remapped.former)
    if gathered.outlines:
        stored.replace_outlines(connection, gathered.outlines, attribution)
    if gathered.statistics:
        stored.save_statistics(connection, gathered.statistics, attribution)
    if gathered.postcodes:
        stored.save_postcodes(connection, gathered.postcodes)
    networks = change_places(connection, remapped.successors)
    keep_replaced(connection, delivery.ordered.id, {"networks": networks, "tables": tables})
    note_organisations(connection, generation, remapped.before)
    save_organisations(connection, remapped.organisations, generation)
    return Written(remapped.organisations, places=True)


def _touched(delivery: Delivery) -> Sequence[str]:
    """The tables that a delivery of this format writes."""
    opened = delivery.gathered.opened
    by_format = {
        Format.GV100AD: ("places", "former_keys"),
        Format.OUTLINES: ("outlines",),
        Format.STATISTICS: ("statistics",),
        Format.POSTCODES: ("postcodes",),
    }
    return by_format[opened.format] if opened else ()
