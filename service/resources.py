"""Everything that is loaded once and shared by all requests: knowledge, models, store and the served directory."""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from service.domain.organisations import Organisation, Visibility
from service.domain.phrases import Phrasebook
from service.domain.places import Register, register_from_places
from service.matching.pipeline import Knowledge, compare_with
from service.matching.place_index import build_index
from service.matching.place_resolution import PlaceIndex
from service.matching.recognition import RoleModel
from service.matching.resolution import ResolutionModel
from service.model_files import (
    model_names,
    read_gap_model,
    read_ranking_model,
    read_resolution_model,
    read_role_model,
)
from service.retrieval.encoder import Encoder, load_encoder
from service.retrieval.files import index_fingerprint, load_snapshot, save_snapshot
from service.retrieval.segment import make_segment
from service.retrieval.snapshot import Snapshot, empty_snapshot
from service.settings import Settings
from service.sources.archetypes import read_archetypes
from service.sources.norms import read_norms
from service.sources.peers import read_peers
from service.sources.phrases import read_phrases
from service.sources.register import read_place_words, read_register
from service.sources.taxonomy import read_taxonomy
from service.store.attempts import Attempts
from service.store.organisations import list_changes, list_deletions
from service.store.places import list_former_keys, list_outlines, list_places, list_postcodes
from service.store.session import Store, get_generation, open_store, reading

if TYPE_CHECKING:
    from service.matching.containment import Outlines

log = structlog.get_logger()


@dataclass(frozen=True)
class Gazetteer:
    """Where texts and points are: names and postcodes of the register, and outlines where some have been imported."""

    index: PlaceIndex
    outlines: "Outlines | None"


@dataclass
class Served:
    """The snapshot that answers questions, and what is known of places; each replaced as a whole, never changed.

    `gazetteer` is made when it is first needed.
    """

    snapshot: Snapshot
    knowledge: Knowledge
    gazetteer: Gazetteer | None = None
    merging: bool = False


@dataclass(frozen=True)
class Resources:
    """What the use cases work with; `write_lock` orders writes with the swap of the snapshot, `attempts` counts logins."""

    settings: Settings
    phrases: Phrasebook
    encoder: Encoder
    role_model: RoleModel
    resolution_model: ResolutionModel
    model_names: dict[str, str]
    store: Store
    served: Served
    attempts: Attempts = field(default_factory=Attempts)
    write_lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def snapshot(self) -> Snapshot:
        """The directory as it is served now; take it once for each question."""
        return self.served.snapshot

    @property
    def knowledge(self) -> Knowledge:
        """What is known of roles, norms, networks and places."""
        return self.served.knowledge

    @property
    def gazetteer(self) -> Gazetteer:
        """Where texts and points are, by the register that is valid now."""
        if self.served.gazetteer is None:
            self.served.gazetteer = make_gazetteer(self)
        return self.served.gazetteer

    def ready(self) -> bool:
        """Whether the store answers and the served directory is as new as the store; waits for a write under way."""
        with self.write_lock, reading(self.store) as connection:
            return get_generation(connection) == self.snapshot.generation

    def close(self) -> None:
        """Keep the index for the next start and let go of the store."""
        with self.write_lock:
            keep_index(self)
        self.store.close()


def open_resources(settings: Settings) -> Resources:
    """Load data, models and store and bring the index up to date; raises a StartError that says what is wrong."""
    taxonomy = read_taxonomy(settings.data / "taxonomy")
    encoder = load_encoder(settings.encoder, settings.models)
    role_model = read_role_model(settings.models, taxonomy.role_keys, encoder.fingerprint)
    gap_model = read_gap_model(settings.models, own_models(settings), taxonomy.role_keys)
    ranking_model = read_ranking_model(settings.models, own_models(settings))
    networks = read_peers(settings.data / "peers" / "networks.jsonl")
    archetypes = read_archetypes(settings.data / "archetypes")
    store = open_store(settings.home / "wer-fehlt.sqlite")
    knowledge = Knowledge(
        taxonomy,
        current_register(settings, store),
        read_norms(settings.data / "norms"),
        *compare_with(networks, archetypes, taxonomy.role_keys, role_model.words, gap_model),
        gap_model,
        ranking_model,
    )
    fitted = {"encoder": encoder.name, "gaps": gap_model.name, "ranking": ranking_model.name}
    names = model_names(settings.models) | fitted
    resources = Resources(
        settings,
        read_phrases(settings.data / "phrases"),
        encoder,
        role_model,
        read_resolution_model(settings.models),
        names,
        store,
        Served(empty_snapshot(encoder.dimension), knowledge),
    )
    load_index(resources)
    return resources


