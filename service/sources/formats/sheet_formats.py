"""Which format a text has: a table of organisations, postcodes or statistics, the register, or mere lines."""

import csv
import re
from collections.abc import Sequence

from service.domain.deliveries import Format, Reading
from service.sources.formats.json_formats import format_words
from service.sources.tables.column_words import squeezed
from service.sources.tables.columns import has_name_word
from service.sources.tables.layouts import Layout, find_layout
from service.sources.tables.sheets import Line
from service.sources.tables.text import Shape, sample_rows, shape_of

_REGISTER = re.compile(r"(?:10|20|30|40|50|60)\d{8}.{90,}")
_NUMBER = re.compile(r"-?\d{1,3}(?:[ .]?\d{3})*(?:[.,]\d+)?|-?\d+(?:[.,]\d+)?")
#: Rows of a table have the usual number of cells at least this often; without a header it must be plainer.
_EVEN, _PLAIN, _ROWS = 0.6, 0.9, 3
_HSDS_HEADERS = 3
#: A list of places names each key once; few of its names look like an organisation's.
_DISTINCT, _NAMED = 0.95, 0.4


def text_format(text: str) -> Format:
    """The format of a text by its beginning."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if lines and sum(bool(_REGISTER.match(line)) for line in lines) > 0.8 * len(lines):
        return Format.GV100AD
    shape = shape_of(text)
    try:
        rows = sample_rows(text, shape.delimiter)
    except csv.Error:
        # A cell that never ends; its reader tells where it starts.
        return Format.TABLE if shape.columns > 1 else Format.MEMBERS
    return _table_format(rows, shape)


def _table_format(rows: Sequence[Sequence[str]], shape: Shape) -> Format:
    lines = [Line("", tuple(row)) for row in rows if any(cell.strip() for cell in row)]
    layout = find_layout("", lines, Reading())
    if len({squeezed(header) for header in layout.headers} & _hsds_headers()) >= _HSDS_HEADERS:
        return Format.HSDS
    if _is_of_places(layout, lines):
        held = set(layout.fields.values())
        return Format.POSTCODES if "postcode" in held and "name" not in held else Format.STATISTICS
    headed = bool(layout.fields) and not layout.headers[0].startswith("#")
    if headed and (shape.share >= _EVEN or (shape.columns == 1 and layout.named)):
        return Format.TABLE
    return Format.TABLE if _is_even(lines, shape) else Format.MEMBERS


def _is_even(lines: Sequence[Line], shape: Shape) -> bool:
    """Whether a text without known headers is a table all the same; lists of people have commas too."""
    plain = shape.share >= _PLAIN and len(lines) >= _ROWS
    return plain and shape.columns >= (3 if shape.delimiter == "," else 2)


def _hsds_headers() -> set[str]:
    return {squeezed(header) for header in format_words().hsds_tables}


def _is_of_places(layout: Layout, lines: Sequence[Line]) -> bool:
    """Whether the rows are about places: a key, a number or postcode, and nothing that only organisations have."""
    held = set(layout.fields.values())
    if "ags" not in held or held & set(format_words().of_organisations):
        return False
    rows = [line.cells for line in lines[layout.first :]]
    columns = {header: [row[n].strip() for row in rows if n < len(row)] for n, header in enumerate(layout.headers)}
    by_field = {field: columns[header] for header, field in layout.fields.items() if header in columns}
    if "name" not in held:
        return "postcode" in held or _has_numbers(layout, columns)
    keys, names = by_field["ags"], by_field["name"]
    distinct = len(set(keys)) >= _DISTINCT * len(keys)
    named = sum(map(has_name_word, names)) <= _NAMED * len(names)
    return bool(keys) and distinct and named and _has_numbers(layout, columns)


def _has_numbers(layout: Layout, columns: dict[str, list[str]]) -> bool:
    free = (values for header, values in columns.items() if header not in layout.fields)
    return any(values and sum(bool(_NUMBER.fullmatch(value)) for value in values) > len(values) / 2 for values in free)
