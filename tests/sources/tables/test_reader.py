import pathlib
from collections import Counter

import pytest

from service.domain.deliveries import Columns, Delivered, Event, Opened, Progress, Question, Reading, Rejected, Remark
from service.domain.organisations import Organisation
from service.errors import FileDamagedAt, FileEmpty, FileHostile, FileWithoutNames
from service.sources.tables.reader import read

DATA = pathlib.Path(__file__).parents[3].parent / "shared" / "data"


def events(tmp_path: pathlib.Path, text: str, how: Reading | None = None, encoding: str = "utf-8") -> list[Event]:
    path = tmp_path / "vereine.csv"
    path.write_bytes(text.encode(encoding))
    return list(read(path, how or Reading()))


def values(found: list[Event]) -> list[dict[str, object]]:
    return [dict(event.values) for event in found if isinstance(event, Delivered)]


def codes(found: list[Event]) -> list[tuple[str, str]]:
    return [(event.at, event.code) for event in found if isinstance(event, Rejected | Remark | Question)]


def test_a_row_with_every_field(tmp_path: pathlib.Path):
    header = (
        "ID;Vereinsname;Beschreibung;AGS;Straße;Hausnr.;PLZ;Ort;Bundesland;Breitengrad;Längengrad;Sprachen;Themen;"
        "Zielgruppe;Konfession;Rechtsform;Homepage;E-Mail;Tel.;Öffnungszeiten;Stand;Arbeitsweise;Rolle\n"
    )
    row = (
        'V-7;"Kulturverein  ""Die Brücke"" e.V.";"Wir laden ein.\nJeden Tag.";09562000;Lange Straße;12a;91052;Erlangen;'
        "Bayern;49,5896;11,0120;Deutsch, Türkisch;Bildung/Kultur;Frauen|Kinder;ev.;e.V.;www.bruecke.example;"
        "info@bruecke.example;09131 / 1234-0;Mo 9-12;3.5.2024;ehrenamtlich;culture_club\n"
    )
    found = events(tmp_path, header + row)
    assert isinstance(found[0], Opened)
    delivered = [event for event in found if isinstance(event, Delivered)]
    assert delivered == [
        Delivered(
            "2",
            "V-7",
            {
                "name": 'Kulturverein "Die Brücke" e.V.',
                "description": "Wir laden ein.\nJeden Tag.",
                "ags": "09562000",
                "street": "Lange Straße 12a",
                "postcode": "91052",
                "place": "Erlangen",
                "state": "Bayern",
                "lat": 49.5896,
                "lon": 11.012,
                "languages": ("Deutsch", "Türkisch"),
                "topics": ("Bildung", "Kultur"),
                "audiences": ("Frauen", "Kinder"),
                "denomination": "ev.",
                "legal_form": "e.V.",
                "website": "https://www.bruecke.example",
                "email": "info@bruecke.example",
                "phone": "09131 / 1234-0",
                "availability": ("Mo 9-12",),
                "verified_on": "2024-05-03",
                "staffing": "volunteer",
                "role": "culture_club",
            },
        )
    ]
    assert set(delivered[0].values) <= {*Organisation.__dataclass_fields__}
    assert not codes(found)


def test_blank_values_are_not_delivered(tmp_path: pathlib.Path):
    found = events(tmp_path, "Name;PLZ;Telefon;Rolle\nKulturverein;-;k.A.;keine bekannte\n;;;\n  ; ;;\n")
    assert values(found) == [{"name": "Kulturverein"}]
    assert not codes(found)


def test_rows_that_cannot_be_taken(tmp_path: pathlib.Path):
    text = (
        "Name;PLZ;AGS\n;91052;\n---;91052;\nA-Verein;91052;09562000;zu viel\nB-Verein;91052;09562000;;\n"
        f"#NV;91052;\nC-Verein;;#REF!\n{'x' * 301};;\nD-Verein;;99999999\n"
    )
    found = events(tmp_path, text)
    assert [value["name"] for value in values(found)] == ["B-Verein"]
    assert codes(found) == [
        ("2", "missing_name"),
        ("3", "missing_name"),
        ("4", "ragged_row"),
        ("6", "error_value"),
        ("7", "error_value"),
        ("8", "value_too_long"),
        ("9", "malformed_key"),
    ]


