"""HSDS as tables, in a folder or zipped."""

import zipfile
from pathlib import Path

import pytest

from service.domain.deliveries import Delivered, Event, Opened, Reading, Rejected
from service.errors import FileDamagedAt, FileEncrypted, FileUnknown
from service.sources.hsds.reader import read

TABLES = {
    "organizations.csv": "id,name,description,email\n"
    "o1,Verein Brücke e.V.,Wir helfen.,info@bruecke.example\no2,Haus B,B,\n",
    "services.csv": "id,organization_id,name,status\ns1,o1,Sprachcafé,active\ns2,o9,Verwaist,active\n",
    "locations.csv": "id,organization_id,latitude,longitude\nl1,,50.1,11.5\nl2,o2,,\n",
    "addresses.csv": "id,location_id,address_1,city,postal_code\na1,l1,Am Markt 1,Musterstadt,01234\na2,l2,Weg 2,Ort,01235\n",
    "service_at_location.csv": "id,service_id,location_id\nx,s1,l1\n",
    "phones.csv": "id,organization_id,contact_id,number\np1,,c1,0151 000000\np2,o1,,0999 12345\n",
    "contacts.csv": "id,organization_id,name\nc1,o1,Erika Muster\n",
    "languages.csv": "id,service_id,code\ng1,s1,uk\n",
    "datapackage.json": '{"licenses": [{"name": "CC-BY-4.0"}]}',
}


def in_folder(folder: Path, tables: dict[str, str]) -> Path:
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def events(path: Path) -> list[Event]:
    return list(read(path, Reading()))


def zipped(folder: Path, tables: dict[str, str]) -> Path:
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in tables.items():
            packed.writestr(f"data/{name}", text)
    return path


def test_folder_zip_and_any_table_named_give_the_same(tmp_path: Path):
    in_folder(tmp_path, TABLES)
    found = events(tmp_path / "datapackage.json")
    assert found == events(tmp_path / "organizations.csv")
    assert found == events(tmp_path / "services.csv")
    assert found == events(zipped(tmp_path, TABLES))
    assert [event for event in found if isinstance(event, Delivered)] == [
        Delivered(
            "organizations!2",
            "o1",
            {
                **{"name": "Verein Brücke e.V.", "description": "Wir helfen.", "email": "info@bruecke.example"},
                **{"phone": "0999 12345", "topics": ("Sprachcafé",), "languages": ("uk",)},
                **{"street": "Am Markt 1", "postcode": "01234", "place": "Musterstadt", "lat": 50.1, "lon": 11.5},
            },
        ),
        Delivered(
            "organizations!3",
            "o2",
            {"name": "Haus B", "description": "B", "street": "Weg 2", "postcode": "01235", "place": "Ort"},
        ),
    ]
    assert Rejected("services!3", "service_without_organisation", {"service": "Verwaist"}) in found
    assert isinstance(found[0], Opened)
    assert found[0].licence == "CC-BY-4.0"


def test_a_descriptor_that_is_no_json_is_tolerated(tmp_path: Path):
    in_folder(tmp_path, {**TABLES, "datapackage.json": "../../datapackage.json"})
    assert len([e for e in events(tmp_path / "datapackage.json") if isinstance(e, Delivered)]) == 2


def test_a_descriptor_alone_is_not_known(tmp_path: Path):
    in_folder(tmp_path, {"datapackage.json": "{}"})
    with pytest.raises(FileUnknown):
        events(tmp_path / "datapackage.json")


def test_text_in_another_encoding_is_told_with_its_table(tmp_path: Path):
    in_folder(tmp_path, {"organizations.csv": ""})
    (tmp_path / "organizations.csv").write_bytes("id,name\no1,Brücke\n".encode("cp1252"))
    with pytest.raises(FileDamagedAt) as refused:
        events(tmp_path / "organizations.csv")
    assert str(refused.value.facts["at"]).startswith("organizations.csv")


def test_a_zip_with_a_password_is_told(tmp_path: Path):
    path = zipped(tmp_path, TABLES)
    # The bit that says "encrypted" in the central directory, since the library writes no such files.
    content = bytearray(path.read_bytes())
    for start in range(len(content) - 4):
        if content[start : start + 4] == b"PK\x01\x02":
            content[start + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(FileEncrypted):
        events(path)
