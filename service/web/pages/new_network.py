"""A network begun: the members that were pasted or uploaded are read and stored."""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from service.domain.deliveries import Format
from service.domain.imports import ImportOrder, ImportState
from service.domain.networks import Network
from service.errors import InvalidInput, ServiceError
from service.usecases.edit_network import named_or_new
from service.usecases.importing.order_import import order_import
from service.usecases.importing.run_import import run_import
from service.usecases.importing.run_jobs import upload_folder
from service.usecases.places import place_from_text
from service.web.authorising import current_account, require_place
from service.web.pages.checked import said
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.rendering import Page, PageDep
from service.web.pages.start import show_start
from service.web.uploads import keep_upload

router = APIRouter(include_in_schema=False)


@router.post("/netze")
async def post_network(page: PageDep, form: FormDep) -> Response:
    """Read the members that were pasted or uploaded, store the network, and show who was recognised."""
    return await run_in_threadpool(_read_members, page, form)


def _read_members(page: Page, form: FormData) -> Response:
    given = {name: text(form, name) for name in ("name", "place", "kind")} | {"members": str(form.get("members") or "")}
    sent = form.get("file")
    path = None
    try:
        path = _kept(page, given["members"], sent if isinstance(sent, UploadFile) and sent.filename else None)
        network = _stored(page, given, path)
    except ServiceError as error:
        return show_start(page, given, problem=said(page, error), status=error.status)
    finally:
        if path is not None:
            path.unlink(missing_ok=True)
    return go_to(f"/netze/{quote(network.id, safe='')}/mitglieder")


def _kept(page: Page, pasted: str, sent: UploadFile | None) -> Path | None:
    """What was uploaded, else what was pasted, as a file; None where there is neither."""
    folder = upload_folder(page.resources)
    if sent is not None:
        return keep_upload(sent, folder)
    if not pasted.strip():
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / secrets.token_hex(16)
    path.write_text(pasted, encoding="utf-8")
    return path


def _stored(page: Page, given: dict[str, str], path: Path | None) -> Network:
    """The network with the members of the file; raises InvalidInput, FileRefused, ImportRefused."""
    if not given["name"]:
        raise InvalidInput.at("/name", "blank")
    ags = place_from_text(page.resources, given["place"], "/place")
    require_place(current_account(page.request), ags)
    if path is not None:
        _import(page, given["name"], ags, path)
    kind = given["kind"] if given["kind"] in page.resources.knowledge.taxonomy.kinds else None
    return named_or_new(page.resources, given["name"], ags, kind)


def _import(page: Page, name: str, ags: str | None, path: Path) -> None:
    # The process that answers the request runs it at once, so that the job runner leaves it alone.
    order = ImportOrder(str(path), format=Format.MEMBERS, ags=ags, network=name, pid=os.getpid())
    ordered = order_import(page.resources, name, order)
    ended = run_import(page.resources, ordered.id, lambda step, share, records: None)
    if ended.state is not ImportState.DONE:
        raise InvalidInput.at("/members", ended.problem or "import_broke_off", **ended.facts)
