"""Tables as sheets of lines, whatever file they come from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A row of a table as text, with its place in the file ("12", "Vereine!12")."""

    at: str
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A table of a file: its name ("" where the file is one table), its rows, and how much of the file has been read."""

    name: str
    lines: Iterator[Line]
    share: Callable[[], float]
