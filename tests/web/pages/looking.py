"""What every page must satisfy, looked at in its tree."""

import re
from itertools import pairwise

import lxml.html
from fastapi.testclient import TestClient

HTML = {"accept": "text/html"}


def tree(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


def token(client: TestClient) -> str:
    client.get("/", headers=HTML)
    return client.cookies["wf_csrf"]


def sound(client: TestClient, path: str, status: int = 200) -> lxml.html.HtmlElement:
    """The page in German, after both languages were checked for headings, labels, tables and inline code."""
    pages = {}
    for language in ("de", "en"):
        answered = client.get(path, headers=HTML | {"accept-language": language})
        assert answered.status_code == status, answered.text[:500]
        pages[language] = tree(answered.text)
        assert pages[language].get("lang") == language
        _check(pages[language])
    return pages["de"]


def _check(page: lxml.html.HtmlElement) -> None:
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), ids
    labelled = set(page.xpath("//label/@for"))
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea | //progress"):
        assert control.get("id") in labelled, lxml.html.tostring(control)
    for table in page.xpath("//table"):
        assert table.xpath("./caption")
        assert all(cell.get("scope") for cell in table.xpath(".//th"))
    assert not page.xpath("//@style | //style | //script[not(@src)]")
    assert not [name for one in page.iter() for name in one.attrib if name.startswith(("on", "hx-on"))]
    for loaded in page.xpath("//script/@src | //link/@href | //img/@src"):
        assert re.match(r"/static/", loaded)
