"""Tables: with pipes where Markdown can say them, else as HTML."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import has_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ALIGN = {"left": ":---", "right": "---:", "center": ":---:"}


def write_table(table: etree._Element, line: Callable[[etree._Element], str]) -> str:
    """A table as Markdown; `line` writes the content of a cell on one line.

    Markdown knows one row of heads, and cells without spans or blocks.
    """
    rows = [[c for c in row if c.tag in {"td", "th"}] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return ""
    caption = _caption(table, line)
    if not _is_plain(rows):
        return _as_html(table) + caption
    cells = [[_cell(line(cell)) for cell in row] for row in rows]
    width = max(map(len, cells))
    first = [*rows[0], *[None] * (width - len(rows[0]))]
    rule = [_ALIGN.get(_alignment(cell), "---") for cell in first]
    padded = [[*row, *[""] * (width - len(row))] for row in cells]
    return "\n".join(map(_row, [padded[0], rule, *padded[1:]])) + caption


def _caption(table: etree._Element, line: Callable[[etree._Element], str]) -> str:
    caption = table.find("caption")
    text = line(caption) if caption is not None else ""
    return f"\n\n: {text}" if text else ""


def _is_plain(rows: list[list[etree._Element]]) -> bool:
    heads = [all(cell.tag == "th" or _is_bold(cell) for cell in row) for row in rows]
    spans = (c.get(name, "1") for row in rows for c in row for name in ("colspan", "rowspan"))
    return (
        heads[0]
        and len(rows) > 1
        and len(rows[0]) > 1
        and all(span in {"1", "0", ""} for span in spans)
        and not any(_holds_blocks(cell) for row in rows for cell in row)
    )


def _is_bold(cell: etree._Element) -> bool:
    """Whether all words of a cell are bold: a head without saying so."""
    bold = sum(len(xhtml.text_of(b)) for b in cell.iter("strong", "b"))
    return bool(bold) and bold == len(xhtml.text_of(cell))


def _holds_blocks(cell: etree._Element) -> bool:
    """Whether a cell holds more than one paragraph."""
    blocks = list(cell)
    single = len(blocks) == 1 and blocks[0].tag in {"p", "div"} and not has_blocks(blocks[0])
    return has_blocks(cell) and not single


def _cell(text: str) -> str:
    return text.replace("\n", " ").strip()


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _alignment(cell: etree._Element | None) -> str:
    if cell is None:
        return ""
    style = cell.get("style", "").replace(" ", "")
    found = next((word for word in _ALIGN if f"text-align:{word}" in style), "")
    named = next((w for w in _ALIGN if f"align-{w}" in cell.get("class", "")), "")
    return found or named or cell.get("align", "")


def _as_html(table: etree._Element) -> str:
    """The table as tags, one row a line, without what says how it looks."""
    copy = deepcopy(table)
    copy.tail = None
    for caption in copy.findall("caption"):
        copy.remove(caption)
    for element in list(copy.iter(etree.Element)):
        for name in [str(n) for n in element.attrib]:
            if name not in {"colspan", "rowspan", "scope", "href", "src", "alt", "lang"}:
                del element.attrib[name]
        if element.get("data-note"):
            element.text = f"[^{element.get('data-note')}]"
    _lines(copy)
    holder = etree.Element("body")
    holder.append(copy)
    return xhtml.serialise(holder)


def _lines(table: etree._Element) -> None:
    for element in table.iter("table", "thead", "tbody", "tfoot", "tr"):
        if element.tag != "tr":
            element.text = "\n"
        element.tail = "\n" if element is not table else None
