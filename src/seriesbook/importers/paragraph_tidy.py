"""Paragraphs: blocks out of inline elements, bare text in, two breaks part, empty ones go."""

from __future__ import annotations

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import has_blocks, is_block

_EDGE = " \n\t\r\u00a0\u200b\ufeff"
_CONTAINERS = (
    "body", "div", "section", "article", "main", "blockquote", "center", "aside", "details",
    "header", "footer", "address",
)  # fmt: skip


def lift_blocks(root: etree._Element) -> None:
    """Inline elements can't hold blocks: emphasis goes into the blocks, the others go."""
    for element in list(root.iter(etree.Element)):
        if element is root or is_block(element) or element.getparent() is None:
            continue
        if not has_blocks(element) or element.tag == "section":
            continue
        if element.tag in {"em", "strong"}:
            for block in [b for b in element.iter("p", "li", "div") if not has_blocks(b)]:
                inner = etree.Element(str(element.tag))
                inner.text, block.text = block.text, None
                inner.extend(list(block))
                block.append(inner)
        xhtml.unwrap(element)
    for paragraph in list(root.iter("p")):
        if has_blocks(paragraph):
            paragraph.tag = "div"


def add_missing_paragraphs(root: etree._Element) -> None:
    """Text that stands in a container without a paragraph gets one."""
    for holder in [root, *root.iter(*_CONTAINERS), *_mixed_items(root)]:
        if holder.get("class") == "verse" or holder.get("data-notes") is not None:
            continue
        children = list(holder)
        text, holder.text = holder.text, None
        opened = _opened(holder, text, 0)
        for child in children:
            if isinstance(child.tag, str) and is_block(child):
                tail, child.tail = child.tail, None
                opened = _opened(holder, tail, holder.index(child) + 1)
                continue
            if opened is None:
                opened = _opened(holder, " ", holder.index(child), force=True)
            if opened is not None:
                opened.append(child)


def _opened(
    holder: etree._Element, text: str | None, index: int, *, force: bool = False
) -> etree._Element | None:
    if not force and not (text or "").strip(" \n\t\r"):
        return None
    paragraph = etree.Element("p")
    paragraph.text = text
    holder.insert(index, paragraph)
    return paragraph


def _mixed_items(root: etree._Element) -> list[etree._Element]:
    """Items and notes that hold paragraphs beside bare text."""
    held = [e for e in root.iter("li", "dd", "td") if e.find("p") is not None]
    return [e for e in held if (e.text or "").strip() or any((c.tail or "").strip() for c in e)]


def split_at_breaks(root: etree._Element) -> None:
    """Part each paragraph where two breaks stand in a row, in place."""
    for paragraph in list(root.iter("p")):
        split_paragraph(paragraph)


def split_paragraph(paragraph: etree._Element) -> None:
    """Two breaks in a row part paragraphs, in place."""
    children = list(paragraph)
    at: list[int] = []
    for index in range(1, len(children)):
        pair = children[index - 1 : index + 1]
        if all(c.tag == "br" for c in pair) and not (pair[0].tail or "").strip(" \n\t\r\u00a0"):
            at.append(index)
    if not at:
        return
    current = paragraph
    for index, child in enumerate(children):
        if index in at:
            new = etree.Element("p")
            new.text, child.tail = child.tail, None
            paragraph_tail, current.tail = current.tail, None
            current.addnext(new)
            new.tail = paragraph_tail
            xhtml.remove(child)
            current = new
        elif current is not paragraph:
            current.append(child)
    for piece in [paragraph, *paragraph.itersiblings("p")]:
        while len(piece) and piece[-1].tag == "br" and not (piece[-1].tail or "").strip():
            piece.remove(piece[-1])
        if piece is current:
            break


def drop_empty_blocks(root: etree._Element) -> None:
    """Blocks that hold nothing go, from the inside out."""
    kept = {"img", "hr", "br", "td", "th", "tr", "col", "colgroup"}
    for element in reversed(list(root.iter(etree.Element))):
        if element is root or element.tag in kept or element.get("data-note"):
            continue
        if element.get("data-note-body") or element.get("id"):
            continue
        bare = not xhtml.text_of(element).strip("\u00a0\u200b\ufeff ")
        holds = any(_shows(inside) for inside in element.iter(etree.Element))
        inline = element.tag in {"em", "strong", "code", "span", "a"}
        if bare and not holds and (not inline or not (len(element) or element.text)):
            xhtml.remove(element)


def _shows(element: etree._Element) -> bool:
    return element.tag in {"img", "hr"} or bool(element.get("data-note"))


def strip_edges(root: etree._Element) -> None:
    """No spaces at the ends of a paragraph, not even such as don't break."""
    for block in root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "li"):
        block.text = (block.text or "").lstrip(_EDGE)
        if len(block):
            block[-1].tail = (block[-1].tail or "").rstrip(_EDGE)
        else:
            block.text = block.text.rstrip(_EDGE)