def test_values_that_are_none_are_left_out_and_told(tmp_path: pathlib.Path):
    text = (
        "Name;PLZ;lat;lon;Web;E-Mail;Stand;Telefon\nA-Verein;unklar;11,0;49,5;siehe Aushang;Frau M.;neulich;Frau M.\n"
    )
    found = events(tmp_path, text)
    assert values(found) == [{"name": "A-Verein"}]
    told = [event.facts for event in found if isinstance(event, Remark) and event.code == "value_dropped"]
    assert {fact["header"] for fact in told} == {"PLZ", "lat", "Web", "Stand"}
    contacts = [event.facts for event in found if isinstance(event, Remark) and event.code == "contact_dropped"]
    assert contacts == [{"header": "Telefon"}, {"header": "E-Mail"}] or contacts[::-1] == [
        {"header": "Telefon"},
        {"header": "E-Mail"},
    ]


def test_lost_zeros_are_asked_for(tmp_path: pathlib.Path):
    text = (
        "Name;PLZ;AGS\nA-Verein;1067;14612000\nB-Verein;01067;9562000.0\nC-Verein;91052;9562\nD-Verein;91052;09562000\n"
    )
    found = events(tmp_path, text)
    assert [value["name"] for value in values(found)] == ["D-Verein"]
    assert [event for event in found if isinstance(event, Question)] == [
        Question("2", "short_key", "1067", ("01067",)),
        Question("3", "short_key", "9562000", ("09562000",)),
        Question("4", "short_key", "9562", ("09562",)),
    ]


def test_lost_zeros_are_put_back_where_a_person_says_so(tmp_path: pathlib.Path):
    found = events(tmp_path, "Name;PLZ;AGS\nA-Verein;1067;9562000\n", Reading(zeros_lost=True))
    assert values(found) == [{"name": "A-Verein", "postcode": "01067", "ags": "09562000"}]
    assert not codes(found)


def test_a_regionalschluessel_becomes_a_key(tmp_path: pathlib.Path):
    found = events(tmp_path, "Name;ARS\nA-Verein;055150000000\nB-Verein;064385001234\nC-Verein;64385001234\n")
    assert [value["ags"] for value in values(found)] == ["05515000", "06438234"]
    assert [event.candidates for event in found if isinstance(event, Question)] == [("06438234",)]


def test_columns_about_persons_are_never_read(tmp_path: pathlib.Path):
    text = (
        "Verein;Ansprechpartner;1. Vorsitzende/r;E-Mail;Mobil privat;Geburtsdatum\n"
        "A-Verein;Erika Beispiel;Otto Beispiel;erika.beispiel@verein.example;0171 123456;1.1.1970\n"
        "B-Verein;Erika Beispiel;Otto Beispiel;info@verein.example;0171 123456;1.1.1970\n"
        "C-Verein;Erika Beispiel;Otto Beispiel;otto@gmx.de;0171 123456;1.1.1970\n"
    )
    found = events(tmp_path, text, Reading(columns={"": {"Ansprechpartner": "description"}}))
    assert values(found) == [
        {"name": "A-Verein"},
        {"name": "B-Verein", "email": "info@verein.example"},
        {"name": "C-Verein"},
    ]
    dropped = [e.facts["header"] for e in found if isinstance(e, Remark) and e.code == "person_column_dropped"]
    assert dropped == ["Ansprechpartner", "1. Vorsitzende/r", "Mobil privat", "Geburtsdatum"]
    mailboxes = [event for event in found if isinstance(event, Remark) and event.code == "personal_mailboxes"]
    assert mailboxes == [Remark("2", "personal_mailboxes", {"count": 2})]
    assert "eispiel" not in str([event for event in found if not isinstance(event, Delivered)])


