"""Lines of a title or a caption made about equally long, as many as there must be."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seriesbook.linebreaks import Breaks

# More lines than this are text: nobody looks at their shape.
_MOST_LINES = 8
_STEPS = 16  # halvings of a width: a fortieth of a point
_ROUNDING = 1e-6


def balanced_breaks(breaks: Breaks, width: float) -> tuple[int, ...]:
    """Indexes of the breaks that end the lines of a ragged text; () if there is nothing to do.

    The lines are as short as they can be without there being one more (CSS Text 4,
    `text-wrap: balance`).
    """
    full = _filled(breaks, width)
    if not 1 < len(full) <= _MOST_LINES:
        return ()
    best, low, high = full, 0.0, width
    for _ in range(_STEPS):
        middle = (low + high) / 2
        found = _filled(breaks, middle)
        if found and len(found) <= len(full):
            best, high = found, middle
        else:
            low = middle
    return best


def _filled(breaks: Breaks, width: float) -> tuple[int, ...]:
    """Breaks that end the lines if each takes what it can; () if a word is too long."""
    found: list[int] = []
    index, last = 0, len(breaks) - 1
    while index < last:
        limit = breaks.starts[index] + width + _ROUNDING
        target = bisect_right(breaks.ends, limit, index + 1) - 1
        if target <= index:
            return ()
        found.append(target)
        index = target
    return tuple(found)
