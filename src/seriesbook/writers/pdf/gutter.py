"""How far pages move towards their outside edge, so that the binding swallows no text.

Pages are laid out with equal side margins, whatever side they will fall on; the shift is the
only thing about a page that depends on the book's length. Only where the margins can't hold both
what the printer wants inside and what he wants outside is the book set again with wider ones.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from seriesbook.printers import Printer
    from seriesbook.sheets import Sheet
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.pagination import Side

# Room beside what the printer demands inside.
_COMFORT = 9.0


def side_margin(sheets: Iterable[Sheet]) -> float:
    """The side margin in pt that most pages have; the smaller one where the sides differ."""
    counts = Counter(
        round(min(sheet.content.left, sheet.width - sheet.content.right), 3) for sheet in sheets
    )
    return max(counts, key=lambda margin: (counts[margin], -margin), default=0.0)


def shift(margin: float, pages: int, press: Printer, bleed: float = 0.0) -> float:
    """How far text moves outwards, in pt, from equal side margins of `margin` pt."""
    wanted = press.least_inside(pages) + _COMFORT - margin
    return round(max(0.0, min(wanted, margin - press.least_outside(bleed))), 3)


def lacking(margin: float, pages: int, press: Printer, bleed: float = 0.0) -> float:
    """How much wider each side margin must be for what the printer wants, in pt; 0 if it is."""
    wanted = press.least_inside(pages) + press.least_outside(bleed)
    return round(max(0.0, wanted / 2 - margin), 3)


def margin_of(layouts: Mapping[str, Fragment], sides: Iterable[Side]) -> float:
    """Side margin of the pages that carry text; of all pages in a book of display pages."""
    sheets = [(side, layouts[side.name].sheets[side.index]) for side in sides if side.name]
    text = [sheet for side, sheet in sheets if side.kind != "display"]
    return side_margin(text or [sheet for _, sheet in sheets])
