"""What WeasyPrint 70 leaves out of lines, above all of other scripts than the Latin.

Lines of Chinese and Japanese have no spaces to stretch, and WeasyPrint justifies by spaces alone:
a line that a closing mark may not follow would be a character short. Here all its characters move
apart (JIS X 4051 §4.19, CLREQ §3.1.6.3). And a paragraph that runs from right to left has its
indent at the end of its first line: here the line moves. A line that can't be filled without holes
is not filled.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout

from seriesbook.linebreaks import GAPE

if TYPE_CHECKING:
    from collections.abc import Iterator

# Ideographs, kana, and the punctuation and signs that are as wide as they.
_WIDE = re.compile(
    "[\u2e80-\u303f\u3041-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff60\U00020000-\U0003ffff]"
)
# Languages without spaces, and the share of wide characters that makes another's line like theirs.
_LANGUAGES = ("zh", "ja")
_SHARE = 0.5

_justify = inline.justify_line
_next_line = inline.get_next_linebox


def install() -> None:
    """Let WeasyPrint set such lines."""
    inline.justify_line = justify_line
    inline.get_next_linebox = get_next_linebox


def get_next_linebox(context: Any, linebox: Any, *others: Any) -> tuple[Any, Any]:
    """As WeasyPrint's function of this name: the next line, and where the one after it begins.

    What is around the line is told to `shortcuts.beside`.
    """
    indent = linebox.text_indent
    context.around = others[3]
    line, resume = _next_line(context, linebox, *others)
    if line is not None and indent and linebox.style["direction"] == "rtl":
        line.translate(dx=-indent)
    return line, resume


def justify_line(context: Any, line: Any, extra: float) -> None:
    """As WeasyPrint's function of this name; `extra` is the width in CSS px to fill."""
    texts = [box for box in _texts(line) if box.text]
    count = sum(len(box.text) for box in texts)
    wide = sum(len(_WIDE.findall(box.text)) for box in texts)
    spaceless = line.style["lang"] and line.style["lang"].partition("-")[0] in _LANGUAGES
    if count < 2 or wide < (1 if spaceless else _SHARE * count):
        spaces = inline.count_expandable_spaces(line)
        if spaces and extra / spaces < GAPE * line.style["font_size"]:
            _justify(context, line, extra)
    else:
        _spread(context, line, extra / (count - 1), 0.0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _texts(child)


def _spread(context: Any, box: Any, spacing: float, advance: float) -> float:
    """Move the characters of a box apart; how far what follows it has to move."""
    before = advance
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        own = box.style["letter_spacing"]
        box.style = box.style.copy()
        box.style["letter_spacing"] = spacing + (0 if own == "normal" else own)
        box.pango_layout = create_layout(box.text, box.style, context, None, 0)
        box.pango_layout.deactivate()
        advance += spacing * len(box.text)
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _spread(context, child, spacing, advance)
    else:
        box.translate(advance, 0)
        return advance
    box.width += advance - before
    return advance
