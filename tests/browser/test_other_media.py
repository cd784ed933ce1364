"""Pages on paper, without motion, and written from right to left."""

from collections.abc import Callable

import pytest

from tests.browser.looking import Look
from tests.browser.stock import Stock

PRINTED = (
    "/netze/{network}",
    "/netze/{network}/mitglieder",
    "/netze/{network}/vorschlaege",
    "/netze/{network}/einladungen",
)
VISIBLE = "selector => Array.from(document.querySelectorAll(selector)).filter(one => one.checkVisibility()).length"
#: Elements that move when they change.
MOVING = """() => Array.from(document.querySelectorAll('*')).filter(one => {
  const style = getComputedStyle(one);
  return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
}).length"""


@pytest.mark.parametrize("page", PRINTED)
def test_paper_shows_the_tables_and_nothing_to_press(
    look: Callable[..., Look], site: str, demo_stock: Stock, page: str
):
    window = look(site)
    window.go(demo_stock.path(page))
    tables = window.page.evaluate(VISIBLE, "main table")
    window.page.emulate_media(media="print")
    assert window.page.evaluate(VISIBLE, "nav, form, button, .skip-link, .site-footer") == 0
    assert window.page.evaluate(VISIBLE, "main table") == tables > 0
    assert window.page.evaluate(VISIBLE, "h1") == 1
    assert window.page.evaluate("getComputedStyle(document.querySelector('.table-scroll')).overflowX") == "visible"


@pytest.mark.parametrize("page", ["/", "/netze/{network}/vorschlaege", "/netze/{network}/einladungen"])
def test_nothing_moves_where_no_motion_is_wanted(look: Callable[..., Look], site: str, demo_stock: Stock, page: str):
    window = look(site, reduced_motion="reduce")
    window.go(demo_stock.path(page))
    assert window.page.evaluate(MOVING) == 0


def test_a_right_to_left_page_is_mirrored(look: Callable[..., Look], site: str, demo_stock: Stock):
    window = look(site, 320)
    window.go(demo_stock.path("/netze/{network}/mitglieder"))
    window.page.evaluate("document.documentElement.dir = 'rtl'")
    assert window.page.evaluate("getComputedStyle(document.querySelector('td')).textAlign") == "start"
    assert window.page.evaluate("document.querySelector('h1').getBoundingClientRect().right") > 280
    assert window.overflow() == 0


def test_arabic_has_a_font_of_this_machine(look: Callable[..., Look], stocks: Callable[[str], tuple[Stock, str]]):
    stock, address = stocks("long")
    window = look(address)
    window.go(stock.path("/organisationen/name%2F8"))
    assert window.page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('400 18px \"Noto Sans Arabic\"', 'ج'))"
    )
    assert window.foreign == []
