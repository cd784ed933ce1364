"""Somebody on the way from an attendance list to the decision whom to invite."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.hands import Hands
from tests.browser.looking import Look

expect = pytest.importorskip("playwright.sync_api").expect

MARKUP = "<b>Verein & Co</b>"
#: Three of the demo, invented ones, and one whose name tells nothing and that somebody has to look at.
LIST = (
    *("Jobcenter München", "Caritasverband München", "AWO München", "Sportfreunde Isaraue e.V."),
    *("Kulturverein Lindwurm e.V.", "Bildungswerk Rotunde", "Quux Zfr", MARKUP),
)


@dataclass(frozen=True)
class Way:
    """Somebody on the way: what they see, how they use it, and where their pictures go."""

    window: Look
    hands: Hands
    folder: Path
    scripts: bool = True

    @property
    def page(self) -> Any:
        """The page as it is now."""
        return self.window.page

    def find(self, selector: str) -> Any:
        """The first control of its kind."""
        return self.page.locator(selector).first

    def press(self, selector: str) -> None:
        """Use the first control of its kind."""
        self.hands.press(self.find(selector))

    def shot(self, name: str) -> None:
        """Keep a picture."""
        self.page.screenshot(path=self.folder / f"{name}.png")


def paste_the_list(way: Way, name: str) -> None:
    way.window.go("/")
    way.hands.write(way.find("#name"), name)
    way.hands.write(way.find("#place"), "Münche" if way.scripts else "09162")
    if way.scripts:
        offered = way.find("#place-offered option[value*='09162']")
        offered.wait_for(state="attached")
        way.hands.write(way.find("#place"), offered.get_attribute("value"))
    way.hands.choose(way.find("#kind"), "round_table")
    way.hands.write(way.find("#members"), "\n".join(LIST))
    way.shot("1-start")
    way.press("form[action='/netze'] button[type=submit]")
    way.page.wait_for_url("**/mitglieder*")
    expect(way.page.locator("h1")).to_have_text(name)


def put_one_right(way: Way) -> None:
    names = way.page.locator("tbody th a").all_inner_texts()
    assert set(names) >= {"Sportfreunde Isaraue e.V.", "Quux Zfr", MARKUP}
    assert way.page.locator("tbody b").count() == 0
    rows = way.page.locator("tbody tr")
    doubtful = way.page.locator("tbody tr:has(.kern-badge--warning)").count()
    assert 0 < doubtful < rows.count() == len(LIST)
    assert rows.nth(doubtful - 1).locator(".kern-badge--warning").count() == 1
    way.shot("2-members")
    target = way.find("tbody tr:has(.kern-badge--warning):has(button[name=role]) th a").get_attribute("href")
    row = f"tbody tr:has(a[href='{target}'])"
    way.press(f"{row} form[action$='/rolle'] button[name=role]")
    expect(way.page.locator(f"{row} .kern-badge--warning")).to_have_count(0)
    assert way.page.locator("tbody tr:has(.kern-badge--warning)").count() == doubtful - 1


def read_the_gaps(way: Way) -> None:
    way.press("main a.kern-btn[href^='/netze/']:not([href*='/mitglieder'])")
    expect(way.page.locator("#gaps-found tbody tr").first).to_be_visible()
    assert way.page.locator("#matrix tbody tr").count() > 3
    assert way.page.locator("svg[role=img] circle").count() > len(LIST)
    way.shot("3-gaps")
    way.hands.choose(way.find("#art"), "duty")
    way.press("form:has(#art) button[type=submit]")
    way.page.wait_for_url("**art=duty*")
    rows = way.page.locator("#gaps-found tbody tr")
    expect(rows.locator(".kern-badge--warning")).to_have_count(rows.count())
    way.shot("4-duties")


def ask_why(way: Way) -> None:
    way.press("main nav a[href$='/vorschlaege']")
    way.page.wait_for_url("**/vorschlaege")
    way.hands.write(way.find("#q"), "DGB München")
    way.press("form[action$='/warum'] button[type=submit]")
    expect(way.page.locator("#antwort")).to_have_text("DGB München")
    expect(way.page.locator("section [role=status]")).not_to_be_empty()
    way.shot("5-why")
    way.press("main a[href$='/vorschlaege']")


def decide(way: Way) -> str:
    """The id of the organisation that is invited, taken back, and invited for good."""
    invite = "form[action$='/entscheidungen']:has(input[value='{}']) button[value=invite]"
    organisation = way.find("form:has(button[value=invite]) input[name=organisation]").get_attribute("value")
    back = f"form[action$='/zuruecknehmen']:has(input[value='{organisation}']) button"
    way.press(invite.format(organisation))
    expect(way.find(back)).to_be_visible()
    way.shot("6-invited")
    way.press(back)
    expect(way.page.locator(back)).to_have_count(0)
    way.press(invite.format(organisation))
    expect(way.find(back)).to_be_visible()
    way.page.reload()
    link = f"a[href='/organisationen/{quote(organisation, safe='')}']"
    expect(
        way.page.locator(f"#listen tr:has(form):has({link}), section tr:has(form):has({link})").first
    ).to_be_visible()
    expect(way.find(back)).to_be_visible()
    return organisation
