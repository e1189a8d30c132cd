"""Lists in one form, and tables that are none."""

from __future__ import annotations

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import rename


def open_tables(root: etree._Element) -> None:
    """Tables of one cell or one column only place things on a page."""
    for table in list(root.iter("table")):
        rows = [[c for c in row if c.tag in {"td", "th"}] for row in table.iter("tr")]
        nested = table.find(".//table") is not None
        heads = any(cell.tag == "th" for row in rows for cell in row)
        narrow = all(len(row) <= 1 for row in rows) and not heads
        if not rows or narrow or nested or table.get("role") == "presentation":
            for element in list(
                table.iter("tbody", "thead", "tfoot", "tr", "td", "th", "colgroup")
            ):
                if any(up is table for up in element.iterancestors()):
                    if element.tag in {"td", "th"}:
                        rename(element, "div")
                    else:
                        xhtml.unwrap(element)
            rename(table, "div")


def open_bare_definitions(root: etree._Element) -> None:
    """A list of definitions without terms only indents its paragraphs."""
    for holder in list(root.iter("dl")):
        if holder.find(".//dt") is None:
            for item in list(holder.iter("dd")):
                rename(item, "div")
            rename(holder, "div")


def tidy_lists(root: etree._Element) -> None:
    """Items in lists, lists in items; neighbours of one kind are one list."""
    for item in list(root.iter("li")):
        parent = item.getparent()
        if parent is not None and parent.tag not in {"ul", "ol"}:
            holder = etree.Element("ul")
            item.addprevious(holder)
            tail, item.tail = item.tail, None
            holder.append(item)
            holder.tail = tail
    for inner in list(root.iter("ul", "ol")):
        parent = inner.getparent()
        if parent is None or parent.tag not in {"ul", "ol"}:
            continue
        previous = inner.getprevious()
        inner.tail = None
        if previous is not None and previous.tag == "li":
            previous.append(inner)
        else:
            index = parent.index(inner)
            for offset, child in enumerate(list(inner)):
                parent.insert(index + offset, child)
            parent.remove(inner)
    for made in list(root.iter("ul")):
        following = made.getnext()
        if following is not None and following.tag == "ul" and not (made.tail or "").strip():
            following[0:0] = list(made)
            xhtml.remove(made)
