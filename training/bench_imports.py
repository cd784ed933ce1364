"""Time and memory of imports: a table of 33,000 rows, and 100,000 organisations against 100,000."""

import csv
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from os import environ
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import typer

#: What German directories are made of: how often, and how such organisations are called.
KINDS = (
    (26, "Turn- und Sportverein {town} {number} e.V."),
    (12, "Förderverein der Grundschule {part} {town} e.V."),
    (9, "Freiwillige Feuerwehr {town}-{part}"),
    (6, "Evangelische Kirchengemeinde {saint} {town}"),
    (6, "Katholische Pfarrei {saint} {part} {town}"),
    (5, "Kindertagesstätte {part} {street}"),
    (4, "AWO Ortsverein {town} {part}"),
    (3, "Helferkreis Asyl {town}-{part}"),
    (3, "DITIB Türkisch-Islamische Gemeinde {town} {street}"),
    (2, "Volkshochschule {town}"),
)
PARTS = ("Nord", "Süd", "Ost", "West", "Altstadt", "Neustadt", "Am Bach", "Bergdorf", "Unterdorf", "Auwiesen")
SAINTS = ("St. Martin", "St. Marien", "Johannes", "Paulus", "St. Josef", "Kreuz", "Christus", "Frieden")
STREETS = ("Gartenstraße", "Schulweg", "Bahnhofstraße", "Ringstraße", "Kirchplatz", "Feldweg", "Marktplatz")
#: How another source writes the same name.
SPELLINGS = (("e.V.", ""), ("Evangelische", "Ev."), ("Katholische", "Kath."), ("AWO", "Arbeiterwohlfahrt"), ("ü", "ue"))

Row = dict[str, str]


def rows(number: int, places: Mapping[str, str]) -> Iterator[Row]:
    """Organisations all over Germany, no name twice in a place."""
    rng, taken = Random(9), set[tuple[str, str]]()
    keys, patterns = sorted(places), [pattern for _, pattern in KINDS]
    while len(taken) < number:
        key = rng.choice(keys)
        words = {"town": places[key], "number": rng.randint(1848, 2020), "part": rng.choice(PARTS)}
        words |= {"saint": rng.choice(SAINTS), "street": f"{rng.choice(STREETS)} {rng.randint(1, 99)}"}
        name = rng.choices(patterns, weights=[weight for weight, _ in KINDS])[0].format(**words)
        if (key, name) not in taken:
            taken.add((key, name))
            yield {"Nr": str(len(taken)), "Name": name, "AGS": key}


def respelled(row: Row, rng: Random) -> Row:
    """The same organisation as another source writes it."""
    before, after = rng.choice(SPELLINGS)
    return {**row, "Name": row["Name"].replace(before, after).strip(), "Nr": f"b{row['Nr']}"}


def write(path: Path, made: list[Row]) -> Path:
    """A table of the rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("Nr", "Name", "AGS"), delimiter=";")
        writer.writeheader()
        writer.writerows(made)
    return path


def imported(home: Path, path: Path) -> tuple[float, str]:
    """Seconds that the command takes, and its report."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "service", "import", "--column", "Nr=key", "--lang", "en", str(path)]
    ran = subprocess.run(
        command, env={**environ, "WERFEHLT_HOME": str(home)}, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, ran.stdout


def counts(report: str) -> str:
    """The counts of a report in one line."""
    return ", ".join(
        line.strip() for line in report.splitlines() if line.startswith("  ") and line.rstrip()[-1:].isdigit()
    )


def main(number: int = 100_000) -> None:
    """Print each figure with its goal."""
    from service.settings import Settings
    from service.sources.register import read_register

    towns = read_register(Settings().data / "register").towns
    made = list(rows(number, {key: place.name for key, place in towns.items()}))
    rng = Random(4)
    with TemporaryDirectory() as folder:
        few = write(Path(folder) / "few.csv", made[:33_000])
        seconds, report = imported(Path(folder) / "few", few)
        typer.echo(f"33,000 rows in               {seconds:7.1f} s    goal 30     {counts(report)}")
        first = write(Path(folder) / "first.csv", made)
        seconds, report = imported(Path(folder) / "many", first)
        typer.echo(f"{number} rows in              {seconds:7.1f} s                {counts(report)}")
        second = write(Path(folder) / "second.csv", [respelled(row, rng) for row in made])
        seconds, report = imported(Path(folder) / "many", second)
        typer.echo(f"{number} against as many      {seconds:7.1f} s    goal 300    {counts(report)}")


if __name__ == "__main__":
    typer.run(main)
