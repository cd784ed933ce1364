import bz2
import csv
import gzip
import json
import pathlib
import struct
import zipfile

import openpyxl
import pytest
from docx import Document
from fpdf import FPDF
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table

from service.domain.deliveries import Format
from service.errors import FileDamaged, FileEmpty, FileEncrypted, FileRefused, FileUnknown
from service.sources.formats.detection import detect_format

DATA = pathlib.Path(__file__).parents[3].parent / "shared" / "data"
OSM = b'<?xml version="1.0"?>\n<osm version="0.6"><node id="1" lat="49" lon="11"/></osm>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
REGISTER = "60" + "20231130" + "09562000" + " " * 30 + "Musterstadt".ljust(180)


def page(**more: object) -> dict[str, object]:
    return {"id": 1, "url": "https://a.example/b", "path": "/b", "title": "B", "excerpt": "", "content": "", **more}


TEXTS = {
    "names and postcodes": ("Name;PLZ;Ort\nKulturverein;91052;Erlangen\n", Format.TABLE),
    "one column": ("Verein\nKulturverein\nSportverein\n", Format.TABLE),
    "title lines first": ("Liste der Vereine\n\nVerein\tStraße\tOrt\nA e.V.\tWeg 1\tErlangen\n", Format.TABLE),
    "unknown headers": ("a;b;c\n1;2;3\n4;5;6\n7;8;9\n", Format.TABLE),
    "keys of organisations": ("AGS,Name,Telefon,Nr\n09562000,Jobcenter,0913112,1\n", Format.TABLE),
    "statistics": ("ags,name,anteil\n09562,Erlangen,16.9\n09563,Fürth,13.4\n09564,Nürnberg,20.1\n", Format.STATISTICS),
    "statistics without names": ("Kreisschlüssel;Wert\n09562;16,9\n09563;13,4\n", Format.STATISTICS),
    "postcodes": ("PLZ;Ort;AGS\n91052;Erlangen;09562\n90762;Fürth;09563\n", Format.POSTCODES),
    "register": ((REGISTER + "\n") * 5, Format.GV100AD),
    "lines": ("Anwesend:\nCaritas, Frau M.\nDiakonie\nAWO, Herr K., Frau L.\n", Format.MEMBERS),
    "prose": ("Protokoll vom 3. Mai. Es waren da: Caritas, AWO.\nDanach gab es Kaffee.\n", Format.MEMBERS),
    "OSM": (OSM.decode(), Format.OSM),
    "Overpass": ('{"version": 0.6, "osm3s": {}, "elements": []}', Format.OSM),
    "GeoJSON": ('{"type": "FeatureCollection", "features": []}', Format.OUTLINES),
    "HSDS page": ('{"total_items": 1, "contents": [{"id": "1", "name": "A"}]}', Format.HSDS),
    "HSDS organisation": ('{"id": "1", "name": "A", "alternate_name": "B", "services": []}', Format.HSDS),
    "HSDS service": ('{"id": "1", "name": "A", "organization": {"id": "2"}}', Format.HSDS),
    "HSDS list": ('[{"id": "1", "name": "A", "organization": {}}]', Format.HSDS),
    "HSDS lines": ('{"id": "1", "legal_status": "x"}\n{"id": "2", "legal_status": "y"}\n', Format.HSDS),
    "HSDS table": ("id,name,alternate_name,description,tax_status,legal_status\n1,A,B,C,D,E\n", Format.HSDS),
    "Integreat": (json.dumps([page(), page()]), Format.INTEGREAT),
    "Integreat locations": (json.dumps([{"id": 1, "excerpt": "", "location": {}}]), Format.INTEGREAT),
}


@pytest.mark.parametrize("text", TEXTS, ids=str)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_told_by_what_stands_in_it(tmp_path: pathlib.Path, text: str, encoding: str):
    content, wanted = TEXTS[text]
    if encoding == "utf-16" and wanted not in (Format.TABLE, Format.STATISTICS, Format.POSTCODES, Format.MEMBERS):
        pytest.skip("these formats are defined as UTF-8")
    path = tmp_path / "file.pdf"
    path.write_bytes(content.encode(encoding))
    assert detect_format(path) == wanted


def test_packed_and_binary_formats(tmp_path: pathlib.Path):
    path = tmp_path / "file"
    for content, wanted in (
        (gzip.compress(OSM), Format.OSM),
        (bz2.compress(OSM), Format.OSM),
        (struct.pack(">I", 13) + b"\n\tOSMHeader\x18\x7a" + bytes(200), Format.OSM),
        (OLE + "Workbook".encode("utf-16-le"), Format.TABLE),
    ):
        path.write_bytes(content)
        assert detect_format(path) == wanted


