"""The shipped lexicons and a small run of the generators."""

from pathlib import Path

import pytest

from service.sources.register import read_register
from service.sources.taxonomy import read_taxonomy
from training.lexicons import read_lexicons
from training.options import TrainingOptions
from training.sources import read_sources
from training.texts import make_world

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def taxonomy():
    return read_taxonomy(ROOT / "data" / "taxonomy")


@pytest.fixture(scope="session")
def lexicons():
    return read_lexicons(ROOT / "data" / "lexicon", read_register(ROOT / "data" / "register"))


@pytest.fixture(scope="session")
def world(taxonomy, lexicons):
    return make_world(taxonomy, lexicons)


@pytest.fixture(scope="session")
def small():
    return TrainingOptions(
        names_per_role=6, encoder_names_per_role=3, questions=120, vocabulary=1500, buckets=512, folds=3
    )


@pytest.fixture(scope="session")
def sources():
    return read_sources(ROOT / "data")
