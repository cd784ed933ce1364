"""Contact blocks of a page: the name of an organisation with the address, telephone, mailbox and website below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.domain.names import folded
from service.sources.contacts import is_functional, is_mobile, mailbox, telephone, website
from service.sources.integreat.lines import Line
from service.sources.integreat.names import clean_name, folded_words, is_person, name_in_heading, part_name
from service.sources.integreat.words import integreat_words

_PLACE = re.compile(
    r"\b(\d{5})\s+([A-ZÄÖÜ][a-zäöüß]+(?:(?: (?:am|an der|an|im|in|bei|ob der|vor der))?[ -][A-ZÄÖÜ][a-zäöüß]+)*)"
)
_STREET = re.compile(r"[^\W\d][^,;:@]*?[\s.]\s?\d{1,4}\s?[a-zA-Z]?(?:\s?[-+/–]\s?\d{1,4}\s?[a-z]?)?")
_NUMBER = re.compile(r"(?:\+|\(0|0)[\d\s()/.–-]{5,24}\d")
_TWO_NAMES = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ][a-zäöüß]+|\([A-ZÄÖÜ][a-zäöüß]+\)")
_BRACKETS = re.compile(r"\([^()]*\)")
_SEAT = ("street", "postcode", "place")
_OTHER_SITES = ("integreat", "google.", "goo.gl", "openstreetmap", "facebook.", "instagram.", "youtube.")

#: So many lines may stand between a name and its contact, and between two lines of a contact.
_AFTER_HEADING, _AFTER_NAME, _BETWEEN = 25, 3, 2
_LONGEST_CONTACT = 220


@dataclass
class Block:
    """An organisation's name on a page and what stands below it; `left_out` counts what belongs to persons."""

    name: str
    patience: int
    values: dict[str, str] = field(default_factory=dict)
    has_contact: bool = False
    personal: bool = False
    held_phone: str | None = None
    left_out: int = 0

    @property
    def complete(self) -> bool:
        """Whether the block tells how the organisation is reached."""
        return not self.values.keys().isdisjoint(("street", "postcode", "phone", "email"))


def read_blocks(title: str, lines: Sequence[Line]) -> Iterator[Block]:
    """The contact blocks of a page in their order; a contact without a name is the one of an organisation in the title."""
    named = clean_name(title)
    block: Block | None = None
    above = Line("")
    for line in lines:
        prefix, values = _contact(line, above)
        name = (clean_name(prefix) if block is None or block.has_contact else None) if values else _name(line)
        if name:
            ended, block = _start(name, line, block)
        else:
            ended, block = _ended(block, line, values)
        if ended:
            yield ended
        if block is None and values and named and integreat_words().contact_words & set(folded_words(above.text)):
            block, named = Block(named, _BETWEEN), None
        if block:
            _add(block, line, values)
        above = line
    if block and block.complete:
        yield block


def _ended(block: Block | None, line: Line, values: dict[str, str]) -> tuple[Block | None, Block | None]:
    """The block that ends before the line, if it is complete, or the one that goes on."""
    if block is None or (block.patience >= 0 and (values or not _is_border(block, line))):
        return None, block
    return (block if block.complete else None), None


def _is_border(block: Block, line: Line) -> bool:
    """Whether what stands out is the next name, one that is not known as an organisation's."""
    return line.heading or (line.strong and block.has_contact and not line.kinds and not is_person(line.text))


def _name(line: Line) -> str | None:
    if line.kinds - {"address"}:
        return None
    return clean_name(line.text) or (name_in_heading(line.text) if line.heading else None)


def _start(name: str, line: Line, last: Block | None) -> tuple[Block | None, Block]:
    """The block that ends here, if it is complete, and the one that begins; of two names in a row one is meant."""
    if last and not last.has_contact and last.patience >= _AFTER_NAME - 1 and not line.heading:
        name = _of_two(last.name, name)
    fresh = Block(name, _AFTER_HEADING if line.heading or line.strong else _AFTER_NAME)
    own = [link for link in line.links if _own_site(link)]
    if own and "address" not in line.kinds:
        fresh.values["website"] = own[0]
    return (last if last and last.complete else None), fresh


