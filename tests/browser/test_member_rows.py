"""Rows of the members in the browser: exchanged alone, with the focus, and told where no answer came."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources
from service.usecases.edit_members import edit_role
from service.usecases.keep_networks import save
from service.usecases.write_organisations import write_organisations
from tests.browser.conftest import served

NAMES = ("Jobcenter Erlangen", "Xyzzy & Söhne", "Plugh")
PATH = "/netze/rows/mitglieder"


@pytest.fixture
def stored(fresh: Resources) -> Resources:
    """A network whose organisations nobody said the roles of."""
    write_organisations(fresh, [OrganisationDraft(name, None, {"name": name, "ags": "09562"}) for name in NAMES])
    seats = tuple(Membership(name) for name in NAMES)
    save(fresh, NetworkDraft("rows", NetworkProfile("Zeilen"), "09562", memberships=seats))
    return fresh


@pytest.fixture
def site(stored: Resources) -> Iterator[str]:
    with served(stored) as address:
        yield address


@pytest.fixture
def window(look: Callable[..., Any], site: str) -> Any:
    opened = look(site)
    opened.go(PATH)
    opened.page.evaluate("window.kept = true")
    return opened


def row(window: Any, name: str) -> Any:
    return window.page.locator("tbody tr").filter(has=window.page.get_by_role("link", name=name, exact=True))


def focused(window: Any) -> str:
    return window.page.evaluate("document.activeElement.id.split('-')[0]")


def kept(window: Any) -> bool:
    """Whether the page was never loaded anew."""
    return bool(window.page.evaluate("window.kept === true"))


def test_one_key_puts_a_doubtful_row_right(window: Any):
    guess = row(window, "Plugh").locator("button[name='role']").first
    role = guess.inner_text().strip().removesuffix("?")
    guess.press("Enter")
    window.page.locator("#notice .kern-alert").wait_for()
    assert role in row(window, "Plugh").inner_text()
    assert row(window, "Plugh").locator("button[name='role']").count() == 0
    assert (focused(window), kept(window), window.errors) == ("edit", True, [])


def test_a_row_is_edited_alone_and_keeps_the_focus(window: Any):
    row(window, "Xyzzy & Söhne").get_by_role("link", name="Ändern").press("Enter")
    window.page.locator("tbody select").wait_for()
    assert (focused(window), window.findings(), window.overflow()) == ("role", [], 0)
    window.page.locator("tbody select").select_option("church")
    row(window, "Xyzzy & Söhne").locator("form[action$='rolle'] button").press("Enter")
    window.page.locator("#notice .kern-alert").wait_for()
    assert (focused(window), kept(window)) == ("edit", True)
    assert (window.foreign, window.errors) == ([], [])


def test_what_was_typed_stays_where_no_answer_comes(window: Any):
    row(window, "Jobcenter Erlangen").get_by_role("link", name="Ändern").click()
    window.page.locator("tbody input[name='name']").fill("Jobcenter Stadt Erlangen")
    window.page.route("**/name", lambda route: route.abort())
    save_name = window.page.locator("form[action$='name'] button")
    save_name.click()
    told = window.page.locator("[role='alert']")
    told.wait_for()
    assert "Keine Antwort" in told.inner_text()
    assert window.page.locator("tbody input[name='name']").input_value() == "Jobcenter Stadt Erlangen"
    window.page.unroute("**/name")
    save_name.click()
    window.page.locator("#notice .kern-alert").wait_for()
    assert window.page.locator("[role='alert']").count() == 0
    assert row(window, "Jobcenter Stadt Erlangen").count() == 1


def test_a_refusal_is_told_beside_the_form(window: Any):
    row(window, "Xyzzy & Söhne").get_by_role("link", name="Ändern").click()
    window.page.locator("form[action$='name'] input[name='csrf']").evaluate("one => one.value = 'wrong'")
    window.page.locator("form[action$='name'] button").click()
    told = window.page.locator("[role='alert']")
    told.wait_for()
    assert "nicht gespeichert" in told.inner_text()
    assert window.page.locator("tbody select").count() == 1


def test_two_versions_are_shown_in_place_of_the_page(window: Any, stored: Resources):
    row(window, "Xyzzy & Söhne").get_by_role("link", name="Ändern").click()
    window.page.locator("tbody select").select_option("school")
    edit_role(stored, "rows", "Xyzzy & Söhne", "", "sports_club")
    row(window, "Xyzzy & Söhne").locator("form[action$='rolle'] button").click()
    window.page.locator("#role-yours").wait_for()
    assert window.findings() == []
    window.page.locator("#role-yours").check()
    window.page.locator("main form button").click()
    window.page.wait_for_url("**/mitglieder?**")
    assert "Gespeichert" in window.page.locator("#notice").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_details_have_no_finding(look: Callable[..., Any], site: str, scheme: str):
    for width in (320, 1280):
        window = look(site, width, color_scheme=scheme)
        window.go("/netze/rows/angaben")
        assert (window.findings(), window.overflow(), window.errors) == ([], 0, [])


@pytest.mark.parametrize(("path", "field"), [("/", "place"), ("/netze/rows/angaben", "ags")])
def test_places_are_offered_while_typing(look: Callable[..., Any], site: str, path: str, field: str):
    window = look(site)
    window.go(path)
    window.page.fill(f"#{field}", "")
    window.page.locator(f"#{field}").press_sequentially("Erlang")
    window.page.locator(f"#{field}-offered option").first.wait_for(state="attached")
    offered = window.page.eval_on_selector_all(f"#{field}-offered option", "all => all.map(one => one.value)")
    assert "09562 Erlangen" in offered
