"""The command line, as processes: what it prints and how it ends."""

import json
import os
import pathlib
import socket
import subprocess
import sys

import pytest

from service import cli

LINES = "1. Stelle für interkulturelle Arbeit\n- Jobcenter München\n"
NAMES = ["Stelle für interkulturelle Arbeit", "Jobcenter München"]
ASK = ["ask", "--ags", "09162", "--network", "Steuerungsgruppe Integrationskonzept"]


def run(
    *arguments: str, home: pathlib.Path, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    settings = os.environ | {"WERFEHLT_HOME": str(home), "PYTHONIOENCODING": "utf-8"} | environment
    ran = subprocess.run(
        [sys.executable, "-m", "service", *arguments], input=given, capture_output=True, env=settings, timeout=120
    )
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_ask_prints_members_gaps_and_invitations(tmp_path: pathlib.Path):
    ran = run(*ASK, home=tmp_path, given=LINES.encode())
    assert ran.returncode == 0, ran.stderr
    assert "Jobcenter" in ran.stdout
    assert "Wer fehlt" in ran.stdout
    assert max(len(line) for line in ran.stdout.splitlines()) <= 100


def test_ask_prints_the_answer_of_the_interface_as_json(tmp_path: pathlib.Path):
    path = tmp_path / "members.txt"
    path.write_text(LINES, encoding="utf-8")
    ran = run(*ASK, "--json", str(path), home=tmp_path / "home")
    answer = json.loads(ran.stdout)
    assert [member["given"] for member in answer["members"]] == NAMES
    assert answer["gaps"]


@pytest.mark.parametrize(
    "arguments",
    [["ask", "--ags", "9162", "--network", "x"], ["ask", "--network", " "], ["ask", "--network", "x", "no-such-file"]],
)
def test_what_cannot_be_asked_ends_with_one_sentence(tmp_path: pathlib.Path, arguments: list[str]):
    ran = run(*arguments, home=tmp_path)
    assert ran.returncode == 2
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "Traceback" not in ran.stderr


def refused(ran: subprocess.CompletedProcess[str]) -> None:
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "Traceback" not in ran.stderr


def test_a_foreign_database_is_refused(tmp_path: pathlib.Path):
    (tmp_path / "wer-fehlt.sqlite").write_bytes(b"This is a letter and no database. " * 100)
    refused(run("serve", "--port", "0", home=tmp_path))


def test_a_home_that_is_a_file_is_refused(tmp_path: pathlib.Path):
    (tmp_path / "file").write_text("x")
    refused(run("serve", "--port", "0", home=tmp_path / "file"))


def test_a_taken_port_is_refused(tmp_path: pathlib.Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused(run("serve", "--port", str(taken.getsockname()[1]), home=tmp_path))


def test_broken_models_are_refused(tmp_path: pathlib.Path):
    refused(run("serve", "--port", "0", home=tmp_path, WERFEHLT_MODELS=str(tmp_path)))


def test_an_encoder_that_cannot_be_loaded_is_refused(tmp_path: pathlib.Path):
    refused(run("serve", "--port", "0", home=tmp_path, WERFEHLT_ENCODER=str(tmp_path / "no-model")))


def test_a_setting_that_does_not_fit_is_refused(tmp_path: pathlib.Path):
    ran = run("serve", home=tmp_path, WERFEHLT_PORT="eighty")
    refused(ran)
    assert "WERFEHLT_PORT" in ran.stderr


def test_broken_data_are_refused(tmp_path: pathlib.Path):
    refused(run("serve", "--port", "0", home=tmp_path / "home", WERFEHLT_DATA=str(tmp_path)))


def test_names_cannot_steer_the_terminal(tmp_path: pathlib.Path):
    ran = run(*ASK, home=tmp_path, given=b"Verein [/bold] :smile: \x1b[31m\n")
    assert ran.returncode == 0, ran.stderr
    assert "[/bold] :smile:" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_refusals_speak_the_language_asked_for(tmp_path: pathlib.Path):
    ran = run("ask", "--lang", "en", "--network", "x", "--kind", "club", home=tmp_path)
    refused(ran)
    assert ran.stderr == "/network/kind: This value is not provided for.\n"


def test_an_answer_that_is_sent_in_two_parts_does_not_wait():
    with cli._listen("127.0.0.1", 0) as listening:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
