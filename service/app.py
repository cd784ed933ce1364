"""The web application: create_app(settings) opens the resources and joins the routers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from service import __version__
from service.resources import Resources, open_resources
from service.settings import Settings
from service.web.api import BASE, decisions, health, members, missing, networks, organisations, vocabulary
from service.web.handlers import add_handlers
from service.web.limits import BULK_BYTES
from service.web.middleware import BodyLimit, Watch
from service.web.openapi import set_up_openapi
from service.web.problems import Problems

#: Requests worked on at the same time; the store's pool has as many connections.
WORKERS = 32


def create_app(settings: Settings, resources: Resources | None = None) -> FastAPI:
    """The application; opens its own resources unless some are handed in. Raises a StartError."""
    opened = resources or open_resources(settings)
    problems = Problems(opened.phrases)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = WORKERS
        yield
        opened.close()

    app = FastAPIOffline(
        docs_url=f"{BASE}/docs",
        redoc_url=None,
        openapi_url=f"{BASE}/openapi.json",
        title="Wer fehlt?",
        version=__version__,
        description="Who is missing from a municipality's integration network, who could fill the gap, and why.",
        lifespan=lifespan,
        static_url=f"{BASE}/docs-static",
    )
    app.state.resources = opened
    add_handlers(app, problems)
    app.add_middleware(BodyLimit, problems=problems, by_path={f"{BASE}/organisations/bulk": BULK_BYTES})
    app.add_middleware(Watch, problems=problems)
    # Ids may hold slashes, so the longer paths of decisions come before those of networks.
    for module in (members, missing, organisations, decisions, networks, vocabulary):
        app.include_router(module.router, prefix=BASE)
    app.include_router(health.router)
    set_up_openapi(app)
    return app
