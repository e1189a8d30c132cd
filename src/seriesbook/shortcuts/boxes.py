"""Used values and page styles that were worked out before."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as pages
from weasyprint.layout import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIDES = ("top", "right", "bottom", "left")
_SET = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
# Containing blocks whose results a style keeps.
_MOST = 32
# https://www.w3.org/TR/css-page-3/#margin-boxes
_MARGIN_BOXES = tuple(
    f"@{name}"
    for name in (
        "top-left-corner top-left top-center top-right top-right-corner right-top right-middle "
        "right-bottom bottom-right-corner bottom-right bottom-center bottom-left "
        "bottom-left-corner left-bottom left-middle left-top"
    ).split()
)
_NO_SIDES: frozenset[str] = frozenset()
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_NOTHING = frozenset({"normal", "inhibit", "none"})
_IN_FLOW = ("static", "relative")

_resolve_percentages = percent.resolve_percentages
_set_page_type_computed_styles = pages.set_page_type_computed_styles
_make_margin_boxes = pages.make_margin_boxes
_is_in_normal_flow = boxes.Box.is_in_normal_flow
_init = boxes.Box.__init__
_copy_with_children = boxes.ParentBox.copy_with_children
_reset_spacing = boxes.ParentBox._reset_spacing


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """As WeasyPrint's function of this name: set the used values of a box.

    They follow from the box's style and the size of the block around it.
    """
    if isinstance(containing_block, boxes.Box):
        size = containing_block.width, containing_block.height
    else:
        size = containing_block
    style = box.style
    if style["border_collapse"] == "collapse":
        _resolve_percentages(box, containing_block)
        return
    known = style.__dict__.setdefault("used", {})
    key = (size, isinstance(box, boxes.PageBox))
    values = known.get(key)
    if values is not None:
        box.__dict__.update(values)
        return
    _resolve_percentages(box, containing_block)
    if len(known) < _MOST:
        known[key] = {name: getattr(box, name) for name in _SET}


def is_in_normal_flow(self: Any) -> bool:
    """As WeasyPrint's method of this name; what no rule takes out of the flow is told at once."""
    style = self.style
    return (style["float"] == "none" and style["position"] in _IN_FLOW) or _is_in_normal_flow(self)


def init(self: Any, tag: str, style: Any, element: Any) -> None:
    """As WeasyPrint's `Box.__init__`; square boxes share the set of sides that were cut off.

    It is asked for round corners alone, and a set for each box is a sixth of what boxes take.
    """
    _init(self, tag, style, element)
    if is_square(style):
        self.remove_decoration_sides = _NO_SIDES


def copy_with_children(self: Any, children: Any) -> Any:
    """As WeasyPrint's method of this name: a copy of a box around other boxes."""
    if not is_square(self.style):
        return _copy_with_children(self, children)
    box = self.copy()
    box.children = children
    return box


def reset_spacing(self: Any, side: str) -> None:
    """As WeasyPrint's method of this name: no margin, padding and border at a side."""
    if not is_square(self.style):
        _reset_spacing(self, side)
        return
    setattr(self, f"margin_{side}", 0)
    setattr(self, f"padding_{side}", 0)
    setattr(self, f"border_{side}_width", 0)


def is_square(style: Any) -> bool:
    """Whether no corner of the boxes of a style is round."""
    known: bool | None = style.__dict__.get("square")
    if known is None:
        known = style.square = all((0, "px") in style[f"border_{c}_radius"] for c in _CORNERS)
    return known


def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
    """As WeasyPrint's method of this name, which hands each box up from parent to parent."""
    yield self
    ways = [iter(self.children)]
    while ways:
        for child in ways[-1]:
            if isinstance(child, boxes.Box):
                box = child
            elif placeholders:
                box = child._box
            else:
                yield child
                continue
            yield box
            ways.append(iter(box.children))
            break
        else:
            ways.pop()


def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """As WeasyPrint's function of this name: styles of a page and its margin boxes.

    Pages that no selector can tell apart share theirs.
    """
    if any(_counts_pages(sheet) for sheet, _, _ in style_for._sheets):
        _set_page_type_computed_styles(page_type, html, style_for)
        return
    known = style_for.__dict__.setdefault("page_styles", {})
    key = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
    styles = style_for.get_computed_styles()
    if key not in known:
        _set_page_type_computed_styles(page_type, html, style_for)
        known[key] = {pseudo: style for (on, pseudo), style in styles.items() if on == page_type}
    else:
        styles.update(((page_type, pseudo), style) for pseudo, style in known[key].items())


def _counts_pages(sheet: Any) -> bool:
    """Whether a stylesheet has an :nth() selector of pages."""
    return any(
        selector.index is not None
        for _rule, selectors, _declarations in sheet.page_rules
        for _specificity, _pseudo, selector in selectors
    )


def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:
    """As WeasyPrint's function of this name; a page without any is not searched for them."""
    styles = (context.style_for(page.page_type, name) for name in _MARGIN_BOXES)
    if any(style is not None and style["content"] not in _NOTHING for style in styles):
        yield from _make_margin_boxes(context, page, state)


def copied(value: Any) -> Any:
    """As copy.deepcopy, for what WeasyPrint keeps of counters: containers of plain values."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind(map(copied, value))
    if kind is dict:
        return {key: copied(one) for key, one in value.items()}
    if kind is set:
        return set(value)
    return value if kind in _PLAIN else copy.deepcopy(value)


_PLAIN = frozenset({str, int, float, bool, type(None)})
# What WeasyPrint's module of pages is to have for `copy`.
copies = SimpleNamespace(copy=copy.copy, deepcopy=copied)
