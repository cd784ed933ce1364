"""Every refusal has its sentence in both languages, with facts that the code gives."""

import ast
import pathlib
import string

import pytest
import yaml

from service import errors
from service.domain.phrases import Phrasebook
from service.settings import SHIPPED_DATA
from service.sources.phrases import read_phrases
from service.web.problems import _CODES

SERVICE = pathlib.Path(errors.__file__).parent


@pytest.fixture(scope="module")
def phrases() -> Phrasebook:
    return read_phrases(SHIPPED_DATA / "phrases")


def field_codes() -> set[str]:
    """Codes that stand in the source as the second argument of FieldProblem(...) or InvalidInput.at(...)."""
    found = set(_CODES.values()) | {"invalid_value"}
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("FieldProblem", "InvalidInput.at"):
                code = node.args[1] if len(node.args) > 1 else None
                if isinstance(code, ast.Constant):
                    found.add(code.value)
    return found


def error_classes(root: type[errors.ServiceError]) -> set[type[errors.ServiceError]]:
    return {root}.union(*(error_classes(child) for child in root.__subclasses__()))


def test_every_bad_field_has_its_sentence(phrases: Phrasebook):
    assert field_codes() <= set(phrases.sentences)


def test_every_error_has_its_sentence_and_a_status_of_its_own_kind(phrases: Phrasebook):
    for error in error_classes(errors.ServiceError):
        assert error.code in phrases.sentences
        assert 400 <= error.status < 600


def test_both_languages_name_the_same_facts(phrases: Phrasebook):
    def facts(sentence: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    for code, text in phrases.sentences.items():
        assert facts(text.de) == facts(text.en), code


def test_no_code_stands_in_two_files():
    files = sorted((SHIPPED_DATA / "phrases").glob("*.yaml"))
    codes = [code for path in files for code in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert sorted(codes) == sorted(set(codes))


def test_every_note_of_a_reader_has_its_sentence(phrases: Phrasebook):
    found = set()
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Rejected", "Remark", "Question", "Note"):
                place = 2 if ast.unparse(node.func) == "Note" else 1
                code = node.args[place] if len(node.args) > place else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    assert len(found) > 30
    assert found <= set(phrases.sentences)
