"""Export the directory with the source, licence and attribution of everything that stands in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from service.domain.imports import Record, Source
from service.domain.organisations import Organisation, Visibility
from service.matching.provenance import ranked
from service.resources import Resources
from service.store.organisations import get_organisations, list_organisations
from service.store.records import records_of
from service.store.session import reading
from service.store.sources import list_sources
from service.store.statements import chunks
from service.usecases.keep_provenance import assemble, base_record
from service.usecases.places import checked_key

#: Organisations read at a time.
PAGE = 2000


@dataclass(frozen=True)
class Selection:
    """What is exported: a place, some ids, what some sources alone say, or everything but what some sources say."""

    ags: str | None = None
    sources: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    ids: frozenset[str] | None = None


@dataclass(frozen=True)
class Exported:
    """An organisation with the sources that its values come from, their licences, and whom to name."""

    organisation: Organisation
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    attributions: tuple[str, ...]


def export_organisations(resources: Resources, selection: Selection) -> Iterator[Exported]:
    """Public organisations by id; of some sources alone, an organisation is what these say of it.

    What must stay separable (ODbL) can so be taken out or left out; corrections of this place belong to the place.
    """
    prefix = checked_key(selection.ags, "/ags", resources.knowledge.register)
    with reading(resources.store) as connection:
        sources = {source.name: source for source in list_sources(connection)}
        for page in _pages(connection, prefix, selection.ids):
            public = [one for one in page if one.visibility is Visibility.PUBLIC]
            ids = [one.id for one in public]
            records = records_of(connection, ids)
            for one in public:
                said = _selected(records.get(one.id) or [base_record(one)], selection)
                if not said:
                    continue
                whole = one if len(said) == len(records.get(one.id) or said) else _of(resources, one.id, said)
                yield _exported(whole, said, sources)


def _pages(connection: Connection, prefix: str | None, ids: frozenset[str] | None) -> Iterator[list[Organisation]]:
    """The organisations of a place, or those with the ids, by id."""
    if ids is not None:
        for chunk in chunks(sorted(ids), PAGE):
            found = get_organisations(connection, chunk)
            yield [found[one] for one in chunk if one in found]
        return
    after = ""
    while page := list_organisations(connection, prefix=prefix, after=after, limit=PAGE):
        after = page[-1].id
        yield page


def _selected(records: Sequence[Record], selection: Selection) -> list[Record]:
    wanted = [one for one in ranked(records) if one.source not in selection.without]
    return [one for one in wanted if one.source in selection.sources] if selection.sources else wanted


def _of(resources: Resources, organisation_id: str, records: Sequence[Record]) -> Organisation:
    return assemble(resources, {organisation_id: (records, ())})[0]


def _exported(whole: Organisation, said: Sequence[Record], sources: dict[str, Source]) -> Exported:
    names = tuple(dict.fromkeys(one.source for one in said))
    licences = tuple(dict.fromkeys(one.licence for one in said if one.licence))
    told = [sources[name].attribution for name in names if name in sources]
    return Exported(whole, names, licences, tuple(dict.fromkeys(one for one in told if one)))
