"""The start of the way by keyboard alone, without scripts, and with a focus that can be seen."""

from collections.abc import Callable
from typing import Any

MEMBERS = ("Jobcenter Erlangen", "Caritas", "Diakonie")
FOCUSED = "document.activeElement"
#: The thickness of the focused element's outline, its own or that of what frames it, and whether it can be seen.
SEEN = """async () => {
  const away = () => {
    const box = document.activeElement.getBoundingClientRect();
    return box.top < 0 ? box.bottom <= 0 : box.top >= innerHeight;
  };
  // The window follows the focus some frames later.
  for (let frames = 0; frames < 60 && (frames < 2 || away()); frames++)
    await new Promise(requestAnimationFrame);
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


def focused(page: Any) -> str:
    return page.evaluate(f"{FOCUSED}.id || {FOCUSED}.textContent.trim()")


def tab_to(page: Any, name: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"{name} is not reached with the tab key")


def test_a_list_is_read_by_keyboard_alone(look: Callable[..., Any], site: str):
    window = look(site)
    window.go("/")
    page = window.page
    page.keyboard.press("Tab")
    assert focused(page) == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    tab_to(page, "name")
    page.keyboard.type("Runder Tisch mit der Tastatur")
    tab_to(page, "place")
    page.keyboard.type("Erlangen")
    tab_to(page, "kind")
    page.keyboard.press("ArrowDown")
    tab_to(page, "members")
    for member in MEMBERS:
        page.keyboard.type(member)
        page.keyboard.press("Enter")
    tab_to(page, "Mitglieder einlesen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mitglieder")
    shown = page.locator("tbody th a").all_inner_texts()
    assert set(MEMBERS) <= set(shown)
    assert (window.foreign, window.errors) == ([], [])


def test_a_list_is_read_without_scripts(look: Callable[..., Any], site: str):
    window = look(site, java_script_enabled=False)
    window.go("/")
    window.page.fill("#name", "Runder Tisch ohne Skripte")
    window.page.fill("#members", "\n".join(MEMBERS))
    window.page.get_by_role("button", name="Mitglieder einlesen").click()
    assert set(MEMBERS) <= set(window.page.locator("tbody th a").all_inner_texts())


def test_the_focus_is_always_seen(look: Callable[..., Any], site: str, network: str):
    for path in ("/", "/barrierefreiheit", network, f"{network}/mitglieder"):
        window = look(site, 320)
        window.go(path)
        for _ in range(25):
            window.page.keyboard.press("Tab")
            seen = window.page.evaluate(SEEN)
            if seen["name"].startswith("BODY"):
                break
            assert seen["outline"] >= 2, (path, seen)
            assert seen["inside"], (path, seen)
            assert seen["free"], (path, seen)


def test_a_right_to_left_page_is_mirrored(look: Callable[..., Any], site: str, network: str):
    window = look(site, 320)
    window.go(f"{network}/mitglieder")
    window.page.evaluate("document.documentElement.dir = 'rtl'")
    assert window.page.evaluate("getComputedStyle(document.querySelector('td')).textAlign") == "start"
    assert window.page.evaluate("document.querySelector('h1').getBoundingClientRect().right") > 280
    assert window.overflow() == 0
