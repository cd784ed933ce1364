"""Names are compared by what they mean: abbreviations written out, legal forms dropped, misspelt words put right."""

import pathlib

import numpy as np
import pytest

from service.domain.name_forms import KINDS, NameForms
from service.matching.resolution_names import Spelled, spell_names, table_of
from service.sources.name_forms import read_name_forms

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="module")
def words() -> NameForms:
    return read_name_forms(ROOT / "data" / "imports" / "name_forms.yaml")


def spelled(name: str, words: NameForms) -> set[str]:
    return set(spell_names([name], words)[name].words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AWO KV Erlangen-Höchstadt", "Arbeiterwohlfahrt Kreisverband Erlangen-Höchstadt e.V."),
        ("BRK Kreisverband Bamberg", "Bayerisches Rotes Kreuz, KV Bamberg"),
        ("D.I.T.I.B. Moschee Kassel", "DITIB Kassel e. V."),
        ("Türkisch-Islamische Gemeinde Bamberg", "DITIB Türkisch-Islamische Gemeinde zu Bamberg"),
        ("Ev.-Luth. Kirchengemeinde St. Marien", "Evangelisch-Lutherische Kirchengemeinde Sankt Maria"),
        ("vhs Fürth gGmbH", "Volkshochschule Fuerth"),
        ("SkF Augsburg eV", "Sozialdienst katholischer Frauen Augsburg"),
        ("IN VIA Augsburg", "IN VIA Katholischer Verband für Mädchen- und Frauensozialarbeit Augsburg"),
        ("Bündnis 90/Die Grünen OV Hof", "Grüne Ortsverband Hof"),
        ("TSV 1860 Bayreuth", "Turn- und Sportverein Bayreuth von 1860 e.V."),
        ("Staatliche Berufsschule I", "Staatliche Berufsschule 1"),
        ("Volkshochschle Singen", "Volkshochschule Singen"),
        ("Diakonisches Werk des Kirchenkreises Herford", "Diakonie Kirchenkreis Herford"),
    ],
)
def test_both_writings_have_the_same_words(one: str, other: str, words: NameForms):
    assert spelled(one, words) == spelled(other, words)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("AWO Kreisverband Hof", "AWO Ortsverein Hof", "unit"),
        ("Grundschule Nord", "Grundschule Süd", "direction"),
        ("Pfarrei St. Martin", "Pfarrei St. Michael", "saint"),
        ("Pestalozzi Grundschule", "Pestalozzi Mittelschule", "school"),
        ("Evangelische Jugend", "Katholische Jugend", "confession"),
        ("Caritas Hof", "Diakonie Hof", "body"),
        ("TSV 1860", "TSV 1904", "number"),
        ("Türkischer Elternverein", "Kurdischer Elternverein", "origin"),
        ("Förderverein der Grundschule", "Grundschule", "affiliate"),
        ("Jugendabteilung des Turnvereins", "Turnverein", "group"),
        ("Stadt Kassel", "Landkreis Kassel", "territory"),
    ],
)
def test_words_that_tell_apart_are_of_a_kind(one: str, other: str, kind: str, words: NameForms):
    names = spell_names([one, other], words)
    table = table_of([names[one], names[other]], words, {})
    differing = {KINDS[column] for column in np.flatnonzero(table.kinds[0] != table.kinds[1])}
    assert kind in differing


def test_an_association_is_not_protestant(words: NameForms):
    assert "evangelisch" in spelled("Ev. Kirche", words)
    for written in ("Brücke e.V. Jena", "Brücke eV Jena", "Brücke e. V., Jena", "Brücke ev"):
        assert "evangelisch" not in spelled(written, words)


def test_a_name_of_nothing_but_legal_form_or_fillers_keeps_a_word(words: NameForms):
    for name in ("e.V.", "GmbH", "der die das", "Ev", "", "…", "Иванівка"):
        assert spell_names([name], words)[name].words


def test_common_and_soft_words_weigh_less_than_rare_ones(words: NameForms):
    names = spell_names(["Hromada Verein Integration"], words)
    weights = table_of(list(names.values()), words, {"integration": 0.3}).weights.toarray()[0]
    assert list(weights) == [1.0, 0.05, 0.3]


def test_an_acronym_beside_the_full_name_weighs_little(words: NameForms):
    name = "Gesellschaft für Migration Ostalb (GMOX)"
    table = table_of([spell_names([name], words)[name]], words, {})
    position = table.spelled[0].words.index("gmox")
    assert table.weights.toarray()[0][position] == pytest.approx(0.3)


def test_a_place_alone_is_no_reason_to_lose_the_whole_name():
    assert Spelled(("erlangen",)).without({"erlangen"}).words == ("erlangen",)
    assert Spelled(("stadt", "erlangen")).without({"erlangen"}).words == ("stadt",)