def current_register(settings: Settings, store: Store) -> Register:
    """The imported register, else the shipped one, with the former keys that either knows."""
    shipped = read_register(settings.data / "register")
    with reading(store) as connection:
        places, former = list_places(connection), list_former_keys(connection)
    successors = {**shipped.successors, **{one.former: one.successor for one in former}}
    return register_from_places(places, successors) if places else replace(shipped, successors=successors)


def serve_places(resources: Resources) -> None:
    """Answer with the places that are stored now."""
    register = current_register(resources.settings, resources.store)
    resources.served.knowledge = replace(resources.knowledge, register=register)
    resources.served.gazetteer = None


def make_gazetteer(resources: Resources) -> Gazetteer:
    """The index of places out of the register, and of the postcodes and outlines that are stored."""
    # Geometry is loaded only where somebody imports: it would cost every start a tenth of a second.
    from service.matching.containment import outlines_of

    with reading(resources.store) as connection:
        postcodes, areas = list_postcodes(connection), list_outlines(connection)
    words = read_place_words(resources.settings.data / "imports" / "places.yaml")
    index = build_index(resources.knowledge.register, words, postcodes)
    return Gazetteer(index, outlines_of(areas) if areas else None)


def catch_up(resources: Resources) -> None:
    """Serve what another process wrote since, such as an import on the command line."""
    with resources.write_lock:
        with reading(resources.store) as connection:
            generation, since = get_generation(connection), resources.snapshot.generation
            if generation == since:
                return
            deleted = list_deletions(connection, since)
            changed = [one for batch in list_changes(connection, since) for one in batch]
        serve_changes(resources, changed, deleted, generation)
        serve_places(resources)


def own_models(settings: Settings) -> Path:
    """Where models are kept that were refitted to the users' own networks."""
    return settings.home / "models"


def index_folder(settings: Settings) -> Path:
    """Where the index is kept between two starts."""
    return settings.home / "index"


def load_index(resources: Resources, rebuild: bool = False) -> None:
    """Serve the kept index plus what changed since; build it anew where it is absent, stale, damaged or foreign."""
    folder = index_folder(resources.settings)
    fingerprint = index_fingerprint(resources.encoder, resources.knowledge.taxonomy)
    kept = None if rebuild else load_snapshot(folder, fingerprint)
    snapshot = kept or empty_snapshot(resources.encoder.dimension)
    with reading(resources.store) as connection:
        generation = get_generation(connection)
        if snapshot.generation > generation:
            snapshot = empty_snapshot(resources.encoder.dimension)
        if snapshot.generation < generation:
            log.info("index_updated", since=snapshot.generation, generation=generation)
            since = snapshot.generation
            snapshot = snapshot.with_deleted(list_deletions(connection, since), generation)
            for batch in list_changes(connection, since):
                snapshot = changed_snapshot(resources, snapshot, batch, (), generation)
    resources.served.snapshot = snapshot


def keep_index(resources: Resources) -> None:
    """Write the served index to disk, merged."""
    resources.served.snapshot = resources.snapshot.merged()
    fingerprint = index_fingerprint(resources.encoder, resources.knowledge.taxonomy)
    save_snapshot(resources.snapshot, index_folder(resources.settings), fingerprint)


def changed_snapshot(
    resources: Resources,
    snapshot: Snapshot,
    changed: Sequence[Organisation],
    deleted: Collection[str],
    generation: int,
) -> Snapshot:
    """The snapshot with changed and deleted organisations; only public ones are ever found."""
    public = [organisation for organisation in changed if organisation.visibility is Visibility.PUBLIC]
    gone = {*deleted, *(o.id for o in changed if o.visibility is not Visibility.PUBLIC)}
    segment = make_segment(public, resources.knowledge.taxonomy, resources.encoder)
    return snapshot.with_changes(segment, gone, generation)


def serve_changes(
    resources: Resources, changed: Sequence[Organisation], deleted: Collection[str], generation: int
) -> None:
    """Serve the directory with these changes, by one assignment; a large delta is merged in the background."""
    resources.served.snapshot = changed_snapshot(resources, resources.snapshot, changed, deleted, generation)
    if resources.snapshot.needs_merge() and not resources.served.merging:
        resources.served.merging = True
        threading.Thread(target=_merge, args=(resources,), name="merge-index", daemon=True).start()


def _merge(resources: Resources) -> None:
    """Merge outside the lock; what was written meanwhile is put on top of the merged base."""
    try:
        before = resources.snapshot
        merged = before.merged()
        with resources.write_lock:
            resources.served.snapshot = merged.following(resources.snapshot, before)
    finally:
        resources.served.merging = False
