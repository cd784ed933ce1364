"""Websites, mailboxes and telephone numbers of offices; those of persons are told apart and never kept."""

import functools
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from service.domain.names import folded
from service.sources.files import read_yaml
from service.sources.shipped import import_words

_ADDRESS = re.compile(r"[A-Za-z0-9äöüÄÖÜß._%+-]{1,64}@(?:[A-Za-z0-9äöüÄÖÜß-]+\.)+[A-Za-z]{2,24}")
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d]{2,24}\.?(?::\d{1,5})?")
_NUMBER = re.compile(r"\+?[\d\s()/.–-]+")
_MOBILE = re.compile(r"(?:\+49|0049|0)1[567]")
_PARTS = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class MailboxWords:
    """Words that make a mailbox functional, as a whole part of it or within one."""

    whole: frozenset[str]
    within: tuple[str, ...]


@functools.cache
def mailbox_words() -> MailboxWords:
    """The words of data/imports/contacts.yaml; raises DataDamaged."""
    words: MailboxWords = read_yaml(import_words("contacts.yaml"), TypeAdapter(MailboxWords))
    return words


def website(text: str) -> str | None:
    """The address of a website, with its scheme; None where it is none, or a mailbox in disguise."""
    address = "".join(text.split()).rstrip(".,;")
    if address.lower().startswith("www."):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = parts.netloc.lower().removeprefix("www.")
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    return address


def mailbox(text: str) -> str | None:
    """The first e-mail address in a text."""
    found = _ADDRESS.search(text)
    return found.group().lower() if found else None


def is_functional(address: str, about: str) -> bool:
    """Whether the mailbox is an office's; `about` is the organisation's name and place, whose words count as functional."""
    known = set(re.findall(r"[a-z]{3,}", folded(about)))
    local, _, domain = folded(address).partition("@")
    parts = [part for part in _PARTS.split(local) if part]
    # "solwodi@solwodi.de" is the office's as well.
    if local == domain.rpartition(".")[0]:
        return True
    # Two words may be somebody's names, which can hold any syllable: one must be such a word, or end with it.
    names = len(parts) == 2 and "." in local
    if names and any(len(part) == 1 for part in parts):
        return False
    return any(_is_office(part, known, loosely=not names) for part in parts)


def _is_office(part: str, known: set[str], loosely: bool) -> bool:
    words = mailbox_words()
    if part in words.whole or part in known:
        return True
    if loosely:
        return any(word in part for word in words.within) or _joins(part, known)
    return any(part.endswith((word, f"{word}n", f"{word}en")) for word in words.within)


def _joins(part: str, known: set[str]) -> bool:
    """Whether a part of a mailbox is put together from words of the name ("lebenshilfeaugsburg")."""
    return len(part) > 5 and any(len(word) > 4 and part.startswith(word) for word in known)


def telephone(text: str) -> str | None:
    """A telephone number as it is written, without quotes; None where the text is none."""
    number = " ".join(text.strip(" \"'").split())
    if not _NUMBER.fullmatch(number) or not 5 <= sum(c.isdigit() for c in number) <= 17:
        return None
    return number


def is_mobile(number: str) -> bool:
    """Whether a German number is one of a mobile phone, which somebody carries."""
    return bool(_MOBILE.match(re.sub(r"[^\d+]", "", number)))
