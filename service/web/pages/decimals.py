"""Numbers with a fraction as a language writes them."""

from collections.abc import Callable

from service.web.pages.rendering import Page


def decimals(page: Page) -> Callable[[float, int], str]:
    """What writes a number with so many digits after the mark of the page's language."""
    mark = page.t("decimal_mark")
    return lambda value, digits: f"{value:.{digits}f}".replace(".", mark)
