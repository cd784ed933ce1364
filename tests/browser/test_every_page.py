"""Every page at both ends of the widths, in light, dark and forced colours: nothing for axe-core to find, nothing foreign."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import service.web.pages

LOOKS = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "forced": {"forced_colors": "active"}}
#: Pages of one network; "" is the map of gaps.
STEPS = ("", "/mitglieder", "/vorschlaege", "/einladungen")
LONG = "Donaudampfschifffahrtsgesellschaft" * 6


def addresses() -> list[str]:
    modules = [
        import_module(one.name) for one in pkgutil.iter_modules(service.web.pages.__path__, "service.web.pages.")
    ]
    routes = [route for module in modules if hasattr(module, "router") for route in module.router.routes]
    return [one.path for one in routes if "GET" in one.methods and "{" not in one.path and one.path != "/orte"]


PATHS = [*addresses(), *(f"NETWORK{step}" for step in STEPS)]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("mode", LOOKS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_stays_at_home(
    look: Callable[..., Any], site: str, network: str, screenshots: Path, path: str, mode: str, width: int
):
    window = look(site, width, **LOOKS[mode])
    window.go(path.replace("NETWORK", network))
    name = path.strip("/").replace("/", "-") or "start"
    window.page.screenshot(path=screenshots / f"{name}-{width}-{mode}.png", full_page=True)
    assert window.findings() == []
    assert (window.foreign, window.errors, window.overflow()) == ([], [], 0)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("mode", LOOKS)
def test_the_start_page_of_an_empty_service_is_accessible(
    look: Callable[..., Any], empty_site: str, mode: str, width: int
):
    window = look(empty_site, width, **LOOKS[mode])
    window.go("/")
    assert "Noch ist kein Netzwerk gespeichert" in window.page.inner_text("main")
    assert (window.findings(), window.overflow()) == ([], 0)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("mode", LOOKS)
def test_a_refused_form_is_accessible(look: Callable[..., Any], site: str, mode: str, width: int):
    window = look(site, width, **LOOKS[mode])
    window.go("/")
    window.page.fill("#name", LONG)
    window.page.fill("#place", "Nirgendwo am See")
    window.page.click("main form button")
    assert window.page.get_by_role("alert").is_visible()
    assert (window.findings(), window.overflow()) == ([], 0)


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_long_names_do_not_widen_a_page(look: Callable[..., Any], empty_site: str, width: int):
    window = look(empty_site, width)
    window.go("/")
    window.page.fill("#name", f"{LONG} {width}")
    window.page.fill("#members", f"{LONG}\nVerein {LONG} e.V.\n")
    window.page.click("main form button")
    assert window.page.url.endswith("/mitglieder")
    assert (window.findings(), window.overflow()) == ([], 0)
    window.go(window.page.url.removeprefix(empty_site).removesuffix("/mitglieder"))
    assert (window.findings(), window.overflow()) == ([], 0)


@pytest.mark.parametrize("path", PATHS)
def test_at_twice_the_size_nothing_is_cut_off(look: Callable[..., Any], site: str, network: str, path: str):
    # A window of 1280 pixels at 200 % is one of 640 to the page.
    window = look(site, 640, device_scale_factor=2)
    window.go(path.replace("NETWORK", network))
    assert window.overflow() == 0


def test_a_page_that_is_not_there_is_accessible(look: Callable[..., Any], site: str):
    window = look(site)
    window.go("/nirgends")
    assert window.findings() == []
    assert all("404" in error for error in window.errors)
