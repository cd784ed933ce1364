"""data/phrases -> Phrasebook."""

from pathlib import Path

from pydantic import TypeAdapter

from service.domain.phrases import Phrasebook
from service.domain.texts import Text
from service.sources.files import read_yaml

_SENTENCES = TypeAdapter(dict[str, Text])


def read_phrases(folder: Path) -> Phrasebook:
    """The sentences of all files of the folder; raises DataDamaged."""
    sentences: dict[str, Text] = {}
    for path in sorted(folder.glob("*.yaml")):
        read: dict[str, Text] = read_yaml(path, _SENTENCES)
        sentences |= read
    return Phrasebook(sentences)
