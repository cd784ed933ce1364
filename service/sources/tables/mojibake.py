"""Letters that a program decoded twice ("MÃ¼nchen" for "München")."""

_SIGNS = ("Ã", "Â", "â€", "Å", "Ä")


def mended(text: str) -> str | None:
    """The text that was meant; None where it was not decoded twice."""
    if not any(sign in text for sign in _SIGNS):
        return None
    try:
        meant = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return meant if meant != text else None