def test_office_files(tmp_path: pathlib.Path):
    path = tmp_path / "file.txt"
    book = openpyxl.Workbook()
    book.save(path)
    assert detect_format(path) == Format.TABLE
    sheets = OpenDocumentSpreadsheet()
    sheets.spreadsheet.addElement(Table(name="Vereine"))
    sheets.write(str(path))
    assert detect_format(path) == Format.TABLE
    Document().save(str(path))
    assert detect_format(path) == Format.MEMBERS
    pdf = FPDF()
    pdf.add_page()
    path.write_bytes(bytes(pdf.output()))
    assert detect_format(path) == Format.MEMBERS


def test_a_zip_of_hsds_tables(tmp_path: pathlib.Path):
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export/organizations.csv", "id,name\n1,A\n")
    assert detect_format(path) == Format.HSDS


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b" \r\n\t\n ", FileEmpty),
        (b"\xef\xbb\xbf\n", FileEmpty),
        (b'{"elements": [{"type": "node", "id"', FileDamaged),
        (b'[{"id": 1, "excerpt": "', FileDamaged),
        (b"PK\x03\x04" + bytes(100), FileDamaged),
        (gzip.compress(OSM)[:8] + b"\xff" * 40, FileDamaged),
        (OLE + "EncryptedPackage".encode("utf-16-le"), FileEncrypted),
        (OLE + "WordDocument".encode("utf-16-le"), FileUnknown),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), FileUnknown),
        (b"<html><body>Vereine</body></html>", FileUnknown),
        (b'{"visible": [{"title": "A"}]}', FileUnknown),
        (gzip.compress(b"Name;Ort\n"), FileUnknown),
    ],
    ids=range(12),
)
def test_what_is_refused(tmp_path: pathlib.Path, content: bytes, error: type[FileRefused]):
    path = tmp_path / "vereine.csv"
    path.write_bytes(content)
    with pytest.raises(error) as refused:
        detect_format(path)
    assert refused.value.facts["file"] == "vereine.csv"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_half_a_workbook_is_damaged(tmp_path: pathlib.Path, cut: float):
    path = tmp_path / "vereine.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(cut * len(content))])
    with pytest.raises(FileDamaged):
        detect_format(path)


REAL = {
    "auslaenderanteil-kreise-2023/auslaenderanteil_kreise_2023.csv": Format.STATISTICS,
    "gv100ad-2023/gemeinden_from_gv100ad.csv": Format.STATISTICS,
    "gv100ad-2023/GV100AD_301123.txt": Format.GV100AD,
    "plz-geonames-de/zipcodes.de.csv": Format.POSTCODES,
    "jedeschule-schulen-2017/schulen_decoded.csv": Format.TABLE,
    "publicbodies/de.csv": Format.TABLE,
    "muenchen-helferkreise/map_refugee_initiatives_munich.csv": Format.TABLE,
    "gemeinden-latlon-kreise-geojson-2018/landkreise_sim200.geojson": Format.OUTLINES,
    "hsds-3.0/examples/csv/organizations.csv": Format.HSDS,
    "hsds-3.0/examples/organization_full.json": Format.HSDS,
    "hsds-3.0/datapackage.json": Format.HSDS,
    "hsds-uk-mocks/V3.0-UK-Default/service_list.json": Format.HSDS,
    "integreat-pages/lkaugsburg.de.pages.json": Format.INTEGREAT,
    "osm-dreieich/dreieich.pbf": Format.OSM,
    "osm-dreieich/dreieich.osm.gz": Format.OSM,
    "osm-liechtenstein/liechtenstein-2013-08-03.osm.bz2": Format.OSM,
    "osm-city-quarters-osr/da_hbf.osm": Format.OSM,
}


@pytest.mark.parametrize("name", REAL)
def test_real_files(name: str):
    if not (DATA / name).exists():
        pytest.skip("the real files are not at ../shared/data")
    assert detect_format(DATA / name) == REAL[name]


def test_the_delimiter_is_no_letter_of_the_text(tmp_path: pathlib.Path):
    path = tmp_path / "file"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="|")
        writer.writerow(["Name", "Beschreibung"])
        writer.writerows([f"Verein {n}", "Beratung, Begegnung; Bildung, Kultur"] for n in range(10))
    assert detect_format(path) == Format.TABLE
