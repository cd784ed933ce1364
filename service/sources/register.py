"""data/register -> Register; data/imports/places.yaml -> PlaceWords."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from service.domain.names import folded
from service.domain.places import Place, PlaceWords, Register
from service.sources.files import read_rows, read_yaml


@dataclass(frozen=True)
class _Written:
    titles: tuple[str, ...]
    state_titles: tuple[str, ...]
    districts: tuple[str, ...]
    government_districts: tuple[str, ...]
    fillers: tuple[str, ...]
    short: Mapping[str, str]
    states: Mapping[str, tuple[str, ...]]
    germany: tuple[str, ...]


def read_register(folder: Path) -> Register:
    """States, Regierungsbezirke, Kreise, towns and former keys of the folder; raises DataDamaged."""

    def places(name: str) -> dict[str, Place]:
        rows = read_rows(folder / f"{name}.csv")
        return {row["key"]: Place(row["key"], row["name"], row.get("type") or "", _number(row)) for row in rows}

    successors = {row["former"]: row["successor"] for row in read_rows(folder / "successors.csv")}
    return Register(places("states"), places("government_districts"), places("districts"), places("towns"), successors)


def read_place_words(path: Path) -> PlaceWords:
    """The words of the file, folded; raises DataDamaged."""
    written = read_yaml(path, TypeAdapter(_Written))
    return PlaceWords(
        titles=_folded(written.titles),
        state_titles=_folded(written.state_titles),
        districts=_folded(written.districts),
        government_districts=_folded(written.government_districts),
        fillers=_folded(written.fillers),
        short={folded(word): folded(full) for word, full in written.short.items()},
        states={key: tuple(map(folded, names)) for key, names in written.states.items()},
        germany=_folded(written.germany),
    )


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(folded, words))


def _number(row: dict[str, str]) -> int | None:
    return int(row["population"]) if row.get("population") else None
