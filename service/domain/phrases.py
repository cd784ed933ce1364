"""The sentences of the user interface, by code, with the facts they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from service.domain.networks import Obligation
from service.domain.places import Level
from service.domain.taxonomy import GapKind
from service.domain.texts import Language, Text

#: Values of these enumerations are words of the phrasebook, e.g. "level_district".
_WORDS: Mapping[type[Enum], str] = {Obligation: "obligation", Level: "level", GapKind: "kind"}


@dataclass(frozen=True)
class Phrasebook:
    """Sentences with named placeholders, in every language of the interface."""

    sentences: Mapping[str, Text]

    def sentence(self, code: str, language: Language, **facts: object) -> str:
        """The sentence of a code with its facts filled in."""
        words = {name: self._word(value, language) for name, value in facts.items()}
        return self.sentences[code].in_language(language).format(**words)

    def _word(self, value: object, language: Language) -> object:
        if isinstance(value, Text):
            return value.in_language(language)
        if isinstance(value, tuple):
            return ", ".join(str(self._word(part, language)) for part in value)
        for enumeration, prefix in _WORDS.items():
            if isinstance(value, enumeration):
                return self.sentences[f"{prefix}_{value.value}"].in_language(language)
        return value