def _of_two(first: str, second: str) -> str:
    """The name that is meant by two in a row: not the body that runs the other, unless the other is a mere service."""
    if not _is_umbrella(second) or _is_umbrella(first):
        return second
    return first if len(folded_words(first)) > 1 else f"{second}, {first}"


def _is_umbrella(name: str) -> bool:
    line = f" {' '.join(folded_words(name))} "
    return any(f" {word} " in line for word in integreat_words().umbrellas)


def _add(block: Block, line: Line, values: dict[str, str]) -> None:
    """Take what the line tells into the block; what belongs to a person is counted and left out."""
    if not values:
        if "person" in line.kinds or (not line.item and clean_name(line.text) is None and is_person(line.text)):
            block.personal = True
            block.left_out += 1
        elif not block.has_contact and block.name and (part := part_name(line.text)):
            block.name = f"{block.name}, {part}" if part.casefold() not in block.name.casefold() else block.name
        block.patience -= 1
        return
    block.has_contact = True
    block.patience = _BETWEEN
    if "postcode" in values and "postcode" not in block.values:
        block.values |= {name: values[name] for name in _SEAT if name in values}
    for name in ("phone", "email", "website"):
        if name in values:
            _take(block, name, values[name], line.text)


def _take(block: Block, name: str, value: str, text: str) -> None:
    if name == "email":
        about = f"{block.name} {block.values.get('place', '')}"
        if not is_functional(value, about):
            block.left_out += 1
            block.held_phone = None
        elif "email" not in block.values:
            block.values["email"] = value
            if block.held_phone:
                block.values.setdefault("phone", block.held_phone)
    elif name == "phone":
        if is_mobile(value) or _TWO_NAMES.search(text.replace(value, "")):
            block.left_out += 1
        elif block.personal and "email" not in block.values:
            block.held_phone = block.held_phone or value
        elif not block.personal:
            block.values.setdefault("phone", value)
    else:
        block.values.setdefault(name, value)


def _contact(line: Line, above: Line) -> tuple[str, dict[str, str]]:
    """What a line tells of a contact, and the text before the address, where the name may stand."""
    if len(line.text) > _LONGEST_CONTACT or "tip" in line.kinds:
        return "", {}
    values: dict[str, str] = {}
    prefix = ""
    located = _PLACE.search(line.text)
    if located:
        prefix, values = _address(line.text[: located.start()], above)
        values |= {"postcode": located[1], "place": located[2]}
    address = mailbox(line.text) or next((mailbox(link) for link in line.links if "mailto:" in link), None)
    if address:
        values["email"] = address
    if "phone" in line.kinds or any(link.startswith("tel:") for link in line.links) or _says_phone(line.text):
        values |= _phone(line)
    sites = [link for link in line.links if _own_site(link)]
    if "website" in line.kinds and (site := next(iter(sites), None) or website(line.text)):
        values["website"] = site
    return prefix, values


def _says_phone(text: str) -> bool:
    return folded(text).startswith(("tel", "fon"))


def _phone(line: Line) -> dict[str, str]:
    found = _NUMBER.search(line.text)
    number = telephone(found.group()) if found else None
    return {"phone": number} if number else {}


def _own_site(link: str) -> bool:
    return website(link) is not None and not any(site in link.partition("?")[0].casefold() for site in _OTHER_SITES)


def _address(before: str, above: Line) -> tuple[str, dict[str, str]]:
    """Split the text before a postcode into what may be a name and the street, which may stand on the line above."""
    plain_text = _BRACKETS.sub("", before.rpartition(":")[2])
    parts = [part.strip(" .,/") for part in plain_text.split(",")]
    for number in reversed(range(len(parts))):
        if _STREET.fullmatch(parts[number]) or _is_street(parts[number]):
            return ", ".join(parts[:number]), {"street": parts[number]}
    street = above.text if _STREET.fullmatch(above.text) and not above.kinds else ""
    return plain_text.strip(" ,"), {"street": street} if street else {}


def _is_street(text: str) -> bool:
    return folded(text).rstrip(".").endswith(integreat_words().streets) and len(text) < 60
