import pytest

from service.domain.names import clean_line, normal_name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1. Jobcenter Erlangen", "Jobcenter Erlangen"),
        ("  • AWO Kreisverband  ", "AWO Kreisverband"),
        ("a) Stadtjugendring", "Stadtjugendring"),
        ("- 3) Caritas, vertreten durch die Geschäftsführung", "Caritas"),
        ("VHS (entschuldigt)", "VHS"),
        ("1. FC Nürnberg", "FC Nürnberg"),
    ],
)
def test_clean_line_drops_bullets_numbers_and_remarks(line: str, name: str):
    assert clean_line(line) == name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("D.I.T.I.B. Türkisch-Islamische Gemeinde e.V.", "DITIB Tuerkisch Islamische Gemeinde"),
        ("DİTİB Moschee", "Ditib-Moschee"),
        ("InitiativGruppe e. V.", "INITIATIVGRUPPE"),
        ("Straße & Haus gGmbH", "Strasse Haus"),
    ],
)
def test_normal_name_makes_spellings_equal(first: str, second: str):
    assert normal_name(first) == normal_name(second)


def test_normal_name_keeps_ev_for_evangelisch():
    assert normal_name("Ev. Kirche") == "ev kirche"
