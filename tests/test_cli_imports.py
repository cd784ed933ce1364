"""Importing on the command line: a report in words, an exit code, and a way back."""

import os
import pathlib
import signal
import subprocess
import sys

import pytest

TABLE = "Verein;Ort;Tel\nTürkischer Kulturverein e.V.;Erlangen;09131 1\nGospelchor Büchenbach;Erlangen;\n;Erlangen;\n"


def run(home: pathlib.Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "service", *arguments]
    environment = {**os.environ, "WERFEHLT_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def table(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "vereine.csv"
    path.write_text(TABLE, encoding="cp1252")
    return path


def test_import_tells_what_came_of_it_and_undo_takes_it_back(tmp_path: pathlib.Path, table: pathlib.Path):
    home = tmp_path / "home"
    done = run(home, "import", str(table))
    assert done.returncode == 0, done.stderr
    assert "neu: 2" in done.stdout
    assert "4: Der Name fehlt." in done.stdout
    assert "Verein = name" in done.stdout
    import_id = done.stdout.split("wer-fehlt undo ")[1].split()[0]
    assert "Gospelchor" in run(home, "search", "Gospelchor", "--ags", "09562").stdout
    assert import_id in run(home, "imports").stdout.replace("\n", "")
    assert run(home, "undo", import_id).returncode == 0
    assert run(home, "search", "Gospelchor", "--ags", "09562").stdout == ""


def test_a_dry_run_writes_nothing_and_columns_can_be_told(tmp_path: pathlib.Path, table: pathlib.Path):
    home = tmp_path / "home"
    tried = run(home, "import", "--dry-run", "--lang", "en", "--column", "Tel=", str(table))
    assert "dry run, nothing written" in tried.stdout
    assert run(home, "search", "Gospelchor", "--ags", "09562").stdout == ""


@pytest.mark.parametrize("name", ["no-such-file.csv", ".", "empty.csv", "half.json"])
def test_what_cannot_be_imported_is_one_sentence_with_the_file(tmp_path: pathlib.Path, name: str):
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "half.json").write_bytes(b'{"contents": [{"id": "1", "na')
    ran = run(tmp_path / "home", "import", str(tmp_path / name))
    assert ran.returncode == 1
    assert (tmp_path / name).name in ran.stdout.replace("\n", "")
    assert "Traceback" not in ran.stderr


def test_a_member_list_becomes_a_network(tmp_path: pathlib.Path):
    path = tmp_path / "protokoll.txt"
    path.write_text("Anwesend:\nFrau Muster, Jobcenter Erlangen\nCaritasverband Erlangen\n", encoding="utf-8")
    waiting = run(tmp_path / "home", "import", str(path))
    assert waiting.returncode == 1
    assert "--network" in waiting.stdout
    done = run(tmp_path / "home", "import", "--network", "Runder Tisch", "--ags", "09562", str(path))
    assert done.returncode == 0, done.stderr
    assert "neue Mitglieder: 2" in done.stdout
    assert "Muster" not in done.stdout


def test_duplicates_and_stale_organisations_are_listed(tmp_path: pathlib.Path, table: pathlib.Path):
    home = tmp_path / "home"
    run(home, "import", str(table))
    assert "Nichts zu prüfen" in run(home, "duplicates").stdout
    assert "Alles ist frisch" in run(home, "stale").stdout
    assert run(home, "duplicates", "--merge", "a", "b").returncode == 2


def test_export_writes_what_was_imported(tmp_path: pathlib.Path, table: pathlib.Path):
    home, file = tmp_path / "home", tmp_path / "liste.csv"
    run(home, "import", "--licence", "CC-BY-4.0", "--attribution", "Stadt Erlangen", str(table))
    assert run(home, "export", str(file)).returncode == 0
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert all("CC-BY-4.0;Stadt Erlangen" in line for line in lines[1:])
    assert run(home, "export", str(tmp_path / "liste.pdf")).returncode == 2


def test_the_commands_leave_signals_alone():
    # A service that a closed connection ends would be ended by any client that hangs up.
    before = signal.getsignal(signal.SIGPIPE)
    import service.cli

    assert service.cli.app is not None
    assert signal.getsignal(signal.SIGPIPE) is before is signal.SIG_IGN


def test_commands_need_something_to_import(tmp_path: pathlib.Path):
    assert run(tmp_path / "home", "import").returncode == 2
    assert run(tmp_path / "home", "import", "--column", "nonsense", "x").returncode == 2
