"""Accounts on the command line, as processes."""

import os
import pathlib
import subprocess
import sys

PASSWORD = "vier wörter ohne sinn\n".encode()


def run(*arguments: str, home: pathlib.Path, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    settings = os.environ | {"WERFEHLT_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, "-m", "service", *arguments], input=given, capture_output=True, env=settings, timeout=120
    )
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_an_account_is_created_listed_changed_and_removed(tmp_path: pathlib.Path):
    created = run("admin", "create", "leitung", home=tmp_path, given=PASSWORD)
    assert created.returncode == 0, created.stderr
    officer = ("admin", "create", "muenchen", "--role", "officer", "--place", "09162")
    assert run(*officer, home=tmp_path, given=PASSWORD).returncode == 0
    assert run("admin", "list", home=tmp_path).stdout == "leitung admin\nmuenchen officer 09162\n"
    assert run("admin", "password", "muenchen", home=tmp_path, given=b"noch ein anderer satz\n").returncode == 0
    assert run("admin", "remove", "muenchen", home=tmp_path).returncode == 0
    refused = run("admin", "remove", "leitung", home=tmp_path)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert run("admin", "list", home=tmp_path).stdout == "leitung admin\n"


def test_a_short_password_is_refused_in_one_sentence(tmp_path: pathlib.Path):
    refused = run("admin", "create", "leitung", home=tmp_path, given=b"kurz\n")
    assert refused.returncode == 2
    assert refused.stderr == "/password: Ein Passwort hat 12 bis 200 Zeichen.\n"


def test_other_machines_are_not_served_without_an_administrator(tmp_path: pathlib.Path):
    refused = run("serve", "--host", "0.0.0.0", "--port", "0", home=tmp_path)
    assert refused.returncode == 2
    assert "wer-fehlt admin create" in refused.stderr
