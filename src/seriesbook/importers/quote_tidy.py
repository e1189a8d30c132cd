"""Quotations: those that a page marks by style only, and what each says of its source."""

from __future__ import annotations

import re

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import classes_of, first_words, rename
from seriesbook.importers.model import Finding

_INDENTED = re.compile(
    r"(?:padding|margin)-left\s*:\s*(?:[2-9]\d|1\d\d)px|(?:padding|margin)-left\s*:\s*[1-9][\d.]*r?em",
    re.IGNORECASE,
)
_QUOTE_CLASS = re.compile(r"^(?:block-?quote|quote|quotation|extract|citation|bq|q)$")


def quotations_by_style(root: etree._Element) -> list[Finding]:
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


def end_with_sources(root: etree._Element) -> None:
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
