"""Write the pictures of the README: `python -m tests.browser.pictures`."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from service.resources import open_resources
from service.settings import Settings
from tests.browser.conftest import ARGUMENTS, CHROMIUM, driver, served
from tests.browser.stock import stock_demo

FOLDER = Path(__file__).parents[2] / "pictures"
WIDTH = 1280
#: The name of a picture -> its page, and the part of it where the picture begins; it is as high as a screen.
SHOWN = {
    "gap-map": ("/netze/{large}", "#gaps"),
    "invitations": ("/netze/{large}/einladungen?plaetze=3", "#set"),
}
HEIGHT = 860
COLOURS = 64


def main() -> None:
    """Take each picture of the demo and keep it small."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as home:
        stock = stock_demo(open_resources(Settings(home=Path(home))))
        with served(stock.resources) as address, driver.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, locale="de-DE", reduced_motion="reduce"
            )
            for name, (path, begin) in SHOWN.items():
                page.goto(address + stock.path(path))
                _small(_taken(page, begin)).save(FOLDER / f"{name}.png", optimize=True)
            browser.close()


def _taken(page: Any, begin: str) -> bytes:
    top = page.locator(begin).bounding_box()["y"] - 8
    clip = {"x": 0, "y": max(0, top), "width": WIDTH, "height": HEIGHT}
    return page.screenshot(full_page=True, clip=clip)


def _small(picture: bytes) -> Image.Image:
    """The picture with few colours."""
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)


if __name__ == "__main__":
    main()
