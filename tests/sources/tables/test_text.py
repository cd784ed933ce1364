import pathlib

import pytest

from service.errors import FileDamagedAt
from service.sources.tables.text import encoding_of, shape_of, text_sheet

TEXT = "Verein;Straße\n" + "Mütter- und Väterzentrum Größe e.V.;Gänsemarkt 3\n" * 20


def written(tmp_path: pathlib.Path, content: bytes) -> pathlib.Path:
    path = tmp_path / "vereine.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
    ],
)
def test_the_encoding_is_found_out(tmp_path: pathlib.Path, encoding: str, found: str):
    path = written(tmp_path, TEXT.encode(encoding))
    assert encoding_of(path) in (found, "cp437" if found == "cp850" else found)
    lines = list(text_sheet(path).lines)
    assert lines[0].cells == ("Verein", "Straße")
    assert lines[-1].cells == ("Mütter- und Väterzentrum Größe e.V.", "Gänsemarkt 3")


def test_an_umlaut_far_behind_the_beginning_counts(tmp_path: pathlib.Path):
    path = written(tmp_path, b"Verein;Ort\n" + b"A;B\n" * 600_000 + "Fürth;C\n".encode("cp1252"))
    assert encoding_of(path) == "cp1252"


def test_a_damaged_letter_in_utf8_is_told_by_its_line(tmp_path: pathlib.Path):
    lines = TEXT.encode().split(b"\n")
    lines[4] = lines[4].replace("ü".encode(), b"\xc3")
    path = written(tmp_path, b"\n".join(lines))
    with pytest.raises(FileDamagedAt) as refused:
        encoding_of(path)
    assert refused.value.facts == {"file": "vereine.csv", "at": "5"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_even_rows(delimiter: str):
    rows = [["Verein", "Themen", "Ort"], ["A, B; C e.V.", "Sport", "Erlangen"], ["D", "Bildung, Kultur", "Fürth"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    shape = shape_of(text)
    assert (shape.delimiter, shape.columns, shape.share) == (delimiter, 3, 1.0)


def test_the_line_in_which_excel_names_the_delimiter(tmp_path: pathlib.Path):
    path = written(tmp_path, b"sep=|\r\nVerein|Ort\r\nA;B|C,D\r\n")
    assert [(line.at, line.cells) for line in text_sheet(path).lines] == [
        ("2", ("Verein", "Ort")),
        ("3", ("A;B", "C,D")),
    ]


def test_cells_hold_line_breaks_and_delimiters(tmp_path: pathlib.Path):
    path = written(tmp_path, b'Verein;Text\r\nA;"eins; zwei\r\ndrei ""vier"""\r\nB;C\r\n')
    assert [line.cells for line in text_sheet(path).lines][1:] == [("A", 'eins; zwei\r\ndrei "vier"'), ("B", "C")]
