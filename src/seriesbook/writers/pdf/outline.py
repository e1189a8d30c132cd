"""What a PDF reader shows beside the pages: the outline and the labels of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, OutlineItem, String

from seriesbook.writers.pdf.links import destination
from seriesbook.writers.pdf.moving import reference
from seriesbook.writers.pdf.pagination import label_ranges
from seriesbook.xhtml import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pikepdf

    from seriesbook.model import Entry
    from seriesbook.writers.pdf.pagination import Side
    from seriesbook.writers.pdf.plan import Plan


def add_outline(
    pdf: pikepdf.Pdf, contents: Iterable[Entry], plan: Plan, numbers: Sequence[int]
) -> None:
    """Add the contents as an outline; an entry that stands nowhere in print is left out.

    `numbers` are those of the book's pages.
    """
    with pdf.open_outline() as outline:
        outline.root.extend(_items(contents, plan, numbers))


def _items(entries: Iterable[Entry], plan: Plan, numbers: Sequence[int]) -> list[OutlineItem]:
    items = []
    for entry in entries:
        if entry.id in plan.where:
            page, left, top = destination(plan.where[entry.id], numbers, plan)
            point = (round(left, 3), round(top, 3), 0)
            aim = Array([reference(page), Name.XYZ, *point])
            item = OutlineItem(plain(entry.title), destination=aim)
            item.children.extend(_items(entry.children, plan, numbers))
            item.is_closed = entry.role != "part"
            items.append(item)
    return items


def add_page_labels(pdf: pikepdf.Pdf, sides: Sequence[Side]) -> None:
    """Name pages as they are numbered in print (ISO 32000-1 §12.4.2)."""
    numbers = Array()
    for entry in label_ranges(sides):
        numbers.append(entry.start)
        style = Dictionary(S=Name(f"/{entry.style}"), St=1)
        numbers.append(style if entry.style else Dictionary(P=String(entry.text)))
    pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=numbers))
