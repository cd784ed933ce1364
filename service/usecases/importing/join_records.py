"""Join new records of a delivery to the organisations that they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.domain.deliveries import Delivered
from service.domain.imports import Note
from service.domain.organisations import Organisation, named_by_us, new_id
from service.domain.places import Register
from service.domain.resolution import Contender, LikelyPair, Match, Zone
from service.matching.resolution import find_matches
from service.matching.resolution_clusters import Clustering, clusters
from service.resources import Resources
from service.sources.name_forms import read_name_forms
from service.store.organisations import list_of_districts
from service.store.session import reading
from service.usecases.importing.plans import Delivery

#: From this many Kreise on, the whole directory is read at once.
MANY = 60
_READ = ("postcode", "street", "website", "email", "phone", "lat", "lon")


@dataclass(frozen=True)
class Joined:
    """The organisation of each new record by its key, which of these are new, what to ask, and what was merged."""

    targets: dict[str, str]
    created: frozenset[str]
    pairs: list[LikelyPair]
    notes: list[Note]


def join_records(resources: Resources, rows: Sequence[Delivered], delivery: Delivery) -> Joined:
    """Each new record with the organisation that it is, by what resolution finds in the same Kreise."""
    if not rows:
        return Joined({}, frozenset(), [], [])
    delivery.told("match", 0.0, len(rows))
    known = {one.id: one for one in _known(resources, rows)}
    by_name = {f"row {number}": row for number, row in enumerate(rows)}
    matches = _matches(resources, by_name, known.values())
    joined = _joined(clusters(matches, known.keys()), by_name, known)
    delivery.told("match", 1.0, len(rows))
    return joined


def _matches(resources: Resources, rows: Mapping[str, Delivered], known: Iterable[Organisation]) -> list[Match]:
    """Likely pairs; an organisation that a client named itself is only asked about."""
    register = resources.knowledge.register
    new = [contender_of_row(id_, row, register) for id_, row in rows.items()]
    old = [contender(one, register) for one in known]
    words = read_name_forms(resources.settings.data / "imports" / "name_forms.yaml")
    found = find_matches(new, old, resources.resolution_model, words)
    return [one if one.second in rows or named_by_us(one.second) else replace(one, zone=Zone.ASK) for one in found]


def _joined(found: Clustering, rows: Mapping[str, Delivered], known: Mapping[str, Organisation]) -> Joined:
    targets: dict[str, str] = {}
    created: set[str] = set()
    notes: dict[str, Note] = {}
    for cluster in found.clusters:
        target = cluster.known or new_id()
        targets |= dict.fromkeys(cluster.members, target)
        if cluster.known:
            facts = {"name": known[target].name, "id": target}
            notes |= {member: _note("merged_with", rows[member], facts) for member in cluster.members}
        else:
            created.add(target)
            others = [member for member in cluster.members if member != cluster.representative]
            notes |= {member: _note("merged_rows", rows[member], {"id": target}) for member in others}
    for id_ in rows.keys() - targets.keys():
        targets[id_] = new_id()
        created.add(targets[id_])
    by_key = {rows[id_].key: target for id_, target in targets.items()}
    told = [notes[id_] for id_ in rows if id_ in notes]
    return Joined(by_key, frozenset(created), _pairs(found.asked, targets), told)


def _note(code: str, row: Delivered, facts: dict[str, Any]) -> Note:
    return Note("merged", row.at, code, {"given": row.values["name"], **facts})


def _pairs(asked: Sequence[Match], targets: Mapping[str, str]) -> list[LikelyPair]:
    """The organisations to ask about, each pair once with its best score."""
    best: dict[tuple[str, str], LikelyPair] = {}
    for match in sorted(asked, key=lambda match: match.score):
        first, second = sorted(targets.get(id_, id_) for id_ in (match.first, match.second))
        if first != second:
            best[first, second] = LikelyPair(first, second, match.score, match.contributions)
    return list(best.values())


def contender(organisation: Organisation, register: Register) -> Contender:
    """What resolution reads of a stored organisation."""
    role = organisation.role if organisation.role_stated else None
    place = organisation.place or _place_name(organisation.prefixes, register)
    shared = {name: getattr(organisation, name) for name in _READ}
    return Contender(organisation.id, organisation.name, role, organisation.prefixes, place, **shared)


def contender_of_row(id_: str, row: Delivered, register: Register) -> Contender:
    """What resolution reads of a delivered record."""
    values = row.values
    prefixes = (values["ags"],) if "ags" in values else tuple(values.get("catchment", ()))
    place = values.get("place") or _place_name(prefixes, register)
    shared = {name: values.get(name) for name in _READ}
    return Contender(id_, values["name"], values.get("role"), prefixes, place, **shared)


def _place_name(prefixes: Sequence[str], register: Register) -> str | None:
    return register.place(prefixes[0]).name if prefixes and prefixes[0] else None


def _known(resources: Resources, rows: Iterable[Delivered]) -> list[Organisation]:
    """Organisations that may be one of the records: those of their Kreise, and those without a seat."""
    keys = [row.values.get("ags", "") for row in rows]
    districts = {key[:5] for key in keys}
    wide = any(len(key) < 5 for key in districts) or len(districts) > MANY
    with reading(resources.store) as connection:
        return list_of_districts(connection, None if wide else districts)
