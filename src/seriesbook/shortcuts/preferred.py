"""Widths and heights that follow from what is known already."""

from __future__ import annotations

from typing import Any

from weasyprint.layout import page, preferred
from weasyprint.text import line_break

_shrink_to_fit = preferred.shrink_to_fit
_strut = line_break.strut
_outer = page.HorizontalBox.outer


def shrink_to_fit(context: Any, box: Any, available_content_width: float) -> float:
    """As WeasyPrint's function of this name: the width that the content of a box takes.

    Where all of it fits on a line, that it could be broken narrower does not matter.
    """
    width: float = preferred.max_content_width(context, box, outer=False)
    if available_content_width >= width:
        return width
    least: float = preferred.min_content_width(context, box, outer=False)
    return min(max(least, available_content_width), width)


def _set_outer(self: Any, width: float) -> None:
    """As WeasyPrint sets the width of a margin box; see `shrink_to_fit`."""
    if width - self.sugar >= self.max_content_size:
        self.inner = self.max_content_size
    else:
        _outer.fset(self, width)


outer = property(_outer.fget, _set_outer)


def strut(style: Any) -> tuple[float, float]:
    """As WeasyPrint's function of this name: height and baseline of a style's lines.

    WeasyPrint writes down what the style says of its font to find what it has worked out before.
    """
    known: tuple[float, float] | None = style.__dict__.get("strut")
    if known is None:
        known = style.strut = _strut(style)
    return known
