"""The service on this machine with what there is to look at, and Debian's Chromium that looks at it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from service.app import create_app
from service.resources import Resources, open_resources
from service.settings import Settings
from service.usecases.load_demo import load_demo
from tests.browser.looking import AXE, HEIGHT, Look
from tests.browser.names import HOSTILE, LONG
from tests.browser.stock import Stock, stock_demo, stock_empty, stock_names

driver = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")

CHROMIUM = Path("/usr/bin/chromium")
#: In a container Chromium cannot set up its sandbox, and here it only sees pages of this service; a window that glides
#: after the focus would have to be waited for.
ARGUMENTS = ["--no-sandbox", "--disable-smooth-scrolling"]
#: Seconds until the server has to answer.
PATIENCE = 30.0
STOCKS: dict[str, Callable[[Resources], Stock]] = {
    "demo": stock_demo,
    "empty": stock_empty,
    "long": lambda resources: stock_names(resources, LONG),
    "hostile": lambda resources: stock_names(resources, HOSTILE),
}


@contextmanager
def served(resources: Resources) -> Iterator[str]:
    """The address below which the service answers on a free port; it closes the resources."""
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


@pytest.fixture(scope="package")
def stocks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], tuple[Stock, str]]]:
    """Gives a stock by its name, with its address; each is stocked and served once it is asked for."""
    opened: dict[str, tuple[Stock, str]] = {}
    with ExitStack() as serving:

        def find(name: str) -> tuple[Stock, str]:
            if name not in opened:
                stock = STOCKS[name](open_resources(Settings(home=tmp_path_factory.mktemp(name))))
                opened[name] = stock, serving.enter_context(served(stock.resources))
            return opened[name]

        yield find


@pytest.fixture(scope="package")
def demo_stock(stocks: Callable[[str], tuple[Stock, str]]) -> Stock:
    """The demo with its ids."""
    return stocks("demo")[0]


@pytest.fixture(scope="package")
def site(stocks: Callable[[str], tuple[Stock, str]]) -> str:
    """The address of the demo."""
    return stocks("demo")[1]


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[str]:
    """The address of a demo that no other test changes."""
    resources = open_resources(Settings(home=tmp_path))
    load_demo(resources)
    with served(resources) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """The browser; the tests that need it are skipped where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Any) -> Iterator[Callable[..., Look]]:
    """Opens a window on an address: `look(site, width=320, reduced_motion="reduce")`."""
    opened = []

    def open_window(address: str, width: int = 1280, **options: Any) -> Look:
        context = chromium.new_context(viewport={"width": width, "height": HEIGHT}, **{"locale": "de-DE"} | options)
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
