"""Versals: large initials that stand in the first lines of a text, on the grid of its lines.

The head of a versal is level with the capitals of the first line and its foot stands on the last
line beside it, so its size follows from the face's own measures. A letter that goes below its line
(Q, J, Ç) keeps one line more free. Its left edge, not its side bearing, is flush with the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seriesbook.measures import Measures
    from seriesbook.pageshape import Shape

# Room between a versal and the text beside it, in sizes of the text; and how far a letter may go
# below its line, in sizes of its own.
_GAP, _DEEP = 0.22, 0.08
# Size of a quotation mark before a versal, in sizes of that; print.css says the same.
_MARK = 0.5


def versal_style(face: Measures, shape: Shape, lines: int, mark: str, letter: str) -> str:
    """Declarations of CSS for a versal; '' for a letter that the face does not have.

    Args:
        face: of the text.
        shape: of the page.
        lines: how high it is, 2 or more.
        mark: quotation marks before it, or ''.
        letter: a capital, and what is set upon it.
    """
    own, capital = face.extents(letter), face.extents("H")
    if own is None or capital is None:
        return ""
    leading, size = shape.leading, shape.size
    big = ((lines - 1) * leading + capital.top * size) / capital.top
    head = (lines - 1) * leading / 2 + face.below_middle() * (size - big)
    deep = -own.bottom > _DEEP
    left = 0.0 if mark else own.left * big
    right = max(own.right, face.advance(letter)) if deep else own.right
    width = face.advance(mark) * _MARK * big + right * big + _GAP * size
    height = (lines + deep) * leading - head
    return (
        f"font-size: {big:.3f}pt; line-height: {lines * leading:g}pt; width: {width:.3f}pt;"
        f" height: {height:.3f}pt; margin: {head:.3f}pt 0 0 {-left:.3f}pt"
    )
