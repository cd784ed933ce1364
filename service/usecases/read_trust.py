"""What is known of the models that answer, and of how much the directory does not tell."""

from dataclasses import dataclass

import numpy as np

from service.domain.taxonomy import OTHER
from service.resources import Resources, own_models
from service.sources.evaluations import Card, read_card


@dataclass(frozen=True)
class Unknowns:
    """How many organisations there are, and of how many something is not known."""

    organisations: int
    unverified: int
    undescribed: int
    without_place: int
    without_role: int


def read_cards(resources: Resources) -> dict[str, tuple[str, Card]]:
    """(name of the version, card) of each model that answers; a model of somebody else has an empty card."""
    cards = {}
    for artefact, name in resources.model_names.items():
        # The encoder's name begins with that of its artefact.
        version = name.split(" ")[-1]
        folders = (own_models(resources.settings) / artefact / version, resources.settings.models / artefact / version)
        card = next((read_card(folder) for folder in folders if folder.is_dir()), Card())
        cards[artefact] = (name, card)
    return cards


def count_unknowns(resources: Resources) -> Unknowns:
    """What the directory does not tell, as it is served now."""
    snapshot = resources.snapshot
    rows = snapshot.rows_of_place(None)
    roles = resources.knowledge.taxonomy.role_keys
    return Unknowns(
        organisations=len(rows),
        unverified=int(np.count_nonzero(snapshot.unverified(rows))),
        undescribed=len(rows) - int(np.count_nonzero(snapshot.described(rows))),
        without_place=sum(not prefixes for prefixes in snapshot.prefixes(rows)),
        without_role=int(np.count_nonzero(snapshot.roles(rows) == roles.index(OTHER))),
    )
