"""What is read off the pages that WeasyPrint has made.

Imported by `engine` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from seriesbook.bleeding import bleeds
from seriesbook.sheets import Anchor, Box, Link, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import weasyprint

_PT_PER_PX = 0.75


def sheet_of(page: weasyprint.Page) -> Sheet:
    """Sizes of a page, and what is on it, in pt."""
    box = page._page_box
    left, top = box.content_box_x(), box.content_box_y()
    return Sheet(
        width=_pt(page.width),
        height=_pt(page.height),
        content=_box(left, top, box.width, box.height),
        margin_lines=tuple(_margin_lines(box.children)),
        bleeds=bleeds(page),
    )


def _box(left: float, top: float, width: float, height: float) -> Box:
    return Box(*(_pt(n) for n in (left, top, left + width, top + height)))


def _pt(pixels: float) -> float:
    """CSS pixels in pt, to a thousandth: what lies below is noise of floating point."""
    return round(pixels * _PT_PER_PX, 3)


def _margin_lines(children: Iterable[Any]) -> Iterator[Box]:
    for child in children:
        if isinstance(child, boxes.MarginBox):
            for box in child.descendants():
                if isinstance(box, boxes.LineBox) and box.width:
                    yield _box(box.position_x, box.position_y, box.width, box.height)


def anchors_of(pages: Iterable[weasyprint.Page]) -> Iterator[Anchor]:
    """Places that links can lead to, in pt from the upper left corner."""
    for number, page in enumerate(pages):
        for name, (x, y, *_) in page.anchors.items():
            yield Anchor(name, number, _pt(x), _pt(y))


def links_of(pages: Iterable[weasyprint.Page]) -> Iterator[Link]:
    """Links of pages, by page."""
    for number, page in enumerate(pages):
        for kind, target, *_ in page.links:
            yield Link(number, target, kind == "internal")
