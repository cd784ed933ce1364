"""make bench: how long the server takes for each page of the demo, over HTTP on a service of its own."""

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import typer

from training.bench import Served

#: Requests of each page after the first, which is left out.
ROUNDS = 20
#: Milliseconds that half of the answers may take.
GOAL = 60.0


def pages(served: Served) -> dict[str, str]:
    """The pages with the ids that the demo gives them: the largest network, and the directory by name and by words."""
    networks: list[dict[str, Any]] = served.call("GET", "/networks?limit=500")["networks"]
    largest = max(networks, key=lambda one: len(one["members"]))
    network = f"/netze/{quote(largest['id'], safe='')}"
    found = served.call("GET", "/organisations/search?q=Jobcenter&ags=09162")["hits"][0]["organisation"]
    organisation = f"/organisationen/{quote(found['id'], safe='')}"
    return {
        "start": "/",
        "members": f"{network}/mitglieder",
        "details": f"{network}/angaben",
        "gaps": network,
        "suggestions": f"{network}/vorschlaege",
        "why": f"{network}/warum?q=Jobcenter",
        "invitations": f"{network}/einladungen",
        "directory": "/verzeichnis",
        "directory, searched": "/verzeichnis?q=Sprachkurse+f%C3%BCr+Frauen&ort=09162",
        "organisation": organisation,
        "organisation, gaps": f"{organisation}/luecken",
        "imports": "/importe",
        "review": "/pruefen",
        "models": "/modelle",
        "accessibility": "/barrierefreiheit",
        "easy language": "/einfache-sprache",
    }


def measured(served: Served, path: str) -> tuple[float, float, int]:
    """Median and 95th percentile in milliseconds, and the size of the page in bytes."""
    times, size = [], 0
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        served.connection.request("GET", path, headers={"accept": "text/html"})
        answer = served.connection.getresponse()
        size = len(answer.read())
        times.append(1000 * (time.perf_counter() - began))
        assert answer.status == 200, path
    return statistics.median(times[1:]), statistics.quantiles(times[1:], n=20)[-1], size


def main() -> None:
    """Measure every page and print each with its share of the goal."""
    with tempfile.TemporaryDirectory() as home:
        served = Served("demo", Path(home))
        try:
            for name, path in pages(served).items():
                median, slow, size = measured(served, path)
                told = {"page": name, "p50_ms": round(median, 1), "p95_ms": round(slow, 1), "kB": round(size / 1000)}
                typer.echo(json.dumps(told | {"of_goal": round(median / GOAL, 2)}))
        finally:
            served.stop()


if __name__ == "__main__":
    main()
