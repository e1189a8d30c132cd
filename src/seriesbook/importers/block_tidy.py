"""Blocks in one form: paragraphs, quotations, poems, lists and breaks that are what they look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import (
    classes_of,
    first_words,
    has_blocks,
    is_block,
    rename,
)
from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from seriesbook.importers.model import Post

_CONTAINERS = (
    "body", "div", "section", "article", "main", "blockquote", "center", "aside", "details",
    "header", "footer", "address",
)  # fmt: skip
_BREAK = re.compile(r"[\s\u00a0]*(?:[*＊⁎∗•·~#—–_=⁂❦❧☙◆◇♦✦✽❖※§+-][\s\u00a0]*){1,12}")
_RULES = frozenset("*＊⁎∗•·~#⁂❦❧☙◆◇♦✦✽❖※§+")
_LONE = frozenset("*⁂❦❧☙※✽❖~•#")
_INDENTED = re.compile(
    r"(?:padding|margin)-left\s*:\s*(?:[2-9]\d|1\d\d)px|(?:padding|margin)-left\s*:\s*[1-9][\d.]*r?em",
    re.IGNORECASE,
)
_QUOTE_CLASS = re.compile(r"^(?:block-?quote|quote|quotation|extract|citation|bq|q)$")
_VERSE_CLASS = re.compile(r"wp-block-verse|^(?:verse|poem|poetry|stanza|preformatted-block)$")


def tidy_blocks(root: etree._Element, post: Post) -> list[Finding]:
    """Bring the blocks into our form, in place."""
    findings: list[Finding] = []
    _lift(root)
    _open_tables(root)
    findings += _quotations_by_style(root)
    _verses(root)
    _paragraphs(root)
    _split_at_breaks(root)
    _sources(root)
    _lists(root)
    _rules(root)
    _empty(root)
    return findings


def _lift(root: etree._Element) -> None:
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


def _open_tables(root: etree._Element) -> None:
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


def _quotations_by_style(root: etree._Element) -> list[Finding]:
    """Indented paragraphs, and those called a quote, are quotations; neighbours are one."""
    found = [e for e in root.iter("p", "div") if _looks_quoted(e)]
    findings = []
    for element in found:
        if any(up.tag == "blockquote" or up in found for up in element.iterancestors()):
            continue
        findings.append(Finding("guessed", "quotation, marked by its style", first_words(element)))
        previous = element.getprevious()
        joined = previous is not None and previous.get("data-styled") is not None
        quote = (
            previous
            if joined and previous is not None and not (previous.tail or "").strip()
            else None
        )
        if quote is None:
            quote = etree.Element("blockquote", {"data-styled": ""})
            element.addprevious(quote)
        tail, element.tail = element.tail, None
        quote.append(element)
        quote.tail = tail
        element.attrib.clear()
    for quote in root.iter("blockquote"):
        quote.attrib.pop("data-styled", "")
    return findings


def _looks_quoted(element: etree._Element) -> bool:
    named = any(_QUOTE_CLASS.match(name) for name in classes_of(element))
    indented = element.tag == "p" and _INDENTED.search(element.get("style", ""))
    return (
        bool(named or indented)
        and bool(xhtml.text_of(element))
        and (element.find(".//blockquote") is None and element.find(".//figure") is None)
    )


def _verses(root: etree._Element) -> None:
    """Poems: lines by `br` or by line feeds, stanzas by empty lines."""
    for poem in list(root.iter("pre", "div", "p")):
        if not any(_VERSE_CLASS.search(name) for name in classes_of(poem)):
            continue
        if any(classes_of(up) == {"verse"} for up in poem.iterancestors()):
            continue
        if poem.tag == "pre" or not has_blocks(poem):
            _stanzas(poem)
        poem.tag = "div"
        poem.attrib.clear()
        poem.set("class", "verse")


def _stanzas(poem: etree._Element) -> None:
    """Line feeds and breaks of a poem → stanzas."""
    if poem.tag == "pre":
        for element in list(poem.iter(etree.Element)):
            _feeds_to_breaks(element, is_tail=False)
            if element is not poem:
                _feeds_to_breaks(element, is_tail=True)
    stanza = etree.Element("p")
    stanza.text, poem.text = poem.text, None
    children = list(poem)
    stanza.extend(children)
    poem.append(stanza)
    split_paragraph(stanza)


def _feeds_to_breaks(element: etree._Element, *, is_tail: bool) -> None:
    text = (element.tail if is_tail else element.text) or ""
    lines = text.strip("\n").split("\n") if not is_tail else text.split("\n")
    if len(lines) == 1:
        return
    breaks = []
    for line in lines[1:]:
        made = etree.Element("br")
        made.tail = line
        breaks.append(made)
    if is_tail:
        element.tail = lines[0]
        at = element
        for made in breaks:
            tail = made.tail
            at.addnext(made)
            made.tail = tail
            at = made
    else:
        element.text = lines[0]
        for index, made in enumerate(breaks):
            element.insert(index, made)


def _paragraphs(root: etree._Element) -> None:
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


def _split_at_breaks(root: etree._Element) -> None:
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


def _sources(root: etree._Element) -> None:
    """The source of a quotation is its last paragraph, after a dash."""
    for quote in list(root.iter("blockquote")):
        quote.attrib.clear()
        parent = quote.getparent()
        caption = None
        if parent is not None and parent.tag == "figure" and parent.find(".//img") is None:
            caption = parent.find("figcaption")
        for source in [e for e in quote.iter("footer") if e.getparent() is quote]:
            rename(source, "p")
            _dash(source)
        last = quote[-1] if len(quote) else None
        if last is not None and last.tag == "p" and _is_cite(last):
            _dash(last)
        if caption is not None:
            tail = caption.tail
            xhtml.remove(caption)
            rename(caption, "p")
            caption.tail = tail
            quote.append(caption)
            _dash(caption)


def _is_cite(paragraph: etree._Element) -> bool:
    """Whether a paragraph is a source, as `cite` marked it before emphasis was made one form."""
    return paragraph.get("data-source") is not None


def _dash(source: etree._Element) -> None:
    source.attrib.clear()
    while len(source) and source[0].tag == "br" and not (source.text or "").strip("—–― -\n"):
        source.text = (source[0].tail or "").lstrip()
        source.remove(source[0])
    inner = source[0] if len(source) == 1 and not (source.text or "").strip() else None
    if inner is not None and inner.tag in {"em", "p"} and not (inner.tail or "").strip():
        xhtml.unwrap(inner)
    bare = xhtml.text_of(source)
    if bare and not re.match(r"[—–―-]", bare):
        source.text = f"— {(source.text or '').lstrip()}"


def _lists(root: etree._Element) -> None:
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


def _rules(root: etree._Element) -> None:
    """A line of asterisks is a break; none at the ends, none twice."""
    for block in list(root.iter("p", "div", "h1", "h2", "h3", "h4", "h5", "h6")):
        if _looks_like_rule(block):
            for child in list(block):
                block.remove(child)
            block.text = None
            rename(block, "hr")
    for rule in list(root.iter("hr")):
        rule.attrib.clear()
        previous, following = rule.getprevious(), rule.getnext()
        ends = (previous is None and not _text_before(rule)) or following is None
        twice = previous is not None and previous.tag == "hr" and not (previous.tail or "").strip()
        notes = following is not None and following.get("data-notes") is not None
        parent = rule.getparent()
        top = parent is not None and parent.tag in {"body", "div"}
        if twice or notes or (ends and top and not (rule.tail or "").strip()):
            xhtml.remove(rule)


def _looks_like_rule(block: etree._Element) -> bool:
    text = xhtml.text_of(block)
    if not _BREAK.fullmatch(text) or has_blocks(block) or block.find(".//img") is not None:
        return False
    signs = _RULES & set(text)
    lone = len(text) > 1 or text in _LONE
    held = any(sup.get("data-note") for sup in block.iter("sup"))
    return lone and not held and bool(signs or len(text.replace(" ", "")) >= 3)


def _text_before(rule: etree._Element) -> bool:
    parent = rule.getparent()
    return parent is not None and bool((parent.text or "").strip())


def _empty(root: etree._Element) -> None:
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
