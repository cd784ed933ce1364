"""From an attendance list to an invitation list, to the directory and the models: by mouse, by keyboard, without scripts."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl

from tests.browser.hands import Keys, Mouse
from tests.browser.looking import Look
from tests.browser.way import Way, ask_why, decide, expect, paste_the_list, put_one_right, read_the_gaps

SEATS = 5


def walk(way: Way, name: str) -> None:
    paste_the_list(way, name)
    put_one_right(way)
    read_the_gaps(way)
    ask_why(way)
    invited = decide(way)
    plan_the_seats(way)
    take_the_files(way, invited)
    look_around(way)
    assert (way.window.foreign, way.window.errors, way.window.dialogs) == ([], [], [])


def plan_the_seats(way: Way) -> None:
    way.press("main nav a[href$='/einladungen']")
    way.page.wait_for_url("**/einladungen")
    way.hands.slide(way.find("input[type=range]"), SEATS, way.scripts)
    if not way.scripts:
        way.press("form:has(input[type=range]) button")
    way.page.wait_for_url(re.compile(rf"plaetze={SEATS}\b"))
    expect(way.find("#plaetze")).to_have_value(str(SEATS))
    check_the_sentence(way)
    way.shot("7-invitations")
    way.press("details summary")
    way.hands.tick(way.find("input[name=ohne]"))
    way.press("form:has(#plaetze) button[type=submit]")
    way.page.wait_for_url("**ohne=*")
    expect(way.find("input[name=ohne][type=checkbox]")).to_be_checked()
    check_the_sentence(way)
    way.shot("8-what-if")


def check_the_sentence(way: Way) -> None:
    """What the sentence counts is what the tables show."""
    seats, closed, gaps = map(int, re.findall(r"\d+", way.find("#set p[role=status]").inner_text()))
    tables = way.page.locator("#set table")
    assert 0 < closed <= gaps
    assert tables.nth(0).locator("tbody td.number").all_inner_texts() == [str(gaps), str(gaps - closed)]
    assert tables.nth(1).locator("tbody tr").count() == seats == SEATS


def take_the_files(way: Way, invited: str) -> None:
    names = way.page.locator("#set table").nth(1).locator("tbody th a").all_inner_texts()
    rows = list(csv.reader(io.StringIO(taken(way, "csv").decode("utf-8-sig")), delimiter=";"))
    rows = rows if len(rows[0]) > 1 else list(csv.reader(io.StringIO(taken(way, "csv").decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(taken(way, "xlsx"))).active
    for table in (rows, [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]):
        assert len(table) == 1 + SEATS
        assert {invited, *names} <= {cell for row in table for cell in row}
    letters = "\n".join(one.text for one in docx.Document(io.BytesIO(taken(way, "docx"))).paragraphs)
    assert all(name in letters for name in names)


def taken(way: Way, ending: str) -> bytes:
    """What the link to a file gives."""
    with way.page.expect_download() as loading:
        way.press(f"#set a[href*='format={ending}']")
    return Path(loading.value.path()).read_bytes()


def look_around(way: Way) -> None:
    way.press("header a[href='/verzeichnis']")
    way.hands.write(way.find("#q"), "دورة لغة ألمانية")
    way.press("form[action='/verzeichnis'] button")
    way.page.wait_for_url("**q=*")
    found = way.find("tbody th a")
    name = found.inner_text()
    way.shot("9-directory")
    way.press("tbody th a")
    expect(way.page.locator("h1")).to_have_text(name)
    way.shot("10-organisation")
    way.press("header a[href='/modelle']")
    expect(way.page.locator("main table").first).to_be_visible()
    way.press("header a[hreflang=en]")
    expect(way.page.locator("html")).to_have_attribute("lang", "en")
    way.shot("11-models-in-english")


def begin(look: Callable[..., Look], new_site: str, screenshots: Path, name: str, **options: Any) -> tuple[Look, Path]:
    folder = screenshots / name
    folder.mkdir(exist_ok=True)
    window = look(new_site, **options)
    window.page.set_default_timeout(10_000)
    return window, folder


def test_the_way_by_mouse(look: Callable[..., Look], new_site: str, screenshots: Path):
    window, folder = begin(look, new_site, screenshots, "mouse")
    walk(Way(window, Mouse(window.page), folder), "Runder Tisch mit der Maus")


def test_the_way_by_keyboard_alone(look: Callable[..., Look], new_site: str, screenshots: Path):
    window, folder = begin(look, new_site, screenshots, "keyboard")
    walk(Way(window, Keys(window.page), folder), "Runder Tisch mit der Tastatur")


def test_the_way_without_scripts(look: Callable[..., Look], new_site: str, screenshots: Path):
    window, folder = begin(look, new_site, screenshots, "no-scripts", java_script_enabled=False)
    walk(Way(window, Mouse(window.page), folder, scripts=False), "Runder Tisch ohne Skripte")
