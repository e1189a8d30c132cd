"""ISBNs: ISO 2108, with its check digit."""

from __future__ import annotations


def digits_of(text: str) -> str:
    """An ISBN without hyphens, spaces and prefix."""
    text = text.upper().removeprefix("URN:ISBN:").removeprefix("ISBN")
    return "".join(char for char in text if char.isdecimal() or char == "X")


def is_isbn(text: str) -> bool:
    """Whether a text is an ISBN-13 or ISBN-10 with a right check digit."""
    code = digits_of(text)
    if len(code) == 13 and code.isdecimal() and code.startswith(("978", "979")):
        return sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(code)) % 10 == 0
    if len(code) == 10 and code[:9].isdecimal():
        values = [10 if d == "X" else int(d) for d in code]
        return sum(value * (10 - n) for n, value in enumerate(values)) % 11 == 0
    return False
