"""How far pages move towards their outside edge, so that the binding swallows no text.

Pages are laid out with equal side margins, whatever side they will fall on; the shift is the
only thing about a page that depends on the book's length.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.typeset import Sheet

_INCH = 72.0
# Room beside what the printer demands, and what must stay outside (IngramSpark and Lulu: 0.5 in).
_COMFORT = 0.125 * _INCH
_OUTSIDE = 0.5 * _INCH


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[int, float], ...]:
    file = resources.files("seriesbook") / "data" / "printers" / "kdp.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple((row["pages"], row["margin"] * _INCH) for row in data["inside"])


def least_inside(pages: int) -> float:
    """Least inside margin in pt for a book of so many pages (data/printers/kdp.toml)."""
    table = _table()
    return next((margin for most, margin in table if pages <= most), table[-1][1])


def side_margin(sheets: Iterable[Sheet]) -> float:
    """The side margin in pt that most pages have; the smaller one where the sides differ."""
    counts = Counter(
        round(min(sheet.content.left, sheet.width - sheet.content.right), 3) for sheet in sheets
    )
    return max(counts, key=lambda margin: (counts[margin], -margin), default=0.0)


def shift(margin: float, pages: int) -> float:
    """How far text moves outwards, in pt, from equal side margins of `margin` pt."""
    wanted = least_inside(pages) + _COMFORT - margin
    return round(max(0.0, min(wanted, margin - _OUTSIDE)), 3)
