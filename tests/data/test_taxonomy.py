import pathlib
import re
import unicodedata
from collections import Counter

import pytest
import yaml

from service.domain.phrases import Phrasebook
from service.domain.taxonomy import Role, Taxonomy
from service.sources.norms import read_norms
from service.sources.phrases import read_phrases
from service.sources.register import read_register
from service.sources.taxonomy import read_taxonomy

DATA = pathlib.Path(__file__).parent.parent.parent / "data"
VOCABULARIES = ("spheres", "fields", "audiences", "levels", "phases", "kinds", "functions", "structural_features")


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return read_taxonomy(DATA / "taxonomy")


@pytest.fixture(scope="module")
def phrases() -> Phrasebook:
    return read_phrases(DATA / "phrases")


def roles() -> list[Role]:
    return list(read_taxonomy(DATA / "taxonomy").roles.values())


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.key)
def test_a_role_is_described_richly(role: Role, taxonomy: Taxonomy):
    assert role.sphere in taxonomy.spheres
    assert len(role.synonyms.de) >= 10
    assert len(role.synonyms.en) >= 5
    assert len(role.activities.de) >= 6
    assert role.gap_kinds
    for words in (role.synonyms.de, role.synonyms.en):
        assert len(set(words)) == len(words)
    states = read_register(DATA / "register").states
    assert set(role.jurisdiction_by_state) <= set(states)
    assert set(role.authority) - {"default"} <= set(states)
    assert not role.authority or "default" in role.authority


def test_keys_are_those_of_the_contract_in_order(taxonomy: Taxonomy):
    assert len(taxonomy.roles) == 58
    assert list(taxonomy.roles) == sorted(taxonomy.roles)
    assert "other" in taxonomy.roles


@pytest.mark.parametrize("name", ["roles", *VOCABULARIES])
def test_labels_are_unique_in_each_language(taxonomy: Taxonomy, name: str):
    entries = getattr(taxonomy, name).values()
    for language in ("de", "en"):
        labels = Counter(entry.label.in_language(language) for entry in entries)
        assert max(labels.values()) == 1


def test_the_seed_s_functions_and_features_are_complete(taxonomy: Taxonomy):
    assert (len(taxonomy.functions), len(taxonomy.structural_features)) == (13, 10)


def test_fields_name_existing_roles(taxonomy: Taxonomy):
    assert all(role in taxonomy.roles for field in taxonomy.fields.values() for role in field.roles)


def test_a_language_name_means_one_language(taxonomy: Taxonomy):
    names = Counter(name for language in taxonomy.languages.values() for name in language.names)
    assert max(names.values()) == 1
    assert taxonomy.language_code("Türkisch") == "tr"


def test_norms_name_existing_roles_kinds_levels_and_laender(taxonomy: Taxonomy):
    norms = read_norms(DATA / "norms")
    states = read_register(DATA / "register").states
    assert len(norms) >= 10
    for norm in norms.values():
        conditions = norm.applies_to
        assert {entry.role for entry in norm.entries} <= set(taxonomy.roles)
        assert len({entry.role for entry in norm.entries}) == len(norm.entries)
        assert set(conditions.kinds) <= set(taxonomy.kinds)
        assert set(conditions.levels) <= set(taxonomy.levels)
        assert set(conditions.states) <= set(states)
        assert all(word == word.casefold() for word in conditions.words + conditions.not_words)
        assert norm.source.basis


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: str(path.relative_to(DATA)))
def test_data_files_are_unicode_nfc_and_their_lists_sorted_by_key(path: pathlib.Path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    content = yaml.safe_load(text)
    if path.parent.name == "taxonomy" and path.stem in ("roles", *VOCABULARIES) and path.stem not in ORDERED:
        keys = [entry["key"] for entry in content]
        assert keys == sorted(keys)


#: Vocabularies whose order means something.
ORDERED = {"spheres", "phases", "levels", "functions", "structural_features", "kinds"}


def test_the_placeholders_of_a_phrase_are_the_same_in_both_languages(phrases: Phrasebook):
    for code, text in phrases.sentences.items():
        assert set(re.findall(r"{(\w+)}", text.de)) == set(re.findall(r"{(\w+)}", text.en)), code


def test_every_problem_of_the_code_has_a_sentence(phrases: Phrasebook):
    source = "\n".join(p.read_text(encoding="utf-8") for p in (DATA.parent / "service").rglob("*.py"))
    codes = set(re.findall(r'code = "(\w+)"', source))
    codes |= set(re.findall(r'FieldProblem\([^"]*f?"[^"]*", "(\w+)"', source))
    codes |= set(re.findall(r'InvalidInput\.at\(f?"[^"]*", "(\w+)"', source))
    assert len(codes) > 15
    assert codes <= set(phrases.sentences)
