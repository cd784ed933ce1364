"""Names made of markup and scripts stay names on every page: nothing runs, nothing is loaded, no policy is broken."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.addresses import PAGES, STATES
from tests.browser.looking import Look
from tests.browser.names import HOSTILE
from tests.browser.stock import Stock

#: Notes what a page runs or breaks before any script of it.
WITNESS = """
window.witnessed = [];
document.addEventListener('securitypolicyviolation', one => witnessed.push(one.violatedDirective + ' ' + one.blockedURI));
for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => witnessed.push(name);
"""
#: What the templates never write; in a page it came from a name.
FOREIGN_PARTS = """
script:not([src^="/static/"]), style, iframe, object, embed, base, video, audio, main b, main link, [style], [onerror],
[onload], [onfocus], [onclick], [ontoggle], [onmouseover], [onbegin], [hx-vals], [hx-on\\\\:click], [href^="javascript:"],
[href^="//evil.example"], [action^="//evil.example"], [src^="//evil.example"]
"""
#: Pages of some of the organisations; the lists show all.
SOME = [f"/organisationen/name%2F{number}" for number in range(1, len(HOSTILE), 3)]


def watched(look: Callable[..., Look], address: str) -> Look:
    window = look(address)
    window.page.add_init_script(WITNESS)
    return window


def unharmed(window: Look) -> None:
    window.page.wait_for_selector("[hx-trigger=load]", state="detached")
    assert window.page.evaluate("witnessed") == []
    assert window.page.evaluate(f"Array.from(document.querySelectorAll(`{FOREIGN_PARTS}`), one => one.outerHTML)") == []
    assert (window.dialogs, window.foreign, window.errors) == ([], [], [])


@pytest.mark.parametrize(("language", "pages"), [("de", [*PAGES, *STATES, *SOME]), ("en", PAGES)])
def test_nothing_runs_on_any_page(
    look: Callable[..., Look], stocks: Callable[[str], tuple[Stock, str]], language: str, pages: list[str]
):
    stock, address = stocks("hostile")
    window = watched(look, address)
    shown = set()
    for page in pages:
        path = stock.path(page)
        window.go(f"{path}{'&' if '?' in path else '?'}lang={language}")
        unharmed(window)
        text = " ".join(window.page.inner_text("body").split())
        shown |= {name for name in HOSTILE if " ".join(name.split()) in text}
    assert shown == set(HOSTILE)


def test_nothing_runs_in_what_a_script_exchanges(look: Callable[..., Look], stocks: Callable[[str], tuple[Stock, str]]):
    stock, address = stocks("hostile")
    window = watched(look, address)
    window.go(stock.path("/netze/{network}/vorschlaege"))
    for decision in ("invite", "later"):
        chosen: Any = window.page.locator(f"button[value={decision}]").first
        chosen.click()
        back: Any = window.page.locator("tr:has(button.kern-btn--tertiary) form[action$='/zuruecknehmen'] button").first
        back.wait_for()
        unharmed(window)
        back.click()
        window.page.locator(f"button[value={decision}]").first.wait_for()
        unharmed(window)
    window.go(stock.path("/netze/{network}/einladungen"))
    window.page.locator("input[type=range]").press("ArrowRight")
    window.page.wait_for_url("**plaetze=4*")
    unharmed(window)


def test_nothing_runs_in_what_is_typed(look: Callable[..., Look], stocks: Callable[[str], tuple[Stock, str]]):
    _, address = stocks("hostile")
    window = watched(look, address)
    for name in HOSTILE[::6]:
        window.go("/verzeichnis")
        window.page.fill("#q", name)
        window.page.press("#q", "Enter")
        window.page.wait_for_url("**q=*")
        assert window.page.input_value("#q") == name
        unharmed(window)
