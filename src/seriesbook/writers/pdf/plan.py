"""Everything that a finished PDF is put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from seriesbook.rendition import Font
    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.folios import Layer, Sheet
    from seriesbook.writers.pdf.heads import Place
    from seriesbook.writers.pdf.pagination import Side


@dataclass(frozen=True, slots=True)
class Plan:
    """A book whose pages have their places.

    Attributes:
        sides: the book's pages in order.
        layouts: fragments by name.
        layer: sheets of heads and folios.
        over: for each page the sheets that are laid over it.
        where: position and point in pt of each id.
        gutter: how far text moves outwards, in pt.
        fonts: all that the layouts may be set in.
        fixed: positions of pages that bleed, which stay where they are.
        size: width and height of a page in pt, for blanks.
        direction: `rtl` for a book bound on the right.
    """

    sides: Sequence[Side]
    layouts: Mapping[str, Fragment]
    layer: Layer
    over: Sequence[tuple[Sheet, ...]]
    where: Mapping[str, Place]
    gutter: float
    fonts: Sequence[Font]
    size: tuple[float, float]
    fixed: frozenset[int] = frozenset()
    direction: str = "ltr"

    def offset(self, position: int) -> float:
        """How far a page's text moves to the right, in pt: always away from the binding.

        Rectos are right-hand pages in a book that runs from left to right, and left-hand pages
        in one that runs from right to left.
        """
        if position in self.fixed:
            return 0.0
        to_the_right = (position % 2 == 0) == (self.direction == "ltr")
        return self.gutter if to_the_right else -self.gutter

    def height(self, position: int) -> float:
        """Height of a page in pt."""
        side = self.sides[position]
        return self.layouts[side.name].sheets[side.index].height if side.name else self.size[1]
