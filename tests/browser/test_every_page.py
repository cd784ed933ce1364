"""Every page, empty, filled, refused and with long names: nothing for axe-core to find at any width, in any colours."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.addresses import PAGES, STATES
from tests.browser.looking import COLOURS
from tests.browser.stock import Stock

#: No page moves while it is looked at.
STILL = {"reduced_motion": "reduce"}
#: Pages that say the same whatever a home knows.
SAME = frozenset({"/barrierefreiheit", "/einfache-sprache", "/anmelden", "/konto"})
NAMED = [page for page in (*PAGES, *STATES) if page not in SAME]
EMPTY = [page for page in PAGES if "{organisation}" not in page and "{tried}" not in page and page not in SAME]
REFUSED = {
    "/nirgends": 404,
    "/netze/nirgends": 404,
    "/netze/nirgends/mitglieder": 404,
    "/organisationen/nirgends": 404,
    "/importe/nirgends": 404,
    "/verzeichnis?ort=Nirgendwo+am+See": 422,
    "/verzeichnis?rolle=keine": 422,
}
Stocks = Callable[[str], tuple[Stock, str]]


def test_every_route_is_looked_at():
    # KNOWN in addresses.py says what stands for the ids of a route.
    assert [
        page for page in PAGES if not set(re.findall(r"{(.*?)}", page)) <= {"network", "organisation", "tried"}
    ] == []


def sound(look: Callable[..., Any], stocks: Stocks, name: str, page: str, status: int = 200) -> Any:
    """The window on a page of a stock after it was looked at from all sides."""
    stock, address = stocks(name)
    window = look(address, 320, **STILL)
    answered = window.page.goto(address + stock.path(page))
    window.page.wait_for_selector("[hx-trigger=load]", state="detached")
    assert answered.status == status
    assert window.faults() == []
    assert window.foreign == []
    assert [one for one in window.errors if str(status) not in one] == []
    return window


@pytest.mark.parametrize("page", [*PAGES, *STATES])
def test_a_filled_page_has_no_faults(look: Callable[..., Any], stocks: Stocks, screenshots: Path, page: str):
    window = sound(look, stocks, "demo", page)
    name = "".join(one if one.isalnum() else "-" for one in page).strip("-") or "start"
    window.page.screenshot(path=screenshots / f"page-{name}.png")


@pytest.mark.parametrize("page", EMPTY)
def test_an_empty_page_has_no_faults(look: Callable[..., Any], stocks: Stocks, page: str):
    sound(look, stocks, "empty", page)


@pytest.mark.parametrize("page", NAMED)
def test_a_page_of_long_names_has_no_faults(look: Callable[..., Any], stocks: Stocks, page: str):
    sound(look, stocks, "long", page)


@pytest.mark.parametrize("page", REFUSED)
def test_a_page_that_refuses_has_no_faults(look: Callable[..., Any], stocks: Stocks, page: str):
    sound(look, stocks, "empty", page, REFUSED[page])


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("/", {"name": "Donaudampfschifffahrtsgesellschaft" * 6, "place": "Nirgendwo am See"}),
        ("/importe", {"ort": "Nirgendwo am See"}),
        ("/", {"name": "Runder Tisch", "csrf": "forged"}),
    ],
)
def test_a_refused_form_has_no_faults(look: Callable[..., Any], stocks: Stocks, page: str, typed: dict[str, str]):
    _, address = stocks("empty")
    window = look(address, 320, **STILL)
    window.go(page)
    if "csrf" in typed:
        window.page.eval_on_selector("main form [name=csrf]", "one => { one.value = 'forged' }")
    for name, value in typed.items():
        if name != "csrf":
            window.page.fill(f"main form [name={name}]", value)
    if page == "/importe":
        window.page.set_input_files("#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": b"Name\nVerein\n"})
    window.page.click("main form:has([name=csrf]) button[type=submit]")
    assert "csrf" in typed or window.page.get_by_role("alert").is_visible()
    assert window.faults() == []
    assert window.foreign == []


def test_the_colours_are_those_that_were_asked_for(look: Callable[..., Any], site: str):
    window = look(site)
    window.go("/")
    ground = {}
    for name, media in COLOURS.items():
        window.page.emulate_media(**media)
        ground[name] = window.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground["light"] != ground["dark"]
    assert window.page.evaluate("matchMedia('(forced-colors: active)').matches")
