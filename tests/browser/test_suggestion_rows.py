"""Suggestions and invitations in the browser: one row or the result is exchanged alone, with the focus where it was."""

from collections.abc import Callable
from typing import Any

import pytest

NETWORK = "/netze/muc-netzwerk-morgen"


@pytest.fixture
def window(look: Callable[..., Any], new_site: str) -> Any:
    return look(new_site)


def opened(window: Any, path: str) -> Any:
    window.go(f"{NETWORK}/{path}")
    window.page.evaluate("window.kept = true")
    return window.page


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.innerText.trim()")


def test_a_decided_row_is_exchanged_alone_told_and_taken_back_by_the_same_key(window: Any):
    page = opened(window, "vorschlaege")
    rows, row = page.locator("tr[id^='zeile-']"), page.locator("tr[id^='zeile-']").first
    count = rows.count()
    row.locator("input[name='reason']").fill("im Herbst")
    row.locator("button[value='later']").press("Enter")
    row.locator(".kern-badge--success").wait_for()
    assert "später" in page.locator("#meldung").inner_text()
    assert "im Herbst" in page.locator("section[aria-labelledby='entscheidungen'] tbody").inner_text()
    assert (focused(page), rows.count(), window.findings(), window.overflow()) == ("Zurücknehmen", count, [], 0)
    page.keyboard.press("Enter")
    row.locator("button[value='invite']").wait_for()
    assert (focused(page), page.locator("section[aria-labelledby='entscheidungen'] tbody tr").count()) == (
        "Einladen",
        0,
    )
    assert page.evaluate("window.kept === true")
    assert (window.foreign, window.errors) == ([], [])


def test_the_slider_exchanges_the_result_and_keeps_the_focus_and_what_was_ticked(window: Any):
    page = opened(window, "einladungen")
    page.locator("details summary").first.click()
    page.locator("#ohne-1").check()
    page.wait_for_url("**ohne=*")
    page.locator("#regler").press("ArrowRight")
    page.wait_for_url("**plaetze=4*")
    assert "ohne=" in page.url
    assert (page.locator("#regler-zahl").inner_text(), page.locator("#plaetze").input_value()) == ("4", "4")
    assert page.evaluate("document.activeElement.id") == "regler"
    assert page.locator("#set p[role='status']").inner_text().startswith("Mit 4 Einladungen")
    assert page.evaluate("window.kept === true")
    assert (window.findings(), window.foreign, window.errors) == ([], [], [])
