"""Mailboxes and numbers of offices told apart from those of persons."""

import pytest

from service.sources.contacts import is_functional, is_mobile, mailbox, telephone, website


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("info@verein.example", ""),
        ("ukrainehilfe@lra.example", "Landratsamt"),
        ("jobcenter-land.hofstrasse-11@jobcenter.example", ""),
        ("augsburg@hilfe.example", "Hilfe e.V. Augsburg"),
        ("offene-hilfen@verein.example", ""),
        ("bruecke@bruecke.example", "Verein"),
    ],
)
def test_mailboxes_of_offices(address: str, about: str):
    assert is_functional(address, about)


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("erika.muster@lra.example", "Landratsamt"),
        ("e.muster@lra.example", "Landratsamt"),
        ("muster.e@lra.example", "Landratsamt"),
        ("muster@verein.example", "Verein Brücke"),
        ("jago.schulan@lra.example", "Schulamt"),
        ("m.tafel@verein.example", "Verein"),
    ],
)
def test_mailboxes_of_persons(address: str, about: str):
    assert not is_functional(address, about)


def test_websites_have_a_scheme_and_a_host():
    assert website("www.verein.example") == "https://www.verein.example"
    assert website("http://verein.example/a?b=c") == "http://verein.example/a?b=c"
    for bad in (
        "example_com",
        "https://erika.muster@lra.example",
        "http://www.verein",
        "javascript:alert(1)",
        "http://[",
        "",
    ):
        assert website(bad) is None, bad


def test_numbers():
    assert telephone('"+49 999 / 123-45"') == "+49 999 / 123-45"
    assert telephone("nach Vereinbarung") is None
    assert telephone("110") is None
    assert is_mobile("+49 151 2345")
    assert is_mobile("0172/2345")
    assert not is_mobile("0821 2345")


def test_the_mailbox_of_a_text_is_found():
    assert mailbox("Per E-Mail: Info@Verein.example.") == "info@verein.example"
    assert mailbox("keine") is None
