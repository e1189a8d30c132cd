"""Boxes that have no decoration, and lines of nothing but text, passed over in few steps.

WeasyPrint asks every box of a page in turn for its background, its outline, the links on it and
its place in the stack. Nearly all boxes of a book are lines of text, which have none of these.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from weasyprint import anchors, draw, stacking
from weasyprint.css import AnonymousStyle
from weasyprint.draw import border
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background

from seriesbook.shortcuts.boxes import is_square
from seriesbook.shortcuts.drawing import draw_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_layout_box_backgrounds = background.layout_box_backgrounds
_draw_outline = border.draw_outline
_gather_anchors = anchors.gather_anchors
_dispatch = stacking._dispatch
_draw_inline_level = draw.draw_inline_level

_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
# What WeasyPrint sets of a box without a background and with square corners.
_NOTHING: Mapping[str, Any] = MappingProxyType(
    {"background": None} | {f"border_{corner}_radius": (0, 0) for corner in _CORNERS}
)


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, *others: Any, **named: Any
) -> None:
    """As WeasyPrint's function of this name: set the backgrounds of a box and those in it."""
    own = others or named or box is page or not isinstance(box, boxes.Box)
    if own or not is_bare(box.style):
        _layout_box_backgrounds(page, box, get_image, *others, **named)
        return
    box.__dict__.update(_NOTHING)
    for child in box.all_children():
        layout_box_backgrounds(page, child, get_image)


def draw_outline(stream: Any, box: Any) -> None:
    """As WeasyPrint's function of this name: draw the outlines of a box and those in it."""
    if not is_bare(box.style):
        _draw_outline(stream, box)
        return
    for child in box.children:
        if isinstance(child, boxes.Box) and (child.children or not is_bare(child.style)):
            draw_outline(stream, child)


def gather_anchors(box: Any, *others: Any) -> None:
    """As WeasyPrint's function of this name: find what a box and those in it link to and from."""
    if not is_plain_line(box) or box.element_tag == "form":
        _gather_anchors(box, *others)


def dispatch(box: Any, *others: Any) -> Any:
    """As WeasyPrint's `_dispatch`: what stands for a box in the stack of its page."""
    return box if is_plain_line(box) else _dispatch(box, *others)


def draw_inline_level(
    stream: Any, page: Any, box: Any, offset: float = 0, *others: Any, **named: Any
) -> None:
    """As WeasyPrint's function of this name: draw a line, or a box in one."""
    if not (is_plain_line(box) and is_bare(box.style) and len(box.children) == 1):
        _draw_inline_level(stream, page, box, offset, *others, **named)
        return
    (child,) = box.children
    with stream.marked(child, "Span"):
        shift = offset + child.position_x - box.position_x
        draw_text(stream, child, shift, box.text_overflow, box.block_ellipsis)


def is_plain_line(box: Any) -> bool:
    """Whether a box is a line of nothing but text that no rule is about."""
    if type(box) is not boxes.LineBox or not isinstance(box.style, AnonymousStyle):
        return False
    for child in box.children:  # a loop: asked some ten times for each line of a book
        if type(child) is not boxes.TextBox or not isinstance(child.style, AnonymousStyle):
            return False
    return True


def is_bare(style: Any) -> bool:
    """Whether boxes of a style have no background, no shadow, no outline and square corners."""
    known: bool | None = style.__dict__.get("bare")
    if known is None:
        known = style.bare = _is_bare(style)
    return known


def _is_bare(style: Any) -> bool:
    return (
        is_square(style)
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] == "visible"
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
        and not (style["outline_width"] and get_color(style, "outline_color").alpha)
    )
