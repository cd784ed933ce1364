"""Pages out of templates, with the texts of one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

import jinja2
from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import URL

from service.domain.accounts import Account, Right
from service.domain.texts import Language
from service.resources import Resources
from service.sources.pages import read_page_texts
from service.web.identity import account_in, is_secure
from service.web.pages.forms import CSRF_COOKIE, csrf_token
from service.web.problems import language_of

TEMPLATES = Path(__file__).parent.parent / "templates"
LANGUAGE_COOKIE = "wf_lang"
LANGUAGES: tuple[Language, ...] = ("de", "en")


@cache
def environment() -> jinja2.Environment:
    """Templates that escape everything and refuse names that nobody set."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Page:
    """What every page works with: the request, the resources, and the language of its texts."""

    request: Request
    resources: Resources
    language: Language

    def t(self, code: str, **facts: object) -> str:
        """A text of the catalogue (data/pages); German where the language does not have it."""
        texts = read_page_texts(self.resources.settings.data / "pages")
        return texts.sentence(code, self.language, **facts)

    def say(self, code: str, **facts: object) -> str:
        """A sentence that other surfaces share (data/phrases)."""
        return self.resources.phrases.sentence(code, self.language, **facts)

    def role(self, key: str) -> str:
        """A role's label."""
        return self.resources.knowledge.taxonomy.roles[key].label.in_language(self.language)

    def place(self, key: str | None) -> str:
        """A place's name; for none, that it is unknown."""
        return self.t("place_unknown") if key is None else self.resources.knowledge.register.place(key).name

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """The page; its template finds `page`, `t`, `role` and `csrf` beside the values."""
        token, secure = csrf_token(self.request), is_secure(self.request.scope)
        shared = {"page": self, "t": self.t, "role": self.role, "csrf": token, "here": self.here()}
        html = environment().get_template(template).render(shared | values)
        response = HTMLResponse(html, status, {"Content-Language": self.language, "Vary": "Accept-Language, Cookie"})
        if self.request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, self.language, httponly=True, samesite="lax", secure=secure)
        response.set_cookie(CSRF_COOKIE, token, httponly=True, samesite="strict", secure=secure)
        return response

    def here(self, **changed: str | None) -> str:
        """The address of this page with some of its query changed; None leaves a parameter out."""
        path, query = self._read_from()
        kept = urlencode({name: value for name, value in {**query, **changed}.items() if value is not None})
        return f"{path}?{kept}" if kept else path

    def _read_from(self) -> tuple[str, dict[str, str]]:
        """Path and query of this page; of the page before where this one answers a form, since it cannot be read."""
        url = self.request.url
        if self.request.method not in ("GET", "HEAD"):
            url = URL(self.request.headers.get("referer", ""))
            if url.netloc != self.request.url.netloc:
                return "/", {}
        return url.path, dict(parse_qsl(url.query))

    @property
    def account(self) -> Account | None:
        """Whose page this is; None for nobody's."""
        return account_in(self.request.scope)

    def may(self, right: str, *places: str | None) -> bool:
        """Whether the account holds a right ("read", "write" or "administer"), and covers these places."""
        account = self.account
        return account is not None and account.may(Right(right)) and all(map(account.covers, places))

    @property
    def partial(self) -> bool:
        """Whether a script asks for a part of the page only."""
        return self.request.headers.get("hx-request") == "true"


def page_language(request: Request) -> Language:
    """The language that was chosen, else the one that the browser prefers."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return language_of(request.headers.get("accept-language", ""))


def _page(request: Request) -> Page:
    return Page(request, request.app.state.resources, page_language(request))


def problem_page(request: Request, status: int, title: str, detail: str) -> Response:
    """A page that says what went wrong and leads on."""
    return _page(request).show("problem.html", status, title=title, detail=detail)


PageDep = Annotated[Page, Depends(_page)]
Values = Mapping[str, Any]
