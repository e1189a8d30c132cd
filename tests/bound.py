"""Laid-out documents bound into a PDF as a book's are, with nothing around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.spool import Spool
from seriesbook.writers.pdf.assembly import Assembly
from seriesbook.writers.pdf.boxes import Finish
from seriesbook.writers.pdf.codec import fragment, pack
from seriesbook.writers.pdf.folios import Layer
from seriesbook.writers.pdf.heads import destinations
from seriesbook.writers.pdf.pagination import Side
from seriesbook.writers.pdf.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.rendition import Font
    from seriesbook.typeset import Layout


def bound(layouts: Sequence[Layout], fonts: Sequence[Font]) -> bytes:
    """A PDF of all pages, in order; all of the size of the first."""
    fragments = {str(n): fragment(Spool().keep(pack(made))) for n, made in enumerate(layouts)}
    sides = [
        Side("display", "D", index + 1, name, index)
        for name, made in fragments.items()
        for index in range(len(made.sheets))
    ]
    first = layouts[0].sheets[0]
    size = (first.width, first.height)
    plan = Plan(
        sides=sides,
        layouts=fragments,
        layer=Layer({}, {}),
        over=[()] * len(sides),
        where=destinations(fragments, sides),
        gutter=0,
        fonts=fonts,
        size=size,
    )
    book = Assembly(plan, Finish(size))
    book.write_pages()
    book.frame.docinfo["/Title"] = "A book"
    return book.finished().read()
