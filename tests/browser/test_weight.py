"""What the browser has to load for the first page."""

from collections.abc import Callable
from typing import Any

from tests.browser.looking import Look

#: Bytes of the first page beyond fonts and style sheets.
MOST = 100_000


def test_the_first_page_is_light(look: Callable[..., Look], site: str):
    window = look(site)
    answers: list[Any] = []
    window.page.on("response", lambda answer: answers.append(answer))
    window.go("/")
    window.page.wait_for_load_state("networkidle")
    sizes = {
        one.url.removeprefix(site): len(one.body())
        for one in answers
        if one.request.resource_type not in ("font", "stylesheet")
    }
    assert "/" in sizes
    assert any(path.endswith(".js") for path in sizes)
    assert sum(sizes.values()) < MOST, sizes
