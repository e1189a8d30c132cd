"""Everything that a finished PDF is put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seriesbook.model import Font
    from seriesbook.typeset import Layout
    from seriesbook.writers.pdf.folios import Layer
    from seriesbook.writers.pdf.heads import Place
    from seriesbook.writers.pdf.pagination import Side


@dataclass(frozen=True, slots=True)
class Plan:
    """A book whose pages have their places.

    Attributes:
        sides: the book's pages in order.
        layouts: fragments by name.
        layer: sheets of heads and folios.
        where: position and point in pt of each id.
        gutter: how far text moves outwards, in pt.
        fonts: all that the layouts may be set in.
        fixed: positions of pages that bleed, which stay where they are.
        size: width and height of a page in pt, for blanks.
    """

    sides: Sequence[Side]
    layouts: Mapping[str, Layout]
    layer: Layer
    where: Mapping[str, Place]
    gutter: float
    fonts: Sequence[Font]
    size: tuple[float, float]
    fixed: frozenset[int] = frozenset()

    def offset(self, position: int) -> float:
        """How far a page's text moves, in pt: rectos to the right, versos to the left."""
        if position in self.fixed:
            return 0.0
        return -self.gutter if position % 2 else self.gutter
