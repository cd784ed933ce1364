"""Everything that training reads from data/, and what a model may know when some Kreise are held out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.domain.networks import Archetype, NormRoster, PeerNetwork
from service.domain.places import Register
from service.domain.taxonomy import Taxonomy
from service.matching.additive import AdditiveModel
from service.matching.gaps import GAP_FEATURES, GapModel
from service.matching.name_words import NameWords
from service.matching.pipeline import Knowledge, compare_with
from service.matching.ranking import RANKING_FEATURES, RankingModel
from service.sources.archetypes import read_archetypes
from service.sources.norms import read_norms
from service.sources.peers import read_peers
from service.sources.register import read_register
from service.sources.taxonomy import read_taxonomy
from training.lexicons import Lexicons, read_lexicons
from training.name_words import make_name_words


@dataclass(frozen=True)
class Sources:
    """Vocabulary, places, word lists, norms, archetypes and real networks."""

    taxonomy: Taxonomy
    register: Register
    lexicons: Lexicons
    words: NameWords
    norms: Mapping[str, NormRoster]
    archetypes: tuple[Archetype, ...]
    networks: tuple[PeerNetwork, ...]


def read_sources(data: Path) -> Sources:
    """All of it; raises DataDamaged."""
    register = read_register(data / "register")
    lexicons = read_lexicons(data / "lexicon", register)
    return Sources(
        read_taxonomy(data / "taxonomy"),
        register,
        lexicons,
        make_name_words(register, lexicons),
        read_norms(data / "norms"),
        read_archetypes(data / "archetypes"),
        read_peers(data / "peers" / "networks.jsonl"),
    )


def knowledge_without(sources: Sources, held_out: Collection[str], gap_model: GapModel) -> Knowledge:
    """What the service would know without the networks of some Kreise (group keys), before a ranking has been fitted."""
    known = [network for network in sources.networks if network.group_key not in held_out]
    compared = compare_with(known, sources.archetypes, sources.taxonomy.role_keys, sources.words, gap_model)
    return Knowledge(sources.taxonomy, sources.register, sources.norms, *compared, gap_model, unfitted_ranking())


def unfitted_needs() -> GapModel:
    """How networks are compared before weights have been fitted."""
    return GapModel("unfitted", AdditiveModel(GAP_FEATURES, (0.0,) * len(GAP_FEATURES), 0.0), 0.0)


def unfitted_ranking() -> RankingModel:
    """The features of a ranking before weights have been fitted."""
    return RankingModel("unfitted", AdditiveModel(RANKING_FEATURES, (0.0,) * len(RANKING_FEATURES), 0.0), 0.0)


def read_strangers(data: Path) -> list[str]:
    """Names without a role in integration, with a gap for the town."""
    text = (data / "evaluation" / "strangers.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]
