"""Two people at one network, and people with accounts: what they see has nothing for axe-core to find."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.domain.accounts import Account, AccountRole
from service.resources import open_resources
from service.settings import Settings
from service.usecases.keep_accounts import create_account
from service.usecases.load_demo import load_demo
from tests.browser.conftest import served

PASSWORD = "vier wörter ohne sinn"
STILL = {"reduced_motion": "reduce"}


def test_the_choice_between_two_versions_has_no_faults(look: Callable[..., Any], new_site: str, screenshots: Path):
    first, second = look(new_site), look(new_site, 320, **STILL)
    first.go("/")
    details = first.page.locator("main li a").first.get_attribute("href") + "/angaben"
    for window, name in ((first, "Runder Tisch der einen"), (second, "Runder Tisch der anderen")):
        window.go(details)
        window.page.fill("main form [name=name]", name)
    for window in (first, second):
        window.page.click("main form:has([name=csrf]) button[type=submit]")
        window.page.wait_for_load_state()
    told = second.page.text_content("main")
    assert "Runder Tisch der einen" in told
    assert "Runder Tisch der anderen" in told
    assert second.faults() == []
    second.page.screenshot(path=screenshots / "two-versions.png", full_page=True)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    resources = open_resources(Settings(home=tmp_path, login=True))
    load_demo(resources)
    create_account(resources, Account("leitung", AccountRole.ADMIN), PASSWORD)
    create_account(resources, Account("leser", AccountRole.VIEWER, ("09162",)), PASSWORD)
    with served(resources) as address:
        yield address


@pytest.mark.parametrize("name", ["leser", "leitung"])
def test_pages_of_an_account_have_no_faults(look: Callable[..., Any], guarded: str, name: str):
    window = look(guarded, 320, **STILL)
    window.go("/verzeichnis")
    window.page.fill("[name=name]", name)
    for password in ("falsch", PASSWORD):
        window.page.fill("[name=password]", password)
        window.page.click("main form button[type=submit]")
        window.page.wait_for_load_state()
        assert window.faults() == []
    assert window.page.url.endswith("/verzeichnis")
    window.go("/")
    network = window.page.locator("main li a").first.get_attribute("href")
    for path in ("/", "/konto", network, *(f"{network}/{step}" for step in ("mitglieder", "angaben", "vorschlaege"))):
        window.go(path)
        assert window.faults() == [], path
    assert window.foreign == []
    window.page.click("footer button[type=submit]")
    assert window.page.url.endswith("/anmelden")
