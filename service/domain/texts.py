"""Texts in the languages of the user interface."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")


@dataclass(frozen=True)
class Text:
    """The same sentence or label in German and English."""

    de: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in one language."""
        return self.de if language == "de" else self.en


@dataclass(frozen=True)
class Phrases:
    """Words or short phrases in German and English; the two lists need not correspond."""

    de: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def both(self) -> tuple[str, ...]:
        """German phrases first, then English."""
        return self.de + self.en
