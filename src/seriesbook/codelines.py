"""Code in print: a line that is too long is folded, and a mark says that it is one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml

if TYPE_CHECKING:
    from collections.abc import Iterator

# Code fonts have no bent arrow.
MARK = "→"
_TAB = "    "
# A line is cut behind one of these if one is in its last third.
_PAUSES = " ,;([{=|&/.-"


def fold_code(root: etree._Element, columns: int) -> None:
    """Fold the lines of code below `root`, in place, that have more than `columns` characters.

    Code with markup inside it is left to the theme, which wraps it.
    """
    for block in xhtml.elements(root, "pre"):
        holder = block[0] if len(block) == 1 and not (block.text or "").strip() else block
        text = holder.text or ""
        if len(holder) or all(len(line.expandtabs(4)) <= columns for line in text.split("\n")):
            continue
        _set(holder, text, columns)


def _set(holder: etree._Element, text: str, columns: int) -> None:
    """Write lines of code, each fold begun with a marked span."""
    pieces = [list(_folds(line.expandtabs(4), columns)) for line in text.split("\n")]
    holder.text = ""
    last: etree._Element | None = None
    for number, (first, *others) in enumerate(pieces):
        last = _write(holder, last, ("\n" if number else "") + first)
        for other in others:
            last = _write(holder, last, "\n")
            last = etree.SubElement(holder, "span", {"class": "fold", "aria-hidden": "true"})
            last.text, last.tail = MARK, f" {other}"


def _write(
    holder: etree._Element, last: etree._Element | None, text: str
) -> etree._Element | None:
    """Append text behind the last span, or to the holder itself; give the last span back."""
    if last is None:
        holder.text = (holder.text or "") + text
    else:
        last.tail = (last.tail or "") + text
    return last


def _folds(line: str, columns: int) -> Iterator[str]:
    """Pieces of a line; all but the first leave room for the mark."""
    room = columns
    while len(line) > room:
        cut = next((n for n in range(room, room * 2 // 3, -1) if line[n - 1] in _PAUSES), room)
        yield line[:cut].rstrip(" ")
        line = line[cut:].lstrip(" ")
        room = columns - len(MARK) - 1
    yield line
