"""The `cite` that ends a quotation, marked as its source before `cite` becomes mere emphasis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook import xhtml

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.importers.model import Finding, Post


def mark_sources(root: etree._Element, _: Post) -> list[Finding]:
    """Give the source of each quotation a paragraph of its own, in place."""
    for quote in root.iter("blockquote"):
        cites = [c for c in quote.iter("cite") if _is_last(c, quote)]
        if not cites:
            continue
        cite = cites[-1]
        holder = cite.getparent()
        xhtml.remove(cite)
        if holder is not None and holder is not quote and not xhtml.text_of(holder):
            xhtml.remove(holder)
        elif holder is not None:
            _strip_dash(holder)
        cite.tag = "p"
        cite.attrib.clear()
        cite.set("data-source", "")
        quote.append(cite)
    return []


def _is_last(cite: etree._Element, quote: etree._Element) -> bool:
    """Whether nothing of a quotation comes after its `cite`."""
    text = xhtml.text_of(quote)
    words = xhtml.text_of(cite)
    if not words or not text.endswith(words) or text == words:
        return False
    holder = cite.getparent()
    alone = holder is quote or (
        holder is not None and xhtml.text_of(holder).strip("—–― -") == words
    )
    before = cite.getprevious()
    return alone or (before is not None and before.tag == "br")


def _strip_dash(holder: etree._Element) -> None:
    """The break and the dash before a source that has moved away."""
    while len(holder) and holder[-1].tag == "br" and not (holder[-1].tail or "").strip("—–― -\n"):
        holder.remove(holder[-1])
