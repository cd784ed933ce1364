"""Everything that is loaded once and shared by all requests: knowledge, models, store and the served directory."""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from service.domain.organisations import Organisation, Visibility
from service.domain.phrases import Phrasebook
from service.matching.pipeline import Knowledge, compare_with
from service.matching.recognition import RoleModel
from service.model_files import model_names, read_gap_model, read_ranking_model, read_role_model
from service.retrieval.encoder import Encoder, load_encoder
from service.retrieval.files import index_fingerprint, load_snapshot, save_snapshot
from service.retrieval.segment import make_segment
from service.retrieval.snapshot import Snapshot, empty_snapshot
from service.settings import Settings
from service.sources.archetypes import read_archetypes
from service.sources.norms import read_norms
from service.sources.peers import read_peers
from service.sources.phrases import read_phrases
from service.sources.register import read_register
from service.sources.taxonomy import read_taxonomy
from service.store.organisations import list_changes, list_deletions
from service.store.session import Store, get_generation, open_store, reading

log = structlog.get_logger()


@dataclass
class Served:
    """The snapshot that answers questions; replaced as a whole, never changed."""

    snapshot: Snapshot
    merging: bool = False


@dataclass(frozen=True)
class Resources:
    """What the use cases work with; `write_lock` orders writes with the swap of the snapshot."""

    settings: Settings
    knowledge: Knowledge
    phrases: Phrasebook
    encoder: Encoder
    role_model: RoleModel
    model_names: dict[str, str]
    store: Store
    served: Served
    write_lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def snapshot(self) -> Snapshot:
        """The directory as it is served now; take it once for each question."""
        return self.served.snapshot

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
    knowledge = Knowledge(
        taxonomy,
        read_register(settings.data / "register"),
        read_norms(settings.data / "norms"),
        *compare_with(networks, archetypes, taxonomy.role_keys, role_model.words, gap_model),
        gap_model,
        ranking_model,
    )
    fitted = {"encoder": encoder.name, "gaps": gap_model.name, "ranking": ranking_model.name}
    names = model_names(settings.models) | fitted
    store = open_store(settings.home / "wer-fehlt.sqlite")
    resources = Resources(
        settings,
        knowledge,
        read_phrases(settings.data / "phrases"),
        encoder,
        role_model,
        names,
        store,
        Served(empty_snapshot(encoder.dimension)),
    )
    load_index(resources)
    return resources


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
