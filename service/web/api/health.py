"""Probes: is the process alive, and is it ready to answer?"""

from functools import cache

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request, Response

from service.web.answers import Status
from service.web.dependencies import answer

router = APIRouter(tags=["probes"])


@cache
def _own_threads() -> anyio.CapacityLimiter:
    """Threads for probes alone, so that they answer while all others are at work."""
    return anyio.CapacityLimiter(2)


@router.get("/healthz", summary="Is the process alive?", operation_id="getHealth", response_model=Status)
async def get_healthz() -> Response:
    """Answers as long as the process runs; depends on nothing."""
    return answer({"status": "ok"})


@router.get("/readyz", summary="Is the service ready?", operation_id="getReadiness", response_model=Status)
async def get_readyz(request: Request) -> Response:
    """200 when the store answers and the served directory is as new as the store, else 503."""
    resources = getattr(request.app.state, "resources", None)
    ready = resources is not None and await anyio.to_thread.run_sync(resources.ready, limiter=_own_threads())
    return answer({"status": "ready" if ready else "starting"}, 200 if ready else 503)
