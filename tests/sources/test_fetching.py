"""Exactly the address that was typed is asked, and nothing else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from service.errors import FetchFailed
from service.sources.fetching import fetch

CONTENT = b"Name;AGS\nVerein;09562000\n"


class Answers(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/feed.csv")
            self.end_headers()
            return
        self.send_response(200 if self.path == "/feed.csv?page=1" else 404)
        self.end_headers()
        self.wfile.write(CONTENT)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Answers.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_answer_becomes_a_file(address: str, tmp_path: Path):
    path = fetch(f"{address}/feed.csv?page=1", tmp_path)
    assert (path.name, path.read_bytes()) == ("feed.csv", CONTENT)
    assert Answers.asked == ["/feed.csv?page=1"]


@pytest.mark.parametrize("path", ["/moved", "/nothing"])
def test_a_redirect_and_a_refusal_are_told_and_not_followed(address: str, tmp_path: Path, path: str):
    with pytest.raises(FetchFailed):
        fetch(f"{address}{path}", tmp_path)
    assert Answers.asked == [path]


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.org/x", "nonsense", "http://"])
def test_only_web_addresses_are_asked(tmp_path: Path, url: str):
    with pytest.raises(FetchFailed):
        fetch(url, tmp_path)


def test_nobody_there_is_one_sentence(tmp_path: Path):
    with pytest.raises(FetchFailed):
        fetch("http://127.0.0.1:9/feed.csv", tmp_path)
