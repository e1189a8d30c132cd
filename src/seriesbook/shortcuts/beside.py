"""Lines beside floats, or far from them: how narrow they could be is measured if it matters only.

WeasyPrint shapes the first word of each line after a float three times, to know whether it has
room beside that. It nearly always has, which the number of its letters tells.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import preferred

from seriesbook.shortcuts.layouts import is_ordinary
from seriesbook.shortcuts.shaping import LATIN

_inline_min_content_width = preferred.inline_min_content_width

# No word is wider than so many ems a letter.
_WIDEST = 1.5
_SIDES = ("left", "right")
_LEFT, _RIGHT = frozenset({"left", "inline-start"}), frozenset({"right", "inline-end"})


class _UnclearError(Exception):
    """A line of which this can't be told."""


def inline_min_content_width(
    context: Any, box: Any, outer: bool = True, skip_stack: Any = None,
    first_line: bool = False, is_line_start: bool = False,
) -> float:  # fmt: skip
    """As WeasyPrint's function of this name; more, where a line has room for more."""
    if first_line and isinstance(box, boxes.LineBox):
        try:
            room = _room(context, box)
            if room is None:
                return 0.0
            most = _most(box, skip_stack)
            if most <= room:
                return most
        except _UnclearError:
            pass
    width: float = _inline_min_content_width(
        context, box, outer, skip_stack, first_line, is_line_start
    )
    return width


def _room(context: Any, line: Any) -> float | None:
    """The least width that floats can leave to a line; None if all are above it."""
    around = context.__dict__.get("around")
    if around is None or around.style["direction"] != "ltr":
        raise _UnclearError
    top = line.position_y
    left = around.content_box_x()
    right = left + around.width
    near = False
    for shape in context.excluded_shapes:
        begin, height = shape.position_y, shape.margin_height()
        if begin < top and begin + height <= top:
            continue
        near = True
        if shape.style["float"] in _LEFT:
            left = max(left, shape.position_x + shape.margin_width())
        elif shape.style["float"] in _RIGHT:
            right = min(right, shape.position_x)
        else:
            raise _UnclearError
    return float(right - left) if near else None


def _most(line: Any, skip: Any) -> float:
    """A width that a line is surely not wider than at its narrowest."""
    indent = line.style["text_indent"]
    if getattr(indent, "unit", "") != "px":
        raise _UnclearError
    return float(max(indent.value, 0.0)) + _most_of(line, skip)[0]


def _most_of(box: Any, skip: Any) -> tuple[float, bool]:
    """The same of the content of a box, and whether the line may surely end within it."""
    number, skip = next(iter(skip.items())) if skip else (0, None)
    width = 0.0
    for child in box.children[number:]:
        if isinstance(child, boxes.TextBox):
            more, ends = _most_of_text(child, skip)
        elif isinstance(child, boxes.InlineBox) and _is_slim(child.style):
            more, ends = _most_of(child, skip)
        else:
            raise _UnclearError
        width, skip = width + more, None
        if ends:
            return width, True
    return width, False


def _most_of_text(box: Any, skip: Any) -> tuple[float, bool]:
    """The same of a text: its first word's."""
    style = box.style
    text = box.text
    if skip:
        text = text.encode()[next(iter(skip)) or 0 :].decode()
    words = text.lstrip(" ")
    word, space, _ = words.partition(" ")
    if style["white_space"] != "normal" or not is_ordinary(style) or not LATIN.fullmatch(word):
        raise _UnclearError
    letters = len(text) - len(words) + len(word) + len(space)
    return letters * _WIDEST * style["font_size"], bool(word and space)


def _is_slim(style: Any) -> bool:
    """Whether a box in a line takes no more room than what is in it."""
    known: bool | None = style.__dict__.get("slim")
    if known is None:
        known = style.slim = all(
            style[f"margin_{side}"] == (0, "px")
            and style[f"padding_{side}"] == (0, "px")
            and style[f"border_{side}_width"] == 0
            for side in _SIDES
        )
    return known
