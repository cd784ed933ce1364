from pathlib import Path

import pytest

from service.errors import FileDamagedAt
from service.sources.tables.delimited import delimited_rows


def rows(path: Path, content: bytes) -> list[tuple[int, list[str]]]:
    path.write_bytes(content)
    return [(line, cells) for line, _, cells in delimited_rows(path)]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_delimiter_and_encoding_are_told_by_the_content(tmp_path: Path, mark: str, encoding: str):
    text = f"Ort{mark}Schlüssel\r\n\r\n  Köln {mark}05315\r\n"
    assert rows(tmp_path / "t.csv", text.encode(encoding)) == [(1, ["Ort", "Schlüssel"]), (3, ["Köln", "05315"])]


def test_decimal_commas_do_not_make_a_comma_the_delimiter(tmp_path: Path):
    assert rows(tmp_path / "t.csv", b"a;b\n1,5;2,5\n")[1] == (2, ["1,5", "2,5"])


def test_a_cell_without_end_is_damage_and_not_an_endless_cell(tmp_path: Path):
    with pytest.raises(FileDamagedAt):
        rows(tmp_path / "t.csv", b'a,b\n"' + b"x" * 200_000)