def test_a_list_of_persons_names_no_organisation(tmp_path: pathlib.Path):
    with pytest.raises(FileWithoutNames):
        events(tmp_path, "Name;Vorname;PLZ;Ort\nBeispiel;Erika;91052;Erlangen\n")


def test_a_persons_name_beside_an_organisation_is_not_read(tmp_path: pathlib.Path):
    found = events(tmp_path, "Name;Vorname;Institution;Telefon\nBeispiel;Erika;Caritas;0911 1\n")
    assert values(found) == [{"name": "Caritas"}]


def test_mobile_numbers_are_left_out(tmp_path: pathlib.Path):
    found = events(tmp_path, "Verein;Telefon\nA-Verein;0171 1234567\nB-Verein;0171 1234567, 09131 12345\n")
    assert values(found) == [{"name": "A-Verein"}, {"name": "B-Verein", "phone": "09131 12345"}]
    assert codes(found) == [("2", "mobile_numbers")]


def test_an_address_in_one_cell_is_split(tmp_path: pathlib.Path):
    text = (
        'Verein;Anschrift\nA-Verein;"Lange Straße 3, 91052 Erlangen"\nB-Verein;"Haus der Vereine\nWeg 4 a\nD-01067 Dresden"\n'
        "C-Verein;Marktplatz 1\nD-Verein;90762 Fürth\n"
    )
    assert [{k: v for k, v in value.items() if k != "name"} for value in values(events(tmp_path, text))] == [
        {"street": "Lange Straße 3", "postcode": "91052", "place": "Erlangen"},
        {"street": "Weg 4 a", "postcode": "01067", "place": "Dresden"},
        {"street": "Marktplatz 1"},
        {"postcode": "90762", "place": "Fürth"},
    ]


def test_postcode_and_place_in_one_column(tmp_path: pathlib.Path):
    for header in ("PLZ Ort", "PLZ/Ort", "PLZ"):
        found = events(tmp_path, f"Verein;{header}\nA-Verein;01067 Dresden\n")
        assert values(found) == [{"name": "A-Verein", "postcode": "01067", "place": "Dresden"}], header


def test_several_descriptions_are_joined(tmp_path: pathlib.Path):
    found = events(tmp_path, "Verein;Beschreibung;Angebote\nA-Verein;Wir laden ein.;Café\n")
    assert values(found)[0]["description"] == "Wir laden ein.\nCafé"


def test_letters_that_were_decoded_twice_are_told_and_not_changed(tmp_path: pathlib.Path):
    found = events(tmp_path, "Verein;Ort\nKulturverein MÃ¼nchen;MÃ¼nchen\nVerein FÃ¼rth;x\nVerein Ärzte;x\n")
    assert values(found)[0]["name"] == "Kulturverein MÃ¼nchen"
    facts = {"given": "Kulturverein MÃ¼nchen", "meant": "Kulturverein München", "count": 2}
    assert [event for event in found if isinstance(event, Remark)] == [Remark("2", "decoded_twice", facts)]


def test_names_stay_as_they_are(tmp_path: pathlib.Path):
    names = ["NA", "None", "null", "TRUE", "1-2", "1e5", "=SUM(A1)", "001", "n/a", "nan", "50plus"]
    found = events(tmp_path, "Verein;Ort\n" + "".join(f"{name};Erlangen\n" for name in names))
    assert [value["name"] for value in values(found)] == names


def test_a_person_overrules_the_columns(tmp_path: pathlib.Path):
    text = "Bez;Kürzel;Ort\nA e.V.;B e.V.;Erlangen\n"
    assert values(events(tmp_path, text, Reading(columns={"": {"Kürzel": "name", "ort": ""}}))) == [{"name": "B e.V."}]
    assert values(events(tmp_path, text, Reading(columns={"": {"Bez": "name"}})))[0]["name"] == "A e.V."


