"""Values of cells as the fields of Organisation want them; None for what is no such value."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from service.domain.names import folded
from service.sources.tables.column_words import column_words

_LISTED = re.compile(r"[,;/|\n]+")
_FRACTION = re.compile(r"(?<=\d{4})[.,]00?$")
_POSTCODE = re.compile(r"(?:D\s?[-–]\s?|DE-)?(\d{5})")
_TOWN = re.compile(r"(?:\bD\s?[-–]\s?|\bDE-)?\b(\d{5})\s+([^\d\n,;|()]{2,80})")
_DAYS = ("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d")
_CORRUPT = re.compile(r"\d{4}-\d\d-\d\d(?: .*)?")
#: Where places that a German municipality may name lie; beyond it degrees are swapped or in another grid.
_LATITUDES, _LONGITUDES = (34.0, 72.0), (-25.0, 46.0)
_SHORT_POSTCODE = 4


def says_nothing(text: str) -> bool:
    """Whether the value stands for an empty one ("-", "k.A."); never asked of names."""
    return not text or text.casefold() in column_words().blanks


def is_error(text: str) -> bool:
    """Whether a spreadsheet's formula failed here ("#NV")."""
    return text in column_words().errors


def key_digits(text: str) -> str:
    """A key or postcode without spaces and without the fraction that a spreadsheet gave it."""
    return _FRACTION.sub("", "".join(text.split()))


def postcode(text: str) -> str | None:
    """A postcode of five digits, without "D-"."""
    found = _POSTCODE.fullmatch(key_digits(text))
    return found.group(1) if found else None


def whole_postcode(text: str) -> str | None:
    """The postcode that a spreadsheet has probably taken the leading zero of; None where none is lost."""
    digits = key_digits(text)
    return f"0{digits}" if digits.isdecimal() and len(digits) == _SHORT_POSTCODE else None


def address_parts(text: str) -> dict[str, str]:
    """Street, postcode and place of an address in one cell; a street alone where no postcode stands in it."""
    lines = " \n".join(line.strip() for line in text.replace(";", "\n").splitlines() if line.strip())
    found = _TOWN.search(lines)
    if found is None:
        street = " ".join(lines.split())
        return {"street": street} if street and len(street) <= 200 else {}
    parts = {"postcode": found.group(1), "place": " ".join(found.group(2).split()).strip(" -–")}
    before = [part.strip(" ,-–") for part in re.split(r"[\n,]", lines[: found.start()]) if part.strip(" ,-–")]
    # The street is the part with a house number; without one it is the part before the town.
    street = next((part for part in reversed(before) if re.search(r"[^\d\s].*\d", part)), before[-1] if before else "")
    return parts | ({"street": " ".join(street.split())} if street else {})


def coordinates(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Degrees of latitude and longitude, with a decimal point or comma."""
    try:
        lat, lon = (float(text.replace(",", ".").strip(" °")) for text in (latitude, longitude))
    except ValueError:
        return None
    plausible = _LATITUDES[0] <= lat <= _LATITUDES[1] and _LONGITUDES[0] <= lon <= _LONGITUDES[1]
    return (lat, lon) if plausible else None


def listed(text: str) -> tuple[str, ...]:
    """The items of a list in one cell, each once."""
    return tuple(dict.fromkeys(item for item in _items(text) if not says_nothing(item)))


def _items(text: str) -> Iterator[str]:
    for item in _LISTED.split(text):
        yield " ".join(item.split())


def staffing(text: str) -> str | None:
    """The key of a stated staffing."""
    said = folded(" ".join(text.split()))
    words = column_words().staffing
    for key, phrases in words.items():
        if said == key or said in phrases:
            return key
    named = {key for key in ("volunteer", "paid") if any(phrase in said for phrase in words[key])}
    return "mixed" if len(named) > 1 else next(iter(named), None)


def day(text: str) -> str | None:
    """A date as YYYY-MM-DD."""
    stated = text.strip()
    try:
        return date.fromisoformat(stated[:10]).isoformat()
    except ValueError:
        pass
    for form in _DAYS:
        try:
            return datetime.strptime(stated, form).date().isoformat()
        except ValueError:
            continue
    return None


def house_number(text: str) -> str | None:
    """A house number; None where a spreadsheet made a day of it ("1-2")."""
    return None if _CORRUPT.fullmatch(text) else text
