"""data/pages -> texts of the web app, one file a language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from service.sources.files import read_yaml

FALLBACK = "de"
_TEXTS = TypeAdapter(dict[str, str])


@dataclass(frozen=True)
class PageTexts:
    """Texts by language and code."""

    by_language: dict[str, dict[str, str]]

    def sentence(self, code: str, language: str, **facts: object) -> str:
        """The text with its facts filled in, in German where the language does not have it; KeyError for an unknown code."""
        own = self.by_language.get(language, {})
        text = own[code] if code in own else self.by_language[FALLBACK][code]
        return text.format(**facts) if facts else text


@cache
def read_page_texts(folder: Path) -> PageTexts:
    """The texts of all files of the folder, by the language that their names tell; raises DataDamaged."""
    return PageTexts({path.stem: read_yaml(path, _TEXTS) for path in sorted(folder.glob("*.yaml"))})
