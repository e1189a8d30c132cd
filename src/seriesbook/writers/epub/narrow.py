"""What is too wide for a phone: tables of many columns, and drawings in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.writers.epub.pictures import lay_plate

if TYPE_CHECKING:
    from collections.abc import Iterator

_H = f"{{{xhtml.XHTML}}}"
_DRAWING = f"{{{xhtml.SVG}}}svg"
# Columns that a phone shows beside each other, with some words in each.
_MOST_COLUMNS = 4


def settle_wide(root: etree._Element) -> None:
    """Put wide tables into boxes that can be moved sideways, and plates under drawings."""
    for table in list(_wide_tables(root)):
        _box(table)
    for drawing in list(root.iter(_DRAWING)):
        if next(drawing.iterancestors(_DRAWING), None) is None:
            lay_plate(drawing)


def _wide_tables(root: etree._Element) -> Iterator[etree._Element]:
    for table in root.iter(f"{_H}table"):
        rows = table.iter(f"{_H}tr")
        columns = max((sum(_span(cell) for cell in row) for row in rows), default=0)
        if columns > _MOST_COLUMNS:
            yield table


def _span(cell: etree._Element) -> int:
    text = cell.get("colspan") or "1"
    return int(text) if text.isdecimal() else 1


def _box(table: etree._Element) -> None:
    """Wrap a table; `tabindex` lets a keyboard move it (WCAG 2.1.1)."""
    parent = table.getparent()
    if parent is None:
        return
    box = etree.Element(f"{_H}div", {"class": "wide-table", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    parent.replace(table, box)
    box.append(table)
