import pytest

from service.domain.deliveries import Reading
from service.domain.organisations import Organisation
from service.sources.tables.column_words import column_words
from service.sources.tables.columns import fields_by_header, person_headers
from service.sources.tables.layouts import Layout, find_layout, unique_headers
from service.sources.tables.sheets import Line

EXTRA = {"key", "house_number", "address"}
HEADERS = {
    "Name": "name",
    "Vereinsname": "name",
    "Name des Vereins": "name",
    "Name der Einrichtung": "name",
    "ORGANISATION": "name",
    "Schulname": "name",
    "organisation_name": "name",
    "Träger": "name",
    "Titel": "name",
    "PLZ": "postcode",
    "Postleitzahl": "postcode",
    "zip code": "postcode",
    "Ort": "place",
    "Stadt / Gemeinde": "place",
    "city": "place",
    "Straße": "street",
    "STRASSE": "street",
    "Straße, Hausnummer": "street",
    "Haus-Nr.": "house_number",
    "Anschrift": "address",
    "E-Mail": "email",
    "e-mail-adresse": "email",
    "E-Mail (allgemein)": "email",
    "Mail": "email",
    "Tel.": "phone",
    "Telefon-Nr.": "phone",
    "Fon": "phone",
    "Telefon Geschäftsstelle": "phone",
    "Homepage": "website",
    "Internet": "website",
    "URL": "website",
    "AGS": "ags",
    "Amtlicher Gemeindeschlüssel (AGS)": "ags",
    "Kreisschlüssel": "ags",
    "GKZ": "ags",
    "lat": "lat",
    "Breitengrad": "lat",
    "lng": "lon",
    "Längengrad": "lon",
    "Sprachen": "languages",
    "Tätigkeitsfeld": "topics",
    "Zielgruppe(n)": "audiences",
    "Rechtsform": "legal_form",
    "Beschreibung": "description",
    "Stand": "verified_on",
    "Postleitzal": "postcode",
    "Beschreibnug": "description",
}
PERSONS = [
    "Ansprechpartner",
    "Ansprechpartner/in E-Mail",
    "Ansprechpartner*in",
    "1. Vorsitzende/r",
    "Name der Kontaktperson",
    "Vorname",
    "Nachname",
    "Geburtsdatum",
    "Mobil privat",
    "Handy",
    "Schulleitung",
    "Geschäftsführer",
    "Contact Person",
    "Leitung",
]


@pytest.mark.parametrize("header", HEADERS)
def test_usual_headers(header: str):
    assert fields_by_header([header]) == {header: HEADERS[header]}


@pytest.mark.parametrize("header", PERSONS)
def test_headers_about_persons(header: str):
    assert person_headers([header, "Verein"]) == {header}
    assert header not in fields_by_header([header, "Verein"])


@pytest.mark.parametrize(
    "header", ["Farbe", "Radius", "Ortsteil", "Bemerkung", "Mitglieder 2023", "Nr.", "Faxnummer", "Logo"]
)
def test_headers_that_mean_nothing(header: str):
    assert fields_by_header([header]) == {}
    assert not person_headers([header])


def test_each_field_has_one_column_and_the_best_one():
    fields = fields_by_header(["Träger", "Name", "PLZ Postfach", "PLZ", "E-Mail 2", "E-Mail"])
    assert fields == {"Name": "name", "PLZ": "postcode", "E-Mail": "email"}


def test_every_field_of_the_table_of_words_can_be_delivered():
    fields = set(column_words().fields)
    assert fields - EXTRA <= {*Organisation.__dataclass_fields__}


def test_no_header_means_two_fields():
    meant = [(header, field) for field, words in column_words().fields.items() for header in words.whole]
    headers = [header for header, _ in meant]
    assert sorted(headers) == sorted(set(headers))


def layout(*rows: str, how: Reading | None = None) -> Layout:
    return find_layout("", [Line(str(n), tuple(row.split(";"))) for n, row in enumerate(rows, 1)], how or Reading())


def test_the_header_stands_below_titles_and_blank_lines():
    found = layout(
        "Vereine der Stadt Musterstadt;;", ";;", "Stand: 3.5.2024;;", "Verein;PLZ;Ort", "A e.V.;91052;Erlangen"
    )
    assert found.headers == ("Verein", "PLZ", "Ort")
    assert found.first == 4


def test_without_header_the_values_tell_the_columns():
    rows = [f"{n};Kulturverein {n} e.V.;9105{n};info@verein{n}.example;www.verein{n}.example" for n in range(1, 6)]
    found = layout(*rows)
    assert found.headers == ("#1", "#2", "#3", "#4", "#5")
    assert found.fields == {"#2": "name", "#3": "postcode", "#4": "email", "#5": "website"}
    assert found.first == 0


def test_headers_that_nobody_knows_are_still_headers():
    rows = [f"{n};Kulturverein {n} e.V.;9105{n}" for n in range(1, 6)]
    found = layout("lfd;Bez;Zustellpunkt", *rows)
    assert found.fields == {"Bez": "name", "Zustellpunkt": "postcode"}
    assert found.first == 1


def test_a_column_of_numbers_is_called_by_a_person():
    rows = [f"Anlaufpunkt {n};rot" for n in range(1, 6)]
    assert not layout(*rows).named
    assert layout(*rows, how=Reading(columns={"": {"Anlaufpunkt 1": "name"}})).fields == {"Anlaufpunkt 1": "name"}


def test_headers_are_unique():
    assert unique_headers(["Name", "", " Name ", "Ort\n(Sitz)", ""]) == ("Name", "#2", "Name (#3)", "Ort (Sitz)")
