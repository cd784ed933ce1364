"""Imports go one way (DESIGN.md, section 3); the rule is checkable because it is about names."""

import ast
import pathlib

import pytest

ROOT = pathlib.Path(__file__).parent.parent

#: Layer -> the layers of ours that it may import besides itself.
ALLOWED = {
    "service.domain": set(),
    "service.errors": set(),
    "service.settings": {"service.errors"},
    "service.matching": {"service.domain", "service.errors"},
    "service.retrieval": {"service.domain", "service.errors"},
    "service.store": {"service.domain", "service.errors"},
    "service.sources": {"service.domain", "service.errors"},
}
_CORE = {*ALLOWED}
ALLOWED["service.model_files"] = _CORE - {"service.settings"}
ALLOWED["service.resources"] = _CORE | {"service.model_files"}
ALLOWED["service.usecases"] = _CORE | {"service.resources"}
ALLOWED["service.reports"] = ALLOWED["service.usecases"] | {"service.usecases"}
ALLOWED["service.web"] = ALLOWED["service.usecases"] | {"service.usecases", "service.reports", "service"}
ALLOWED["service.app"] = ALLOWED["service.web"] | {"service.web"}
ALLOWED["service.terminal"] = {"service.domain"}
ALLOWED["service.logs"] = set()
ALLOWED["service.import_report"] = ALLOWED["service.usecases"] | {"service.usecases", "service.terminal"}
_COMMANDS = ALLOWED["service.app"] | {"service.app", "service.terminal", "service.import_report", "service.logs"}
ALLOWED["service.cli"] = _COMMANDS | {"service.reports", "service.cli_imports", "service.cli_accounts"}
ALLOWED["service.cli_accounts"] = _COMMANDS | {"service.cli"}
ALLOWED["service.cli_imports"] = _COMMANDS | {"service.reports", "service.cli"}
ALLOWED["service.__main__"] = {"service.cli"}
ALLOWED["service"] = set()
ALLOWED["training"] = ALLOWED["service.cli"] | {"service.cli", "service.model_files"}

#: Libraries that only one package may import.
ONLY_IN = {
    "faiss": {"service.retrieval", "training"},
    "model2vec": {"service.retrieval", "training"},
    "sentence_transformers": {"service.retrieval", "training"},
    "sqlalchemy": {"service.store", "service.usecases", "training"},
    "alembic": {"service.store"},
    "fastapi": {"service.web", "service.app"},
    "typer": {"service.cli", "service.cli_imports", "service.cli_accounts", "training"},
    "pandas": {"service.sources", "training"},
    "argon2": {"service.usecases"},
    "limits": {"service.store"},
    "sklearn": {"training"},
    "torch": {"training"},
}


def modules() -> list[pathlib.Path]:
    return sorted([*(ROOT / "service").rglob("*.py"), *(ROOT / "training").rglob("*.py")])


def layer_of(name: str) -> str:
    return max((layer for layer in ALLOWED if name == layer or name.startswith(layer + ".")), key=len)


def imported(path: pathlib.Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_layer_may(path: pathlib.Path):
    own = layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    for name in imported(path):
        if name.split(".")[0] in ("service", "training"):
            assert layer_of(name) in {own, *ALLOWED[own]}, f"{own} imports {name}"
        library = name.split(".")[0]
        if library in ONLY_IN:
            assert own in ONLY_IN[library], f"{own} imports {library}"


def test_only_the_session_commits():
    committing = [
        str(path.relative_to(ROOT))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert set(committing) <= {"service/store/session.py"}


def test_only_the_settings_read_the_environment():
    reading = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "service").rglob("*.py")
        if {"environ", "getenv"}
        & {n.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)}
    ]
    assert set(reading) <= {"service/settings.py"}


@pytest.mark.parametrize("folder", ["data", "models"])
def test_folders_of_facts_hold_no_python(folder: str):
    assert not list((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: pathlib.Path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name
