"""How the same organisation is written on different lists: places, legal forms, spellings, functions, slips."""

import re
from random import Random

from service.domain.taxonomy import Role
from training.lexicons import Lexicons

_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_FLAT = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "Ä": "A", "Ö": "O", "Ü": "U"})
_REGISTERED = re.compile(r" e\. ?V\.?$")
_GENDERED = re.compile(r"eauftragte\b(?![rn*:/])")
_BEFORE = (
    "Leitung", "Leiter", "Vertretung", "Vertreter der", "Vertreterin", "Vorsitz", "Vorstand", "Geschäftsführung",
)  # fmt: skip
_BULLETS = ("- ", "• ", "* ", "1. ", "– ", "3) ")
#: Spheres whose bodies are written with the town or Kreis they belong to.
_PUBLIC = {"administration"}
_OWN_NAME = {"municipal_leadership", "neighbouring_municipality", "council_politics"}


def vary(name: str, role: Role, lexicons: Lexicons, rng: Random) -> str:
    """The name as some list might have it; half of the names stay as they are."""
    if rng.random() < 0.5:
        return name
    name = with_owner(name, role, lexicons, rng) if rng.random() < 0.25 else with_place(name, lexicons, rng)
    return misspelled(restyled(name, rng), rng)


def with_owner(name: str, role: Role, lexicons: Lexicons, rng: Random) -> str:
    """An office with the town or Kreis it belongs to before or behind it; other names are unchanged."""
    if role.sphere not in _PUBLIC or role.key in _OWN_NAME:
        return name
    if rng.random() < 0.6:
        owner = rng.choice(("Stadt ", "Stadtverwaltung ", "Gemeinde ")) + rng.choice(lexicons.places["town"])
    else:
        owner = rng.choice(("Landratsamt ", "Kreisverwaltung ", "Landkreis ")) + rng.choice(lexicons.places["region"])
    form = rng.choice(
        ("{owner}, {name}", "{owner} – {name}", "{name} der {owner}", "{name}, {owner}", "{owner}: {name}")
    )
    return form.format(owner=owner, name=name)


def with_place(name: str, lexicons: Lexicons, rng: Random) -> str:
    """With a chance of a third, a town behind the name."""
    if rng.random() > 0.33:
        return name
    form = rng.choice(("{name} {town}", "{name}, {town}", "{name} ({town})", "{name} in {town}"))
    return form.format(name=name, town=rng.choice(lexicons.places["town"]))


def restyled(name: str, rng: Random) -> str:
    """Legal form, gendered function, function before the name, bullet, capitals: at most one of them."""
    match rng.randrange(12):
        case 0 | 1:
            bare = _REGISTERED.sub("", name)
            return bare if bare != name else f"{name} {rng.choice(('e.V.', 'e. V.', 'eV', 'gGmbH'))}"
        case 2:
            return _GENDERED.sub(lambda _: f"eauftragte{rng.choice(('r', '*r', '/r', ':r'))}", name)
        case 3:
            return f"{rng.choice(_BEFORE)} {name}"
        case 4:
            return rng.choice(_BULLETS) + name
        case 5:
            return name.upper() if rng.random() < 0.5 else name.lower()
        case 6:
            return name.replace("-", " ") if "-" in name else name.replace(" ", "-", 1)
        case _:
            return name


def misspelled(name: str, rng: Random) -> str:
    """Now and then umlauts written out or left out, or one letter dropped, doubled or swapped."""
    chance = rng.random()
    if chance < 0.08:
        return name.translate(_ASCII if chance < 0.06 else _FLAT)
    if chance > 0.08 + 0.06 or len(name) < 6:
        return name
    at = rng.randrange(1, len(name) - 1)
    slip = rng.randrange(3)
    if slip == 0:
        return name[:at] + name[at + 1 :]
    if slip == 1:
        return name[:at] + name[at] + name[at:]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
