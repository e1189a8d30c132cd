"""Trim sizes: by name, or as width × height with a unit."""

from __future__ import annotations

import re

from seriesbook.model import Trim

_UNITS = {
    "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0, '"': 72.0, "″": 72.0, "": 72.0,
}  # fmt: skip
# ISO 216 sizes, and the trade's names for common trims, in mm or in.
_NAMES = {
    "a4": "210x297mm", "a5": "148x210mm", "a6": "105x148mm", "b5": "176x250mm",
    "b6": "125x176mm", "letter": "8.5x11in", "half-letter": "5.5x8.5in", "digest": "5.5x8.5in",
    "us-trade": "6x9in", "trade": "6x9in", "royal": "6.14x9.21in", "pocket": "4.25x6.87in",
    "a-format": "110x178mm", "b-format": "129x198mm", "demy": "138x216mm",
}  # fmt: skip
_SIZE = re.compile(r"([\d.]+)\s*(in|mm|cm|pt|\"|″)?\s*[x×*]\s*([\d.]+)\s*(in|mm|cm|pt|\"|″)?")
_LENGTH = re.compile(r"([\d.]+)\s*(in|mm|cm|pt|\"|″)")
SMALLEST, LARGEST = 200.0, 1300.0


def parse_trim(text: str) -> Trim | None:
    """Size of a page in pt: `6x9in`, `148 x 210 mm`, `A5`; None if it is no size.

    A book page is between 200 pt (2.8 in) and 1300 pt (18 in) on each side.
    """
    words = text.strip().lower()
    match = _SIZE.fullmatch(_NAMES.get(words.replace(" ", "-"), words))
    if not match:
        return None
    unit = match[4] or match[2] or ""
    try:
        width, height = (round(float(side) * _UNITS[unit], 3) for side in (match[1], match[3]))
    except ValueError:
        return None
    if not all(SMALLEST <= side <= LARGEST for side in (width, height)):
        return None
    return Trim(width, height)


def parse_length(text: str) -> float | None:
    """A length in pt: `3mm`, `0.125in`; None if it is none."""
    match = _LENGTH.fullmatch(text.strip().lower())
    if not match or match[1].count(".") > 1 or match[1] == ".":
        return None
    return round(float(match[1]) * _UNITS[match[2]], 3)


def trim_names() -> tuple[str, ...]:
    """Names that a trim may be given by."""
    return tuple(_NAMES)
