"""Run an import: read, plan, tell, and write in one transaction; it is done whole or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.domain.deliveries import Format, Opened, Reading
from service.domain.imports import Import, ImportOrder, ImportState, Source
from service.errors import FileRefused, FormatUnknown, ImportWaits, NotFound, ServiceError
from service.resources import Resources, serve_changes
from service.sources.sandbox import read_safely
from service.store.imports import change_import, get_import, replace_notes
from service.store.session import get_generation, reading, writing
from service.store.sources import get_source, save_source
from service.usecases.importing.gather import Gathered, Told, gather
from service.usecases.importing.plans import Delivery, Plan, Planner
from service.usecases.importing.take_members import plan_members
from service.usecases.importing.take_organisations import plan_organisations
from service.usecases.importing.take_places import plan_places, reload_places
from service.usecases.keep_provenance import begin_change, now, today

PLANNERS: Mapping[Format, Planner] = {
    Format.TABLE: plan_organisations,
    Format.OSM: plan_organisations,
    Format.HSDS: plan_organisations,
    Format.INTEGREAT: plan_organisations,
    Format.GV100AD: plan_places,
    Format.OUTLINES: plan_places,
    Format.STATISTICS: plan_places,
    Format.POSTCODES: plan_places,
    Format.MEMBERS: plan_members,
}

#: How often the directory may change while an import is planned before it is planned with all other writers waiting.
TRIES = 2
#: At most this many remarks about single records are kept.
NOTES = 20_000


def run_import(resources: Resources, import_id: str, told: Told) -> Import:
    """Run an ordered import to its end and return it as it stands then; only what nobody foresaw is raised."""
    ordered = _started(resources, import_id)
    try:
        delivery = _read(resources, ordered, told)
        if delivery.order.dry_run:
            plan = PLANNERS[_format(delivery.gathered)](resources, delivery)
            return _end(resources, ordered, ImportState.TRIED, plan, delivery)
        return _carry_out(resources, ordered, delivery)
    except ImportWaits as error:
        return _stop(resources, ordered, ImportState.WAITING, error)
    except ServiceError as error:
        return _stop(resources, ordered, ImportState.FAILED, error)


def _started(resources: Resources, import_id: str) -> Import:
    with writing(resources.store) as connection:
        ordered = get_import(connection, import_id)
        if ordered is None:
            raise NotFound()
        attempts: dict[str, Any] = {"attempts": int(ordered.options.get("attempts", 0)) + 1}
        values: dict[str, Any] = {
            "state": ImportState.RUNNING,
            "options": {**ordered.options, **attempts},
            "problem": None,
            "facts": {},
        }
        change_import(connection, import_id, values)
        return replace(ordered, **values)


def _read(resources: Resources, ordered: Import, told: Told) -> Delivery:
    order = ImportOrder(**ordered.options)
    with reading(resources.store) as connection:
        known = get_source(connection, order.source) if order.source else None
    columns = {**(known.columns if known else {}), **order.columns}
    answers = {**(known.answers if known else {}), **order.answers}
    zeros_lost = order.zeros_lost or bool(known and known.zeros_lost)
    how = Reading(_wanted_format(order), columns, zeros_lost, answers)
    try:
        gathered = gather(read_safely(Path(order.path), how), told)
    except FileRefused as error:
        # An uploaded file lies under another name than the person knows.
        error.facts["file"] = ordered.file
        raise
    opened = gathered.opened or Opened(Format.TABLE)
    name = order.source or default_source(opened, ordered.file)
    if known is None:
        with reading(resources.store) as connection:
            known = get_source(connection, name)
    source = Source(
        name,
        order.licence or opened.licence or (known.licence if known else None),
        order.attribution or opened.attribution or (known.attribution if known else None),
        columns or (known.columns if known else {}),
        answers or (known.answers if known else {}),
        zeros_lost,
    )
    return Delivery(ordered, order, source, opened.made_on or today(), gathered, told)


def _wanted_format(order: ImportOrder) -> Format | None:
    """The format that somebody named; whoever names a network means a list of its members."""
    if order.format is None:
        return Format.MEMBERS if order.network else None
    try:
        return Format(order.format)
    except ValueError as error:
        raise FormatUnknown(formats=", ".join(Format)) from error


def default_source(opened: Opened, file: str) -> str:
    """A name for a source that nobody named: that of the file without its ending and without dates and numbers."""
    stem = file.split(".")[0]
    words = [word for word in stem.replace("_", "-").split("-") if word and not word.isdigit()]
    name = "-".join(words).casefold() or opened.format
    told = opened.format is Format.TABLE or name.startswith(opened.format)
    return name if told else f"{opened.format}:{name}"


def _format(gathered: Gathered) -> Format:
    return gathered.opened.format if gathered.opened else Format.TABLE


def _carry_out(resources: Resources, ordered: Import, delivery: Delivery) -> Import:
    """Plan and write; planned anew where the directory changed meanwhile."""
    planner = PLANNERS[_format(delivery.gathered)]
    for _ in range(TRIES):
        plan = planner(resources, delivery)
        with resources.write_lock:
            if _current(resources) == plan.since:
                return _commit(resources, ordered, delivery, plan)
    with resources.write_lock:
        return _commit(resources, ordered, delivery, planner(resources, delivery))


def _current(resources: Resources) -> int:
    with reading(resources.store) as connection:
        return get_generation(connection)


def _commit(resources: Resources, ordered: Import, delivery: Delivery, plan: Plan) -> Import:
    delivery.told("write", 0.0, delivery.gathered.records)
    with writing(resources.store) as connection:
        generation = begin_change(connection, "import", ordered.id)
        written = plan.write(connection, generation)
        save_source(connection, delivery.source)
        values = _ending(ImportState.DONE, plan, delivery) | {"generation": generation}
        change_import(connection, ordered.id, values)
        replace_notes(connection, ordered.id, plan.notes[:NOTES])
    if written.places:
        reload_places(resources)
    serve_changes(resources, written.changed, written.deleted, generation)
    delivery.told("write", 1.0, delivery.gathered.records)
    return replace(ordered, **values)


def _ending(state: ImportState, plan: Plan, delivery: Delivery) -> dict[str, Any]:
    proposal = {one.sheet: {"fields": one.fields, "samples": one.samples} for one in delivery.gathered.columns}
    told = {"columns": proposal} if proposal else {}
    return {
        "state": state,
        "source": delivery.source.name,
        "format": _format(delivery.gathered),
        "counts": plan.counts,
        "facts": told,
        "progress": 1.0,
        "ended_at": now(),
    }


def _end(resources: Resources, ordered: Import, state: ImportState, plan: Plan, delivery: Delivery) -> Import:
    values = _ending(state, plan, delivery)
    with writing(resources.store) as connection:
        change_import(connection, ordered.id, values)
        replace_notes(connection, ordered.id, plan.notes[:NOTES])
    return replace(ordered, **values)


def _stop(resources: Resources, ordered: Import, state: ImportState, error: ServiceError) -> Import:
    problem = error.problems[0] if error.problems else None
    facts = dict(problem.facts if problem else error.facts)
    code = problem.code if problem else error.code
    values: dict[str, Any] = {"state": state, "problem": code, "facts": facts, "ended_at": now()}
    with writing(resources.store) as connection:
        change_import(connection, ordered.id, values)
    return replace(ordered, **values)
