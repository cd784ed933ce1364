"""What every page owes: generated over all addresses that need no parameter, on the demo and on an empty home."""

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import quote, urldefrag, urljoin

import lxml.html
import pytest
from fastapi.testclient import TestClient

import service.web.pages
from service.resources import Resources
from service.usecases.keep_networks import list_page

HTML = {"accept": "text/html"}
LIMIT = 100_000
#: Parts of a page that a script asks for.
FRAGMENTS = {"/orte"}
STEPS = ("", "/mitglieder")


@dataclass(frozen=True)
class Shown:
    """A page as it was answered."""

    path: str
    headers: dict[str, str]
    text: str

    @property
    def tree(self) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.text)


def addresses() -> list[str]:
    """The addresses of all routers in the folder of the pages, so that none can be left out of the app or of these tests."""
    modules = [
        import_module(one.name) for one in pkgutil.iter_modules(service.web.pages.__path__, "service.web.pages.")
    ]
    routes = [route for module in modules if hasattr(module, "router") for route in module.router.routes]
    return [one.path for one in routes if "GET" in one.methods and "{" not in one.path and one.path not in FRAGMENTS]


def shown(client: TestClient, path: str, language: str) -> Shown:
    answered = client.get(path, headers=HTML | {"accept-language": language})
    assert answered.status_code == 200, path
    return Shown(path, dict(answered.headers), answered.text)


@pytest.fixture(scope="module", params=["de", "en"])
def pages(request: pytest.FixtureRequest, demo: Resources, demo_client: TestClient) -> list[Shown]:
    network = f"/netze/{quote(list_page(demo, '', 1)[0].id, safe='')}"
    paths = [*addresses(), *(network + step for step in STEPS)]
    return [shown(demo_client, path, request.param) for path in paths]


def test_the_pages_are_found(pages: list[Shown]):
    assert {"/", "/barrierefreiheit", "/einfache-sprache"} <= {page.path for page in pages}


def test_each_page_carries_its_security_headers(pages: list[Shown]):
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy, page.path
        assert "unsafe-inline" not in policy, page.path
        assert page.headers["x-content-type-options"] == "nosniff", page.path


def test_each_page_tells_its_language(pages: list[Shown]):
    for page in pages:
        root = page.tree
        assert root.get("lang") == page.headers["content-language"], page.path
        assert root.get("dir") in ("ltr", "rtl"), page.path


def test_headings_begin_with_one_first_and_never_skip(pages: list[Shown]):
    for page in pages:
        levels = [int(one.tag[1]) for one in page.tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1, page.path
        assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False)), page.path


def test_each_control_has_a_label(pages: list[Shown]):
    for page in pages:
        root = page.tree
        for control in root.xpath("//input[not(@type='hidden')]|//select|//textarea"):
            labelled = control.get("aria-label") or root.xpath(f"//label[@for='{control.get('id')}']")
            assert labelled or control.xpath("ancestor::label"), (page.path, control.get("name"))


def test_nothing_is_inline_or_foreign(pages: list[Shown]):
    for page in pages:
        root = page.tree
        assert not root.xpath("//style|//script[not(@src)]|//*[@style]"), page.path
        assert not root.xpath("//@*[starts-with(name(), 'on') or starts-with(name(), 'hx-on')]"), page.path
        loaded = root.xpath("//link/@href|//script/@src|//img/@src|//form/@action")
        assert all(one.startswith("/") for one in loaded), page.path


def test_ids_are_unique_and_references_lead_somewhere(pages: list[Shown]):
    for page in pages:
        ids = page.tree.xpath("//@id")
        assert len(ids) == len(set(ids)), page.path
        named = " ".join(page.tree.xpath("//@aria-labelledby|//@aria-describedby|//label/@for")).split()
        assert set(named) <= set(ids), page.path


def test_each_form_that_changes_something_carries_the_token(pages: list[Shown]):
    for page in pages:
        for form in page.tree.xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrf']"), page.path


def test_each_table_is_named_and_its_headers_have_a_scope(pages: list[Shown]):
    for page in pages:
        assert not page.tree.xpath("//table[not(caption)]|//th[not(@scope)]"), page.path


def test_own_links_answer(pages: list[Shown], demo_client: TestClient):
    seen: set[str] = set()
    for page in pages:
        ids = set(page.tree.xpath("//@id"))
        for link in page.tree.xpath("//a/@href"):
            target, fragment = urldefrag(link)
            assert target or fragment in ids, (page.path, link)
            if not link.startswith(("http", "mailto:")) and target and target not in seen:
                seen.add(target)
                status = demo_client.get(urljoin(page.path, target), headers=HTML).status_code
                assert status == 200, (page.path, link)


def test_the_first_visit_stays_small(pages: list[Shown], demo_client: TestClient):
    for page in pages:
        parts = page.tree.xpath("//script/@src|//img/@src|//link[@rel='icon']/@href")
        loaded = sum(len(demo_client.get(part).content) for part in parts)
        assert len(page.text.encode()) + loaded < LIMIT, page.path


def test_an_empty_home_shows_every_page(client: TestClient):
    for path in addresses():
        assert client.get(path, headers=HTML).status_code == 200, path
