"""Drafts of letters as DOCX: one letter a page, to be finished by hand."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service.reports.rows import printable


@dataclass(frozen=True)
class Letter:
    """A letter: whom it goes to, its date, subject, paragraphs and the lines at its end."""

    address: tuple[str, ...]
    date: str
    subject: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...]


def letters_as_docx(title: str, lead: str, letters: Sequence[Letter], language: str) -> bytes:
    """The letters in one document whose language ("de-DE") is set; `lead` stands on a page before them."""
    document = Document()
    _set_language(document, language)
    document.core_properties.title = printable(title)
    document.core_properties.author = ""
    document.add_heading(printable(title), 0)
    document.add_paragraph(printable(lead))
    for letter in letters:
        _add_letter(document, letter)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_letter(document: Any, letter: Letter) -> None:
    address = _lines(document, letter.address)
    address.paragraph_format.page_break_before = True
    document.add_paragraph(printable(letter.date))
    document.add_heading(printable(letter.subject), 1)
    for paragraph in letter.paragraphs:
        document.add_paragraph(printable(paragraph))
    _lines(document, letter.closing)


def _lines(document: Any, lines: Sequence[str]) -> Any:
    """Lines of one paragraph."""
    return document.add_paragraph("\n".join(printable(line) for line in lines))


def _set_language(document: Any, language: str) -> None:
    """The language of all text, so that screen readers and spelling know it."""
    document.core_properties.language = language
    properties = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), language)
    properties.append(told)
