"""Logging in and out, and the own account."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Response

from service.errors import LoginFailed, ServiceError
from service.usecases.keep_accounts import set_password
from service.usecases.log_in import log_in, log_out, verified
from service.web.authorising import AccountDep
from service.web.identity import DEVICE_COOKIE, SESSION_COOKIE, is_secure, token_of
from service.web.pages.forms import FormDep, go_to, text
from service.web.pages.rendering import Page, PageDep

router = APIRouter(include_in_schema=False)

#: Seconds for which a browser keeps what tells that somebody logged in on it before.
YEAR = 365 * 24 * 3600


@router.get("/anmelden")
def get_login(page: PageDep, weiter: str = "") -> Response:
    """The form of the login."""
    return page.show("login.html", name="", onward=onward(weiter), problem="")


@router.post("/anmelden")
def post_login(page: PageDep, form: FormDep) -> Response:
    """Begin a session and lead to the page that was wanted."""
    request, name, way = page.request, text(form, "name"), onward(str(form.get("weiter") or ""))
    client, device = client_of(page), request.cookies.get(DEVICE_COOKIE, "")
    try:
        login = log_in(page.resources, name, str(form.get("password") or ""), client, device)
    except ServiceError as error:
        answer = page.show(
            "login.html", error.status, name=name, onward=way, problem=page.say(error.code, **error.facts)
        )
        return answer
    answer = go_to(way)
    for cookie, token, age in ((SESSION_COOKIE, login.token, None), (DEVICE_COOKIE, login.device, YEAR)):
        answer.set_cookie(cookie, token, age, path="/", secure=is_secure(request.scope), httponly=True, samesite="lax")
    return answer


@router.post("/abmelden")
def post_logout(page: PageDep, form: FormDep) -> Response:
    """End the session."""
    log_out(page.resources, token_of(page.request))
    answer = go_to("/anmelden")
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


@router.get("/konto")
def get_account(page: PageDep, account: AccountDep) -> Response:
    """What the account may do, and the form for another password."""
    return page.show("account.html", account=account, problem="")


@router.post("/konto")
def post_password(page: PageDep, account: AccountDep, form: FormDep) -> Response:
    """Change the own password; all sessions end, so that whoever knew the old one is out."""
    try:
        if not verified(page.resources, account, str(form.get("password") or ""), client_of(page)):
            raise LoginFailed()
        set_password(page.resources, account.name, str(form.get("new") or ""))
    except ServiceError as error:
        problem = error.problems[0] if error.problems else error
        return page.show("account.html", error.status, account=account, problem=page.say(problem.code, **problem.facts))
    return go_to("/anmelden")


def client_of(page: Page) -> str:
    """The address that a request comes from, as the server knows it."""
    return page.request.client.host if page.request.client else ""


def onward(wanted: str) -> str:
    """A path of this service to go on to; the start for any other address."""
    parts = urlsplit(wanted)
    fits = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if fits else "/"
