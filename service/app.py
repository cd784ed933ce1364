"""The web application: create_app(settings) opens the resources and joins the routers."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import anyio.to_thread
from fastapi import Depends, FastAPI
from fastapi_offline import FastAPIOffline

from service import __version__
from service.resources import Resources, open_resources
from service.settings import Settings
from service.usecases.follow_store import follow_store
from service.usecases.importing.run_jobs import run_jobs
from service.web.api import (
    BASE,
    advice,
    decisions,
    explain,
    exports,
    health,
    imports,
    login,
    members,
    missing,
    networks,
    organisations,
    provenance,
    vocabulary,
)
from service.web.authorising import authorised
from service.web.handlers import add_handlers, refusal, unexpected
from service.web.identity import Identify, require_administrator
from service.web.limits import BULK_BYTES, UPLOAD_BYTES
from service.web.middleware import BodyLimit, Guard, Watch
from service.web.openapi import set_up_openapi
from service.web.pages import (
    about,
    directory,
    duplicates,
    gaps,
    invitations,
    network_details,
    new_network,
    organisation,
    start,
    suggestions,
    trust,
    verdicts,
    why,
)
from service.web.pages import imports as imports_page
from service.web.pages import login as login_page
from service.web.pages import members as members_page
from service.web.pages.assets import serve_assets
from service.web.problems import Problems

#: Requests worked on at the same time; the store's pool has as many connections.
WORKERS = 32
#: Seconds that an import under way is waited for at the end; a later start begins it again.
PATIENCE = 5.0


def create_app(settings: Settings, resources: Resources | None = None) -> FastAPI:
    """The application; opens its own resources unless some are handed in. Raises a StartError."""
    opened = resources or open_resources(settings)
    require_administrator(settings, opened)
    problems = Problems(opened.phrases)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = WORKERS
        stop = threading.Event()
        working = [threading.Thread(target=work, args=(opened, stop), daemon=True) for work in (run_jobs, follow_store)]
        for thread in working:
            thread.start()
        yield
        stop.set()
        for thread in working:
            await anyio.to_thread.run_sync(thread.join, PATIENCE)
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
    refuse = partial(refusal, problems)
    limits = {
        "by_path": {f"{BASE}/organisations/bulk": BULK_BYTES},
        "streamed": {f"{BASE}/imports": UPLOAD_BYTES, "/importe": UPLOAD_BYTES, "/netze": UPLOAD_BYTES},
    }
    app.add_middleware(BodyLimit, refuse=refuse, **limits)
    app.add_middleware(Identify, settings=settings, resources=opened, problems=problems)
    app.add_middleware(Watch, unexpected=partial(unexpected, problems))
    app.add_middleware(Guard, settings=settings, refuse=refuse, docs=f"{BASE}/docs")
    # Ids may hold slashes, so the longer paths of decisions come before those of networks.
    for module in (
        *(members, missing, exports, provenance, organisations),
        *(decisions, explain, advice, networks, vocabulary, imports, login),
    ):
        app.include_router(module.router, prefix=BASE, dependencies=[Depends(authorised(BASE))])
    app.include_router(health.router)
    # The map of gaps takes every id below /netze, so it comes last.
    for page in (
        *(start, new_network, about, login_page, directory, organisation, imports_page, duplicates, trust),
        *(members_page, network_details, suggestions, verdicts, why, invitations, gaps),
    ):
        app.include_router(page.router, dependencies=[Depends(authorised())])
    serve_assets(app, settings)
    set_up_openapi(app)
    return app
