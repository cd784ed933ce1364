"""Where the word lists of the readers lie."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def import_words(name: str) -> Path:
    """A file of data/imports, inside the installed package or beside it in a checkout."""
    inside = _PACKAGE / "data" / "imports" / name
    return inside if inside.is_file() else _PACKAGE.parent / "data" / "imports" / name
