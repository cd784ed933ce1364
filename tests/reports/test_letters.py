"""Drafts of letters open as documents with headings, a language and a page for each."""

import io

import docx
from docx.oxml.ns import qn

from service.reports.letters import Letter, letters_as_docx
from service.reports.rows import rows_as_csv


def letter(name: str) -> Letter:
    return Letter(
        (name, "Amtsweg 1"), "[Datum]", f"Einladung an {name}", ("Guten Tag,", "wir laden ein."), ("Gruß", "")
    )


def test_each_letter_has_a_page_and_a_heading():
    names = ["Jobcenter", "<b>&amp;\x00\x0b Verein"]
    content = letters_as_docx("Einladungen", "Entwürfe", [letter(name) for name in names], "de-DE")
    document = docx.Document(io.BytesIO(content))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["Einladung an Jobcenter", "Einladung an <b>&amp; Verein"]
    broken = [one.text for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert broken == ["Jobcenter\nAmtsweg 1", "<b>&amp; Verein\nAmtsweg 1"]
    told = document.styles.element.findall(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert [one.get(qn("w:val")) for one in told] == ["de-DE"]
    assert document.core_properties.author == ""


def test_rows_never_begin_with_a_formula():
    assert rows_as_csv([["a", "=1+1"]]).decode("utf-8-sig") == "a;'=1+1\r\n"
