"""Files that would unpack to far more than they seem; each is read in a fresh process whose memory is measured."""

import json
import pathlib
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest

MEGABYTES = 256
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
{
    "".join(
        f'<Override PartName="/xl/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
        )
    )
}</Types>"""
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {NS} xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
CELL = '<c r="A{0}" t="inlineStr"><is><t>Kulturverein {0}</t></is></c>'


def sheet(rows: str, before: str = "") -> str:
    return f"<?xml version='1.0'?>{before}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>"


def xlsx(path: pathlib.Path, content: str, strings: str = "", blanks: int = 0, **more: bytes) -> None:
    """A workbook of one sheet, with a million blanks at a time at the end of it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        archive.writestr("xl/sharedStrings.xml", strings or f"<sst {NS}/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part_file:
            part_file.write(content.encode())
            for _ in range(blanks):
                part_file.write(b" " * 1_000_000)
        for name, extra in more.items():
            archive.writestr(name, extra)


def gap_cell(path: pathlib.Path) -> None:
    last = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    xlsx(path, sheet(HEADER + f'<row r="2">{CELL.format(2)}</row>' + last))


def lying_dimension(path: pathlib.Path) -> None:
    rows = "".join(f'<row r="{n}">{CELL.format(n)}</row>' for n in range(2, 300_000))
    xlsx(path, sheet(HEADER + rows).replace("<sheetData>", '<dimension ref="A1:B2"/><sheetData>'))


def deflated_thousandfold(path: pathlib.Path) -> None:
    xlsx(path, sheet(HEADER), blanks=250)


def many_entries(path: pathlib.Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        for number in range(100_000):
            archive.writestr(f"xl/media/{number}", b"")


def nested_zip(path: pathlib.Path) -> None:
    xlsx(path, sheet(HEADER + f'<row r="2">{CELL.format(2)}</row>'))
    inner = path.read_bytes()
    xlsx(path, sheet(HEADER + f'<row r="2">{CELL.format(2)}</row>'), **{"xl/embeddings/a.bin": inner})


def wide_row(path: pathlib.Path) -> None:
    # Cells without a reference stand side by side, so nothing in the file says how many there are.
    xlsx(path, sheet(HEADER + '<row r="2">' + "".join(f"<c><v>{n}</v></c>" for n in range(1_000_000)) + "</row>"))


def shared_strings(path: pathlib.Path) -> None:
    strings = "".join(f"<si><t>Verein {number}</t></si>" for number in range(2_000_000))
    xlsx(path, sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), f"<sst {NS}>{strings}</sst>")


def billion_laughs(path: pathlib.Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laugh = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{entities}]>'
    xlsx(path, sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>Name &l9;</t></is></c></row>', laugh))


def external_entity(path: pathlib.Path) -> None:
    outside = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    xlsx(path, sheet(HEADER + '<row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row>', outside))


def ods(path: pathlib.Path, rows: str) -> None:
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>',
        )


def repeated_cells(path: pathlib.Path) -> None:
    cell = '<table:table-cell office:value-type="string"{}><text:p>Name</text:p></table:table-cell>'
    wide = cell.format(' table:number-columns-repeated="16384"')
    ods(path, f'<table:table-row table:number-rows-repeated="1048576">{wide}</table:table-row>')


def lying_sizes(path: pathlib.Path) -> None:
    """The directory says 1,000 bytes where the sheet yields 200 MB."""
    text = sheet(HEADER)
    xlsx(path, text, blanks=200)
    raw, real = bytearray(path.read_bytes()), (len(text) + 200_000_000).to_bytes(4, "little")
    while (place := raw.find(real)) >= 0:
        raw[place : place + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(raw)


def overlapping_entries(path: pathlib.Path) -> None:
    """A thousand entries of the directory that all mean one block of 250 KB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, part)
        archive.writestr("xl/worksheets/sheet1.xml", sheet(HEADER + " " * 250_000))
        for _ in range(1000):
            archive.filelist.append(archive.filelist[-1])


def one_long_line(path: pathlib.Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("Name;Ort\n")
        for _ in range(200):
            file.write("x" * 1_000_000)


def never_closed(path: pathlib.Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('Name;Ort\nA;B\n"Verein;Erlangen\n')
        for number in range(2_000_000):
            file.write(f"Kulturverein {number};Erlangen\n")


BOMBS: list[Callable[[pathlib.Path], None]] = [
    gap_cell,
    lying_dimension,
    deflated_thousandfold,
    many_entries,
    nested_zip,
    wide_row,
    shared_strings,
    billion_laughs,
    external_entity,
    repeated_cells,
    lying_sizes,
    overlapping_entries,
    one_long_line,
    never_closed,
]

PROBE = """
import json, pathlib, resource, sys, time
from service.domain.deliveries import Reading
from service.errors import FileRefused
from service.sources.sandbox import read_safely
started, refused = time.perf_counter(), None
try:
    for event in read_safely(pathlib.Path(sys.argv[1]), Reading()):
        pass
except FileRefused as error:
    refused = type(error).__name__
# In kilobytes: of the child that reads, and of this process, which looks at the file first.
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
seconds = time.perf_counter() - started
print(json.dumps({"refused": refused, "megabytes": max(child, own) / 1000, "seconds": seconds}))
"""


@pytest.fixture
def bomb(tmp_path: pathlib.Path, request: pytest.FixtureRequest) -> Iterator[pathlib.Path]:
    path = tmp_path / "vereine"
    request.param(path)
    yield path
    path.unlink()


def probed(path: pathlib.Path) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", PROBE, str(path)], capture_output=True, check=True, text=True)
    result: dict[str, object] = json.loads(done.stdout)
    return result


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited and measured on Linux only")
@pytest.mark.parametrize("bomb", BOMBS, indirect=True, ids=lambda build: build.__name__)
def test_a_bomb_is_refused_within_little_memory(bomb: pathlib.Path):
    result = probed(bomb)
    assert result["refused"] in ("FileHostile", "FileDamaged", "FileDamagedAt")
    assert float(str(result["megabytes"])) < MEGABYTES


def test_a_sheet_that_claims_to_be_larger_than_it_is_can_be_read(tmp_path: pathlib.Path):
    path = tmp_path / "vereine"
    rows = HEADER + f'<row r="2">{CELL.format(2)}</row>'
    xlsx(path, sheet(rows).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))
    assert probed(path)["refused"] is None


def test_openpyxl_parses_with_defusedxml():
    assert openpyxl.DEFUSEDXML
