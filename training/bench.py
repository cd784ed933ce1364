"""make bench: time to readiness, memory, answer times and bulk load, measured on a service of its own."""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import typer

QUESTION = {
    "ags": "09162",
    "network": {"name": "Steuerungsgruppe Integrationskonzept", "kind": "steering_group", "level": "municipal"},
    "members": [
        "Stelle für interkulturelle Arbeit",
        "Jobcenter",
        "Sozialreferat",
        "Münchner Volkshochschule",
        "Caritas",
    ],
}


class Served:
    """A service process on a free port of the loopback address, stopped by its process id."""

    def __init__(self, command: str, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service", command, "--port", str(self.port)],
            env=os.environ | {"WERFEHLT_HOME": str(home)},
            stdout=subprocess.DEVNULL,
        )
        while not self._ready():
            time.sleep(0.02)
        self.seconds_to_ready = time.perf_counter() - self.started
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def call(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        """The JSON answer to a request."""
        self.connection.request(method, "/api/v1" + path, body, {"Content-Type": kind})
        return json.loads(self.connection.getresponse().read())

    def peak_memory(self) -> float:
        """Peak resident memory in MB (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return float("nan")
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def stop(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=60)


def directory(number: int, seed: int) -> list[dict[str, str]]:
    """Made-up organisations spread over 400 places, without roles."""
    rng = Random(seed)
    kinds = ("Sportverein", "Moscheeverein", "Kulturverein", "Grundschule", "AWO Ortsverein", "Helferkreis Asyl")
    return [
        {
            "id": f"bench-{n}",
            "name": f"{rng.choice(kinds)} {rng.randint(1, 10**6)}",
            "description": "Beratung, Begegnung und Sprachkurse für Familien im Stadtteil.",
            "ags": f"{rng.choice(('09162', '09562', '09571136', '05315', '08111'))}",
        }
        for n in range(number)
    ]


def bulk_seconds(served: Served, organisations: list[dict[str, str]]) -> float:
    """Seconds until all are accepted and the last one is found."""
    start = time.perf_counter()
    for at in range(0, len(organisations), 1000):
        lines = "\n".join(json.dumps(one) for one in organisations[at : at + 1000]).encode()
        served.call("POST", "/organisations/bulk", lines, "application/x-ndjson")
    name = organisations[-1]["name"].replace(" ", "%20")
    while not served.call("GET", f"/organisations/search?q={name}&ags={organisations[-1]['ags']}")["hits"]:
        time.sleep(0.05)
    return time.perf_counter() - start


def main() -> None:
    """Print each figure with its goal."""
    with tempfile.TemporaryDirectory() as home:
        Served("demo", Path(home)).stop()
        served = Served("demo", Path(home))
        typer.echo(f"ready with the demo          {served.seconds_to_ready:7.2f} s    goal 2.5")
        body = json.dumps(QUESTION).encode()
        times = []
        for _ in range(200):
            start = time.perf_counter()
            served.call("POST", "/who-is-missing", body)
            times.append((time.perf_counter() - start) * 1e3)
        typer.echo(f"who is missing, p50          {statistics.median(times):7.1f} ms   goal 15")
        typer.echo(f"peak memory with the demo    {served.peak_memory():7.0f} MB   goal 300")
        served.stop()
    for number, goal in ((20_000, "15 s"), (200_000, "about ten times that")):
        with tempfile.TemporaryDirectory() as home:
            served = Served("serve", Path(home))
            seconds = bulk_seconds(served, directory(number, 1))
            typer.echo(f"{number:7d} organisations found {seconds:7.1f} s    goal {goal}")
            typer.echo(f"peak memory after that       {served.peak_memory():7.0f} MB")
            served.stop()


if __name__ == "__main__":
    main()
