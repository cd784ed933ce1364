"""Every address that shows a page, from the routes themselves: a new page is looked at without being listed here."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from fastapi.routing import APIRoute

import service.web.pages

#: Answers that are part of a page.
PARTS = frozenset({"/orte"})
#: What a route with ids begins with -> the same with the names that a stock gives to ids.
KNOWN = {
    "/netze/{id:path}": "/netze/{network}",
    "/organisationen/{id:path}": "/organisationen/{organisation}",
    "/importe/{id}": "/importe/{tried}",
}
#: Other states of the same pages.
STATES = (
    *("/importe/{done}", "/importe/{failed}", "/importe/{waiting}", "/importe/{queued}", "/importe/{undone}"),
    *("/netze/{network}?ansicht=felder", "/netze/{network}?art=duty", "/netze/{network}/mitglieder?entfernt={member}"),
    *("/netze/{network}/vorschlaege?entschieden={decided}", "/netze/{network}/warum?organisation={organisation}"),
    *(
        "/netze/{network}/einladungen?plaetze=5&ohne={member}",
        "/verzeichnis?q=frauen+beratung",
        "/verzeichnis?q=%3Cb%3E",
    ),
    *("/pruefen?vereint={organisation}&mit={member}",),
)


def routes() -> Iterator[str]:
    """The paths of the routes that can be read; a router that another one includes is a module's own, too."""
    for found in pkgutil.iter_modules(service.web.pages.__path__, "service.web.pages."):
        router = getattr(import_module(found.name), "router", None)
        for route in router.routes if router else ():
            if isinstance(route, APIRoute) and "GET" in route.methods and route.path not in PARTS:
                yield route.path


def named(route: str) -> str:
    """The path with names of ids, for `str.format`."""
    for begin, known in KNOWN.items():
        if route.startswith(begin):
            return known + route.removeprefix(begin)
    return route


PAGES = [*dict.fromkeys(named(route) for route in routes())]
