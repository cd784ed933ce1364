"""Forms: their token against forgery, and the way on after they were sent."""

import hmac
import secrets
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from service.errors import BodyTooLarge, ForgedForm, MalformedForm
from service.web.limits import MEGABYTE

CSRF_COOKIE = "wf_csrf"
CSRF_FIELD = "csrf"
#: Fields of the largest form: a row for each of a thousand members.
_FIELDS = 5000


def csrf_token(request: Request) -> str:
    """The token of this browser, a new one where it has none."""
    return request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(24)


async def _read(request: Request) -> FormData:
    try:
        return await request.form(max_files=1, max_fields=_FIELDS, max_part_size=MEGABYTE)
    except HTTPException as error:
        if "maximum size" in error.detail:
            raise BodyTooLarge(megabytes=1) from error
        raise MalformedForm() from error


async def _checked(request: Request) -> FormData:
    form = await _read(request)
    sent = str(form.get(CSRF_FIELD) or request.headers.get("x-csrf-token") or "")
    known = request.cookies.get(CSRF_COOKIE, "")
    if not known or not hmac.compare_digest(sent.encode(), known.encode()):
        raise ForgedForm()
    return form


#: The fields of a form that carries the token of this browser; raises ForgedForm.
FormDep = Annotated[FormData, Depends(_checked)]


def text(form: FormData, name: str, limit: int = 300) -> str:
    """A field as one line, "" where it was not sent."""
    value = form.get(name)
    return " ".join(value.split())[:limit] if isinstance(value, str) else ""


def go_to(path: str) -> RedirectResponse:
    """The answer to a form that was carried out: read this page next."""
    return RedirectResponse(path, 303)
