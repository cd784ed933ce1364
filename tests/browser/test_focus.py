"""Whoever moves with the tab key always sees where they are (WCAG 2.4.7, 2.4.11), in the narrowest window, too."""

from collections.abc import Callable

import pytest

from tests.browser.addresses import PAGES
from tests.browser.looking import Look
from tests.browser.stock import Stock

#: Controls that are visited from the beginning, and then back again.
FORTH, BACK = 30, 10
#: The thickness of the focused element's outline, and whether the element can be seen.
SEEN = """async () => {
  // The window follows the focus with the next frame.
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
  const one = document.activeElement, box = one.getClientRects()[0], style = getComputedStyle(one);
  const middle = document.elementFromPoint(
    (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2,
    (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
  return {
    name: one.tagName + '#' + one.id + ' ' + one.textContent.trim().slice(0, 30),
    hit: middle && middle.tagName + ' ' + middle.className,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    free: middle === one || one.contains(middle) || (middle !== null && middle.contains(one)),
  };
}"""


def test_the_first_stop_leads_past_the_navigation(look: Callable[..., Look], site: str):
    window = look(site, 320)
    window.go("/")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("page", PAGES)
def test_the_focus_is_always_seen(look: Callable[..., Look], site: str, demo_stock: Stock, page: str):
    window = look(site, 320)
    window.go(demo_stock.path(page))
    for key in (*["Tab"] * FORTH, *["Shift+Tab"] * BACK):
        window.page.keyboard.press(key)
        seen = window.page.evaluate(SEEN)
        if seen["name"].startswith("BODY"):
            continue
        assert seen["outline"] >= 2, (key, seen)
        assert seen["inside"], (key, seen)
        assert seen["free"], (key, seen)
