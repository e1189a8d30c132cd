"""Shortcuts through WeasyPrint: the same lines and pages in two thirds of the time.

WeasyPrint shapes a line about five times: to break it, to try one word more, for each hyphen
that might fit, when it is measured, when it is drawn. Here a paragraph is shaped once; where
its lines end is read off that, and only a line's final text is shaped again and then drawn as it
was measured. A decision too close to be read off is made by shaping, as WeasyPrint makes it.

Anything out of the ordinary (scripts that join or run right to left, tabs, spacing, ellipses,
colour fonts) goes WeasyPrint's own way, and so does everything with a release not named here.
"""

from __future__ import annotations

import copy
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import weasyprint
from weasyprint.css import StyleFor
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout import page
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout

from seriesbook.shortcuts import (
    beside,
    boxes,
    cascade,
    decoration,
    drawing,
    layouts,
    lines,
    preferred,
    styles,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

# Releases whose pages were compared with and without (tests/unit/test_shortcuts.py).
KNOWN = frozenset({"70.0"})
# Pango tells the size of a line's font from 1.48.2 on.
_PANGO = 14802

_FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "split_first_line": lines.split_first_line,
        "add_word_spacing": lines.add_word_spacing,
        "draw_first_line": drawing.draw_first_line,
        "draw_text": drawing.draw_text,
        "layout_box_backgrounds": decoration.layout_box_backgrounds,
        "draw_outline": decoration.draw_outline,
        "gather_anchors": decoration.gather_anchors,
        "_dispatch": decoration.dispatch,
        "draw_inline_level": decoration.draw_inline_level,
        "resolve_percentages": boxes.resolve_percentages,
        "set_page_type_computed_styles": boxes.set_page_type_computed_styles,
        "make_margin_boxes": boxes.make_margin_boxes,
        "shrink_to_fit": preferred.shrink_to_fit,
        "strut": preferred.strut,
        "inline_min_content_width": beside.inline_min_content_width,
    }
)
_METHODS: Mapping[tuple[type, str], Any] = MappingProxyType(
    {
        (Layout, "setup"): layouts.set_up,
        (Layout, "reactivate"): layouts.reactivate,
        (StyleFor, "set_computed_styles"): styles.set_computed_styles,
        (StyleFor, "__init__"): cascade.init,
        (StyleFor, "__call__"): cascade.call,
        (page.HorizontalBox, "outer"): preferred.outer,
        (Box, "is_in_normal_flow"): boxes.is_in_normal_flow,
        (Box, "descendants"): boxes.descendants,
        (Box, "__init__"): boxes.init,
        (ParentBox, "copy_with_children"): boxes.copy_with_children,
        (ParentBox, "_reset_spacing"): boxes.reset_spacing,
    }
)


def _modules() -> list[ModuleType]:
    return [m for name, m in sys.modules.items() if name.startswith("weasyprint.")]


# WeasyPrint's own, as they are before anything is put in their place.
_ORIGINALS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        name: next(getattr(module, name) for module in _modules() if hasattr(module, name))
        for name in _FUNCTIONS
    }
)
_ORIGINAL_METHODS: Mapping[tuple[type, str], Any] = MappingProxyType(
    {(owner, name): getattr(owner, name) for owner, name in _METHODS}
)


def install() -> bool:
    """Put the shortcuts in place; False for a release of WeasyPrint that is not known."""
    known = weasyprint.__version__ in KNOWN and pango.pango_version() >= _PANGO
    if known:
        _put(_FUNCTIONS, _METHODS)
        page.copy = boxes.copies
    return known


def remove() -> None:
    """Take the shortcuts out again."""
    _put(_ORIGINALS, _ORIGINAL_METHODS)
    page.copy = copy


def _put(
    functions: Mapping[str, Callable[..., Any]], methods: Mapping[tuple[type, str], Any]
) -> None:
    """Replace functions wherever a module of WeasyPrint has taken them, and methods."""
    for module in _modules():
        for name, function in functions.items():
            if hasattr(module, name):
                setattr(module, name, function)
    for (owner, name), method in methods.items():
        setattr(owner, name, method)
