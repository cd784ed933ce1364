"""Numbers that stand in an address."""


def whole_number(text: str, default: int, low: int, high: int) -> int:
    """The number that a text tells, moved into its bounds; the default where it tells none."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        return default
    return min(max(int(plain), low), high)
