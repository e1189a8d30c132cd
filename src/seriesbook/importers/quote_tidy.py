"""Quotations: those that a page marks by style only, and what each says of its source."""

from __future__ import annotations

import re

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.blocks import beginning
from seriesbook.importers.htmltree import classes_of, rename
from seriesbook.importers.model import Finding

_INDENT = re.compile(
    r"(?:^|;)\s*(?:margin|padding)(-left|-inline-start|-inline)?\s*:\s*([^;]+)", re.IGNORECASE
)
_LENGTH = re.compile(r"(\d*\.?\d+)(px|pt|r?em|ch|%|in|cm|mm|vw)?")
# How far a text must be indented to be set off, by unit (about 20 px).
_LEAST = {"px": 20, "pt": 15, "em": 1, "rem": 1, "ch": 2, "%": 3, "in": 0.2, "cm": 0.5, "mm": 5,
          "vw": 3}  # fmt: skip
_MOST_OF = 0.4  # of the words: what is more is the page's own layout
_QUOTE_CLASS = re.compile(
    r"^(?:wp-)?(?:block-?_?quote|quote|quoted|quotation|quote-?(?:text|block|body)|extract|"
    r"citation|bq|q|indent|indented|kg-callout-text)$"
)
_NO_PART = ("blockquote", "figure", "img", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6")


def quotations_by_style(root: etree._Element) -> list[Finding]:
    """Indented paragraphs, and those called a quote, are quotations; neighbours are one."""
    found = [e for e in root.iter("p", "div") if _is_called(e) or _is_indented(e)]
    if _is_layout([e for e in found if not _is_called(e)], root):
        found = [e for e in found if _is_called(e)]
    found = [e for e in found if next(e.iter(*_NO_PART), None) is None and xhtml.has_text(e)]
    findings = []
    for element in found:
        if any(up.tag == "blockquote" or up in found for up in element.iterancestors()):
            continue
        findings.append(Finding("guessed", "quotation, marked by its style", beginning(element)))
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


def _is_called(element: etree._Element) -> bool:
    return any(_QUOTE_CLASS.match(name) for name in classes_of(element))


def _is_layout(found: list[etree._Element], root: etree._Element) -> bool:
    """Whether so much of a text is indented that this is how its page looks."""
    held = set(found)
    outer = [e for e in found if held.isdisjoint(e.iterancestors())]
    return sum(len(xhtml.text_of(e)) for e in outer) > _MOST_OF * len(xhtml.text_of(root))


def _is_indented(element: etree._Element) -> bool:
    """Whether a style sets a block off at its left, in any unit and by any property."""
    style = element.get("style", "")
    for which, value in _INDENT.findall(style):
        sides = value.replace("!important", "").split()
        if not sides:
            continue
        # CSS Box Model §3: one value is all sides, two are top and sides, four end with the left.
        left = sides[0] if which or len(sides) == 1 else sides[3 if len(sides) > 3 else 1]
        length = _LENGTH.fullmatch(left.lower())
        if (which or len(sides) > 1) and length:
            unit = length[2] or "px"
            if float(length[1]) >= _LEAST[unit]:
                return True
    return False


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
