"""data/register -> Register."""

from pathlib import Path

from service.domain.places import Place, Register
from service.sources.files import read_rows


def read_register(folder: Path) -> Register:
    """States, Regierungsbezirke, Kreise, towns and former keys of the folder; raises DataDamaged."""

    def places(name: str) -> dict[str, Place]:
        rows = read_rows(folder / f"{name}.csv")
        return {row["key"]: Place(row["key"], row["name"], row.get("type") or "", _number(row)) for row in rows}

    successors = {row["former"]: row["successor"] for row in read_rows(folder / "successors.csv")}
    return Register(places("states"), places("government_districts"), places("districts"), places("towns"), successors)


def _number(row: dict[str, str]) -> int | None:
    return int(row["population"]) if row.get("population") else None
