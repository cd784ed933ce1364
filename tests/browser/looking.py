"""A window on the service: what its page shows, and what it did that it should not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PACKAGES = Path(__file__).parents[2] / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1280)
HEIGHT = 800
#: How a page may be coloured; each names both media features, so that one window changes from one to the next.
COLOURS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
_LEVELS = "Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6'), one => +one.tagName[1])"


@dataclass
class Look:
    """A page in the browser, with the requests to other hosts, the errors of its console, and its dialogs."""

    page: Any
    address: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note what the page does from now on; a breach of the policy is an error of the console."""
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", self._dismiss)

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.address):
            self.foreign.append(url)

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def go(self, path: str) -> None:
        """Open a page of the service."""
        self.page.goto(self.address + path)

    def widen(self, width: int) -> None:
        """Make the window this wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def findings(self) -> list[str]:
        """What axe-core finds on the page as it is now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return self.page.evaluate(f"Math.max(0, {wider})")

    def headings(self) -> list[int]:
        """The levels of the headings in their order."""
        return self.page.evaluate(_LEVELS)

    def faults(self) -> list[str]:
        """What is wrong with the page at both widths in all colours, at twice its size and with twice the text."""
        found = list(self._faults_by_size())
        for width in WIDTHS:
            self.widen(width)
            for name, media in COLOURS.items():
                self.page.emulate_media(**media)
                found += [f"{width} px, {name}: {one}" for one in self.findings()]
        self.page.emulate_media(**COLOURS["light"])
        levels = self.headings()
        if levels.count(1) != 1 or any(after - before > 1 for before, after in zip([0, *levels], levels, strict=False)):
            found.append(f"headings: {levels}")
        return found

    def _faults_by_size(self) -> Iterator[str]:
        # A window of 1280 pixels at 200 % is one of 640 to the page, one at 400 % of 320.
        for width, text in ((320, "100%"), (640, "100%"), (1280, "100%"), (1280, "200%")):
            self.widen(width)
            self.page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
            if wider := self.overflow():
                yield f"{width} px, text at {text}: {wider} px wider than the window"
        self.page.evaluate("document.documentElement.style.fontSize = ''")
