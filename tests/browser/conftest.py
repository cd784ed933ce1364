"""The service on this machine, with the demo and without, and Debian's Chromium that looks at it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import uvicorn

from service.app import create_app
from service.resources import Resources, open_resources
from service.settings import Settings
from service.usecases.keep_networks import list_page
from service.usecases.load_demo import load_demo

driver = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")

CHROMIUM = Path("/usr/bin/chromium")
PACKAGES = Path(__file__).parents[2] / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Seconds until the server has to answer.
PATIENCE = 30.0


@dataclass
class Look:
    """A page in the browser, and what it did that it should not."""

    page: Any
    address: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note requests to other hosts, and errors in the console: a breach of the policy is one."""
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme != "data" and not url.startswith(self.address):
            self.foreign.append(url)

    def go(self, path: str) -> None:
        """Open a page of the service."""
        self.page.goto(self.address + path)

    def findings(self) -> list[str]:
        """What axe-core finds on the page as it is now."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {"runOnly": {"type": "tag", "values": TAGS}}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return self.page.evaluate(f"Math.max(0, {wider})")


@contextmanager
def served(resources: Resources) -> Iterator[str]:
    """The address below which the service answers on a free port."""
    server = uvicorn.Server(uvicorn.Config(create_app(resources.settings, resources), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        assert thread.is_alive(), "the server ended"
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(PATIENCE)


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Resources:
    """The demo region on a home of its own; the server closes it."""
    resources = open_resources(Settings(home=tmp_path_factory.mktemp("site")))
    load_demo(resources)
    return resources


@pytest.fixture(scope="session")
def network(region: Resources) -> str:
    """The path of the largest network of the demo."""
    largest = max(list_page(region, "", 100), key=lambda one: len(one.memberships))
    return f"/netze/{quote(largest.id, safe='')}"


@pytest.fixture(scope="session")
def site(region: Resources, network: str) -> Iterator[str]:
    """The address of the demo."""
    with served(region) as address:
        yield address


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that knows nothing yet."""
    with served(open_resources(Settings(home=tmp_path_factory.mktemp("empty")))) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """The browser; the tests that need it are skipped where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    with driver.sync_playwright() as playwright:
        # In a container Chromium cannot set up its sandbox; here it only sees pages of this service.
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Any) -> Iterator[Callable[..., Look]]:
    """Opens a window on an address: `look(site, width=320, forced_colors="active")`."""
    opened = []

    def open_window(address: str, width: int = 1280, **options: Any) -> Look:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="de-DE", **options)
        opened.append(context)
        window = Look(context.new_page(), address)
        window.watch()
        return window

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures are kept for those who want to look; git ignores it."""
    folder = Path(__file__).parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
