"""HTML of an Integreat page as lines: their text, links and what the picture in front of them tells."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from service.sources.integreat.words import integreat_words
from service.sources.plain import plain

_BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section "
    "summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG = frozenset(("b", "strong"))
_UNSEEN = frozenset(("script", "style", "template", "iframe", "object"))


@dataclass(frozen=True)
class Line:
    """A line of a page: `strong` stands out as a whole, `item` opens an item of a list, `kinds` are the pictures in it."""

    text: str
    heading: bool = False
    strong: bool = False
    item: bool = False
    links: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()


@dataclass
class _Open:
    """The line that is being put together."""

    pieces: list[str] = field(default_factory=list)
    weak: bool = False
    heading: bool = False
    item: bool = False
    links: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def read_lines(content: str) -> list[Line]:
    """The lines of a page that hold text or a link; nothing where the content is no HTML."""
    if not content.strip():
        return []
    try:
        root = html.fragment_fromstring(plain_markup(content), create_parent="div")
    except (etree.LxmlError, ValueError):
        return []
    return [line for line in _lines(root) if line.text or line.links]


def plain_markup(content: str) -> str:
    """The markup without characters that XML forbids."""
    return "".join(c for c in content if c in "\t\n\r" or ord(c) >= 32)


def _lines(root: html.HtmlElement) -> Iterator[Line]:
    """Walk the tree without recursion, since pages nest as deep as their authors like."""
    line = _Open()
    strong = headings = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else None
        ends = event != "start"
        if tag in _BLOCKS or tag == "br":
            yield _closed(line)
            line = _Open(heading=headings > 0, item=tag == "li" and not ends)
        if tag is not None:
            step = -1 if ends else 1
            strong += step * (tag in _STRONG)
            headings += step * (tag in _HEADINGS)
            line.heading = headings > 0 or (line.heading and bool(line.pieces))
            if not ends:
                _note(element, tag, line)
        text = element.tail if ends else element.text if tag not in _UNSEEN else None
        if text and (strip := text.strip()):
            line.weak |= not strong and any(c.isalnum() for c in strip)
        line.pieces.append(text or "")
    yield _closed(line)


def _note(element: html.HtmlElement, tag: str, line: _Open) -> None:
    if tag == "a" and element.get("href"):
        line.links.append(element.get("href").strip())
    if tag == "img":
        name = (element.get("src") or "").rpartition("/")[2].casefold()
        line.kinds |= {kind for kind, parts in integreat_words().icons.items() if any(part in name for part in parts)}


def _closed(line: _Open) -> Line:
    text = plain("".join(line.pieces), 2000)
    strong = bool(text) and not line.weak
    return Line(text, line.heading, strong, line.item, tuple(line.links), frozenset(line.kinds))
