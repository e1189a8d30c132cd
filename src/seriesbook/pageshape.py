"""The shape of a printed page: from a theme's wishes and an edition's trim to type and margins.

A line of text holds some 60 to 67 letters (Bringhurst: 45 to 75), which is a number of ems; so a
wide page gets wider margins, and on a narrow one the type gets smaller. The text block is a whole
number of lines high, so that facing pages end level. Side margins are equal: assembly moves pages
outwards when the thickness of the book is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor
from typing import TYPE_CHECKING, Literal

from seriesbook.model import Trim

if TYPE_CHECKING:
    from seriesbook.leadin import Manner

_EDGE = 36.0  # pt; printers want heads and folios half an inch from the edge
_STEP = 0.25  # pt; sizes and leadings are multiples of it
# Arabic letters go far below the line, ideographs fill their body: leading in sizes, at least.
_WIDE_LEADING, _WIDE = frozenset({"ar", "fa", "ur", "zh", "ja", "ko"}), 1.5
# What code is indented by, and how wide its letters are (Source Code Pro), in ems of its size.
_CODE_INDENT, _CODE_LETTER = 1.5, 0.6


@dataclass(frozen=True, slots=True)
class PageStyle:
    """What a theme wants of a page ([page] in theme.toml).

    Attributes:
        size: of the text, in pt; on a small page it may shrink to `smallest`.
        leading: from line to line, in sizes.
        narrowest, widest: width of a line, in sizes.
        sides: least side margin, in widths of the page.
        top, bottom: least margins, in heights of the page.
        code: size of code, in sizes of the text.
        trim: page size where an edition names none.
        openings: whether sections begin on a right page, or on the next.
        lead_in: how an essay's first words are set.
        versal: how many lines high a versal is.
        multiple: what the number of pages must divide by: 4 for sheets folded once.
    """

    size: float = 12.0
    smallest: float = 10.0
    leading: float = 1.25
    narrowest: float = 24.5
    widest: float = 27.5
    sides: float = 0.125
    top: float = 0.1
    bottom: float = 0.11
    code: float = 0.75
    trim: Trim = Trim(432.0, 648.0)
    openings: Literal["recto", "next"] = "recto"
    lead_in: Manner = "none"
    versal: int = 3
    multiple: Literal[2, 4, 8, 16] = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """A page's measures in pt; `lines` is how many lines it holds, `code` a line of code."""

    trim: Trim
    size: float
    leading: float
    top: float
    side: float
    bottom: float
    lines: int
    code_size: float

    @property
    def width(self) -> float:
        """Width of the text."""
        return self.trim.width - 2 * self.side

    @property
    def code_columns(self) -> int:
        """Characters that a line of code has room for."""
        em = self.code_size
        return floor((self.width - _CODE_INDENT * em) / (_CODE_LETTER * em) + 1e-6)


def leaded(style: PageStyle, language: str) -> PageStyle:
    """A theme's page with the leading that a language needs, as scripts-print.css sets it."""
    if language.partition("-")[0] not in _WIDE_LEADING:
        return style
    return replace(style, leading=max(style.leading, _WIDE))


def shape(style: PageStyle, trim: Trim) -> Shape:
    """Fit a theme's page to a trim."""
    room = trim.width - 2 * max(style.sides * trim.width, _EDGE)
    size = max(min(style.size, _stepped(room / style.narrowest)), style.smallest)
    leading = _stepped(size * style.leading + _STEP / 2)
    side = round((trim.width - min(room, style.widest * size)) / 2, 3)
    # A head and a folio stand one line away from the text.
    top = max(style.top * trim.height, _EDGE + 2 * leading)
    least = max(style.bottom * trim.height, _EDGE + 2 * leading)
    lines = floor((trim.height - top - least) / leading + 1e-6)
    bottom = round(trim.height - top - lines * leading, 3)
    return Shape(trim, size, leading, round(top, 3), side, bottom, lines, size * style.code)


def _stepped(length: float) -> float:
    return floor(length / _STEP + 1e-6) * _STEP


def page_css(page: Shape, bleed: float = 0.0) -> str:
    """A page's measures as CSS, which goes before a theme's own."""
    bleeds = f"; bleed: {bleed:g}pt" if bleed else ""
    return (
        f"@page {{ size: {page.trim.width:g}pt {page.trim.height:g}pt;"
        f" margin: {page.top:g}pt {page.side:g}pt {page.bottom:g}pt{bleeds} }}\n"
        f":root {{ font-size: {page.size:g}pt; line-height: {page.leading:g}pt;"
        f" --lines: {page.lines}; --code-size: {page.code_size:g}pt; --bleed: {bleed:g}pt;"
        f" --page-width: {page.trim.width:g}pt; --page-height: {page.trim.height:g}pt;"
        f" --page-top: {page.top:g}pt; --page-side: {page.side:g}pt }}\n"
    )
