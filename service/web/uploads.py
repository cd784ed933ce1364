"""Files that a client uploads, written to disk as they come."""

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import UploadFile

from service.errors import InvalidInput, MalformedBody
from service.web.dependencies import require_media_type
from service.web.fields import Key, Name, Short, Source
from service.web.limits import MEGABYTE, NAME
from service.web.problems import field_problem

MULTIPART = frozenset({"multipart/form-data"})


class OrderIn(BaseModel):
    """What may be asked for besides the file; everything is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Source | None = None
    licence: Short | None = None
    attribution: Short | None = None
    format: Short | None = None
    ags: Key | None = None
    network: Name | None = None
    dry_run: bool = False
    accept_removals: bool = False
    keep_missing: bool = False
    zeros_lost: bool = False
    columns: dict[str, dict[str, str]] = {}
    answers: dict[str, str] = {}


async def read_upload(request: Request, folder: Path) -> tuple[str, Path, OrderIn]:
    """(the file's own name, where it lies now, the order) of a multipart body; raises InvalidInput, MalformedBody."""
    require_media_type(request, MULTIPART)
    async with request.form(max_files=1, max_fields=20, max_part_size=MEGABYTE) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile):
            raise InvalidInput.at("/file", "missing")
        order = _order({name: value for name, value in form.items() if name != "file"})
        name = (Path(sent.filename or "").name or "upload")[:NAME]
        path = await run_in_threadpool(keep_upload, sent, folder)
    return name, path, order


def _order(fields: Mapping[str, Any]) -> OrderIn:
    values = dict(fields)
    for name in ("columns", "answers"):
        if name in values:
            try:
                values[name] = orjson.loads(values[name])
            except orjson.JSONDecodeError as error:
                raise MalformedBody() from error
    try:
        return OrderIn.model_validate(values)
    except ValidationError as error:
        raise InvalidInput([field_problem(one) for one in error.errors(include_input=False)]) from error


def keep_upload(sent: UploadFile, folder: Path) -> Path:
    """A file that was sent, under a name of our own in the folder, for nobody else to read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / secrets.token_hex(16)
    with path.open("xb") as file:
        shutil.copyfileobj(sent.file, file, MEGABYTE)
    path.chmod(0o600)
    return path
