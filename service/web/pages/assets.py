"""Style sheets, scripts and fonts: our own, and the packages that npm installed, served from this machine."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service.settings import Settings
from service.web.pages.rendering import TEMPLATES

#: Folder of an installed package -> the address below which its files are served.
PACKAGES = {
    "@kern-ux/native/dist": "kern",
    "htmx.org/dist": "htmx",
    "@fontsource/noto-sans-arabic": "noto-sans-arabic",
}


def serve_assets(app: FastAPI, settings: Settings) -> None:
    """Serve our own files and those of the packages that are there; pages work without the packages, only plainer."""
    app.mount("/static/own", StaticFiles(directory=TEMPLATES.parent / "static"), name="own")
    for folder, name in PACKAGES.items():
        if (settings.packages / folder).is_dir():
            app.mount(f"/static/{name}", StaticFiles(directory=settings.packages / folder), name=name)