def test_the_proposal_shows_headers_fields_and_samples(tmp_path: pathlib.Path):
    found = events(tmp_path, "Verein;Farbe;Ort\nA-Verein;rot;Erlangen\nB-Verein;;Fürth\n")
    assert found[1] == Columns(
        "",
        {"Verein": "name", "Farbe": "", "Ort": "place"},
        {"Verein": ("A-Verein", "B-Verein"), "Farbe": ("rot",), "Ort": ("Erlangen", "Fürth")},
    )


def test_without_a_column_of_names_the_headers_are_told(tmp_path: pathlib.Path):
    with pytest.raises(FileWithoutNames) as refused:
        events(tmp_path, "PLZ;Farbe\n91052;rot\n")
    assert refused.value.facts == {"file": "vereine.csv", "headers": "PLZ, Farbe"}
    with pytest.raises(FileEmpty):
        events(tmp_path, ";;\n;;\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_in_the_file_are_lines(tmp_path: pathlib.Path, end: str):
    lines = ["Vereine im Kreis", "", 'Verein;"Be-', 'schreibung"', 'A-Verein;"eins', 'zwei"', ";x", "B-Verein;drei"]
    found = events(tmp_path, end.join(lines))
    assert [event.at for event in found if isinstance(event, Delivered)] == ["5", "8"]
    assert codes(found) == [("7", "missing_name")]


def test_a_quotation_mark_that_is_never_closed(tmp_path: pathlib.Path):
    with pytest.raises(FileDamagedAt) as refused:
        events(tmp_path, 'Verein;Ort\nA-Verein;Erlangen\n"B-Verein;Fürth\nC-Verein;Fürth\n')
    assert refused.value.facts["at"] == "3"


def test_a_quotation_mark_within_a_cell_is_one(tmp_path: pathlib.Path):
    found = events(tmp_path, 'Verein;Ort\nVerein "Die Brücke" e.V.;Erlangen\n')
    assert values(found)[0]["name"] == 'Verein "Die Brücke" e.V.'


def test_a_line_longer_than_any_table_has(tmp_path: pathlib.Path):
    with pytest.raises(FileHostile):
        events(tmp_path, "Verein;Ort\n" + "x" * 1_100_000 + "\n")


def test_progress_is_told_and_grows(tmp_path: pathlib.Path):
    found = events(tmp_path, "Verein;Ort\n" + "A-Verein;Erlangen\n" * 20_000)
    shares = [event.share for event in found if isinstance(event, Progress)]
    assert len(shares) == 40
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1


def real(name: str) -> list[Event]:
    if not (DATA / name).exists():
        pytest.skip("the real files are not at ../shared/data")
    return list(read(DATA / name, Reading()))


def test_all_schools_are_delivered_however_often_their_key_occurs():
    found = real("jedeschule-schulen-2017/schulen_decoded.csv")
    keys = Counter(event.key for event in found if isinstance(event, Delivered))
    assert (sum(keys.values()), len(keys)) == (33_145, 31_455)
    assert not codes(found)
    assert all(len(str(value["postcode"])) == 5 and value["lat"] for value in values(found))


def test_public_bodies_have_addresses_and_no_personal_mailboxes():
    found = real("publicbodies/de.csv")
    delivered = values(found)
    assert len(delivered) > 1000
    assert sum("postcode" in value and "street" in value for value in delivered) > 900
    assert not any(str(value.get("email", "")).startswith(("jens.kreuter", "stefanie.mueller")) for value in delivered)


def test_helper_circles_whose_schema_does_not_match_the_file():
    delivered = values(real("muenchen-helferkreise/map_refugee_initiatives_munich.csv"))
    assert len(delivered) == 50
    # One circle has no position in the file.
    assert sum(47 < float(str(value["lat"])) < 49 for value in delivered if "lat" in value) == 49
